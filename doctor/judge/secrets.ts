import { secretOf } from '../../shared/config/environment.ts';
import { type SettingReading, type Settings, type StorageSettings, secretFault } from '../../shared/config/settings.ts';
import type { Configuration } from '../../shared/config/types.ts';
import type { Check } from '../types.ts';
import { failed, passed } from './checks.ts';

/** Is every secret there that the document names? Only that it is there is told. */
export function judgeSecrets({ channels }: Configuration, settings: Settings): Check[] {
  return channels.flatMap((channel, index) => {
    const secret = secretOf(channel);
    if (secret === undefined) return [];
    const { key, reference } = secret;
    const name = `secret ${reference.setting}`;
    const fault = secretFault(reference, `channels[${index}].${key}.setting`, settings);
    if (fault === undefined) return [passed(name, `a secret for the channel ${channel.name}`, 'present (not shown)')];
    const advice = `The channel ${channel.name} is mute without it. For example: ${fault.example}`;
    return [failed(name, fault.expected, fault.seen, advice)];
  });
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
