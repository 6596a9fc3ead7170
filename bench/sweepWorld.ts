/** The world of a sweep: the estate in this process, the storage emulator in one of its own, and what the app is told. */
import { IN_MEMORY, startAzurite } from '../local/desk/azurite.ts';
import { databaseNames, pairs, SUBSCRIPTION } from './pairs.ts';
import type { Scratch } from './scratch.ts';
import { seenFromApp } from './seenFromApp.ts';

export const CONCURRENCY = 32;

/** @returns the environment of the app's processes and of the bare driver's */
export async function startSweepWorld(
  links: number,
  everyMs: number,
  scratch: Scratch,
): Promise<Record<string, string>> {
  const definition = pairs(databaseNames(links).map((name) => ({ name })));
  const { environment } = await seenFromApp(definition, scratch);
  const azurite = scratch.closing(await startAzurite({ location: IN_MEMORY }));
  return {
    ...environment,
    AzureWebJobsStorage: azurite.connectionString,
    BENCH_STORAGE_PORTS: JSON.stringify({
      blob: String(azurite.blobPort),
      queue: String(azurite.queuePort),
      table: String(azurite.tablePort),
    }),
    REGION_NAME: 'UK South',
    // Two sweeps to a round of signals, as by default, and a connection for every primary. Geo-secondaries are left alone: each would be
    // another connection, and their questions go beside the sweep.
    GEOWARDEN_CONFIG: JSON.stringify({
      name: 'bench',
      scopes: [{ name: 'all', subscriptions: [SUBSCRIPTION] }],
      objectives: { rpo: '5s', rto: '5m' },
      sampling: { every: `${everyMs / 1_000}s`, concurrency: CONCURRENCY, connections: links },
      signals: { every: `${(2 * everyMs) / 1_000}s`, secondaries: false },
    }),
  };
}
