import { approvalKeyFault } from '../../shared/config/approvalKey.ts';
import { mayAsk } from '../../shared/config/askingFaults.ts';
import { secretsOf } from '../../shared/config/secrets.ts';
import { type SettingReading, type Settings, type StorageSettings, secretFault } from '../../shared/config/settings.ts';
import type { Configuration, ConfigurationFault } from '../../shared/config/types.ts';
import type { Check } from '../types.ts';
import { failed, passed } from './checks.ts';

/** Is every secret there that the document names? Only that it is there is told. */
export function judgeSecrets(configuration: Configuration, settings: Settings): Check[] {
  const named = secretsOf(configuration).map(({ path, reference, owner, without }) =>
    judgeSecret(reference.setting, owner, without, secretFault(reference, path, settings)),
  );
  return [...named, ...judgeApprovalKey(configuration, settings)];
}

function judgeApprovalKey(configuration: Configuration, settings: Settings): Check[] {
  if (!mayAsk(configuration)) return [];
  const { key } = configuration.approval;
  const without = 'Without it nobody can be asked, and no group in approve can move.';
  return [judgeSecret(key.setting, 'the approval links', without, approvalKeyFault(key, settings))];
}

function judgeSecret(setting: string, owner: string, without: string, fault: ConfigurationFault | undefined): Check {
  const name = `secret ${setting}`;
  if (fault === undefined) return passed(name, `a secret for ${owner}`, 'present (not shown)');
  return failed(name, fault.expected, fault.seen, `${without} For example: ${fault.example}`);
}

/** Is it said where the app keeps its state? */
export function judgeStorageSetting(reading: SettingReading<StorageSettings>): Check {
  const name = 'secret AzureWebJobsStorage';
  if (!reading.ok)
    return failed(name, reading.fault.expected, reading.fault.seen, `For example: ${reading.fault.example}`);
  const seen =
    reading.value.kind === 'identity'
      ? `by identity, ${reading.value.blobUrl}`
      : 'a connection string (not shown); the identity and AzureWebJobsStorage__accountName need no key';
  return passed(name, 'where the app keeps its state', seen);
}
