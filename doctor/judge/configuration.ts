import type { HttpAuthentication, SettingReading } from '../../shared/config/settings.ts';
import type { Configuration, ConfigurationFault, LoadedConfiguration } from '../../shared/config/types.ts';
import type { Check } from '../types.ts';
import { count, failed, passed, warned } from './checks.ts';

/** Every fault and every warning of the document, each with its path. Warnings about secrets have checks of their own. */
export function judgeConfiguration(loaded: LoadedConfiguration): Check[] {
  if (!loaded.ok) return loaded.faults.map((fault) => toCheck(fault, failed));
  const warnings = loaded.warnings.filter(({ path }) => !SECRET_PATH.test(path));
  return [summary(loaded.configuration), ...warnings.map((warning) => toCheck(warning, warned))];
}

/** Where the document refers to a secret. */
const SECRET_PATH = /\.(url|password|connectionString|key|storage)\.setting$/;

function toCheck({ path, expected, seen, example }: ConfigurationFault, make: typeof failed): Check {
  return make(
    `configuration ${path}`,
    expected,
    seen,
    example === '' ? 'See docs/configuration.md.' : `For example: ${example}`,
  );
}

function summary({ name, role, scopes, channels, groups }: Configuration): Check {
  const isWitness = role === 'witness';
  const seen = `'${name}'${isWitness ? ', a witness' : ''}: ${[count(scopes.length, 'scope'), count(channels.length, 'channel'), ...groupsOf(groups)].join(', ')}`;
  if (isWitness) return passed('configuration', 'a document without faults', seen);
  const expected = 'a document without faults, and somebody to tell';
  if (channels.length > 0) return passed('configuration', expected, seen);
  return warned('configuration', expected, seen, 'Without a channel nobody is told anything: add one under channels.');
}

/** How far each group may go: whoever reads this should find no surprise. */
function groupsOf(groups: Configuration['groups']): string[] {
  return groups.map(({ name, mode }) => `group ${name} in ${mode}`);
}

/** Who may call the API. */
export function judgeHttpAuthentication(reading: SettingReading<HttpAuthentication>): Check {
  const name = 'setting GEOWARDEN_HTTP_AUTH';
  if (!reading.ok)
    return failed(name, reading.fault.expected, reading.fault.seen, `For example: ${reading.fault.example}`);
  const seen =
    reading.value === 'function'
      ? 'function: callers need a key'
      : 'anonymous: whoever reaches the app may read it, so something in front of it must check callers';
  return passed(name, 'function or anonymous', seen);
}
