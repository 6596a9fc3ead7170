/** Documents for the tests: small pieces, put together to what each test is about. */
import { loadConfiguration } from '../../../shared/config/load.ts';
import type { Configuration, ConfigurationFault } from '../../../shared/config/types.ts';

export const SUBSCRIPTION = '5f3d8a10-7c64-4e0e-9a5b-1f6f5a2b8c01';
export const SCOPES = `scopes: [{ subscriptions: [${SUBSCRIPTION}] }]`;
export const OBJECTIVES = 'objectives: { rpo: 5s, rto: 5m }';
export const CHANNELS = 'channels: [{ type: teams, name: on-call, url: { setting: TEAMS_WEBHOOK_URL } }]';

/** A sound document with more lines after it. */
export function sound(...lines: string[]): string {
  return [SCOPES, OBJECTIVES, ...lines].join('\n');
}

export function configurationOf(text: string): Configuration {
  const loaded = loadConfiguration(text);
  if (!loaded.ok) throw new Error(`expected a sound document; saw ${JSON.stringify(loaded.faults, null, 1)}`);
  return loaded.configuration;
}

export function warningsOf(text: string): ConfigurationFault[] {
  const loaded = loadConfiguration(text);
  if (!loaded.ok) throw new Error(`expected a sound document; saw ${JSON.stringify(loaded.faults, null, 1)}`);
  return loaded.warnings;
}

export function faultsOf(text: string): ConfigurationFault[] {
  const loaded = loadConfiguration(text);
  if (loaded.ok) throw new Error('expected faults; the document is sound');
  return loaded.faults;
}

export function pathsOf(faults: readonly ConfigurationFault[]): string[] {
  return faults.map(({ path }) => path).sort();
}

/** The only fault at that path. */
export function faultAt(text: string, path: string): ConfigurationFault {
  const found = faultsOf(text).filter((fault) => fault.path === path);
  const [first] = found;
  if (!first || found.length > 1) {
    throw new Error(`expected one fault at ${path}; saw ${JSON.stringify(faultsOf(text), null, 1)}`);
  }
  return first;
}
