import { completeDefinition } from '../local/estate/model/definition.ts';
import type { EstateDefinition } from '../local/estate/model/types.ts';

/** The server of the primaries, unless a database says otherwise. */
export const SERVER = 'bench-we';
const SECONDARY_SERVER = 'bench-ne';
export const APP_REGION = 'uksouth';
export const SUBSCRIPTION = '00000000-0000-0000-0000-00000000be4c';

export const databaseNames = (count: number): string[] => Array.from({ length: count }, (_, index) => `db-${index}`);

/** Databases with one link each, from West Europe to North Europe; the app is in neither. */
export function pairs(databases: ReadonlyArray<{ name: string; server?: string }>): EstateDefinition {
  const primaries = databases.map(({ name, server }) => ({ name, server: server ?? SERVER }));
  return completeDefinition({
    regions: ['westeurope', 'northeurope', APP_REGION],
    app: { region: APP_REGION },
    subscriptions: [{ id: SUBSCRIPTION }],
    servers: [
      ...[...new Set([SERVER, ...primaries.map(({ server }) => server)])].map((name) => ({
        name,
        region: 'westeurope',
      })),
      { name: SECONDARY_SERVER, region: 'northeurope' },
    ],
    databases: primaries,
    links: primaries.map(({ name, server }) => ({ server, database: name, secondaryServer: SECONDARY_SERVER })),
  });
}
