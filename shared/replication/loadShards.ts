import { mapBounded } from '../limits/mapBounded.ts';
import type { Records } from './commitShard.ts';
import type { SubjectStore } from './ports.ts';
import { SHARDS } from './shards.ts';
import { problemFrom, type SweepProblem } from './sweepProblem.ts';

const LOADS_AT_ONCE = 8;

/**
 * The records of these shards. A shard that cannot be read is missing from the map and told as a problem: deciding without its records would
 * start every spell anew.
 */
export async function loadShards(
  subjects: SubjectStore,
  problems: SweepProblem[],
  shards: readonly string[] = SHARDS,
): Promise<Map<string, Records>> {
  const loaded = new Map<string, Records>();
  await mapBounded(shards, LOADS_AT_ONCE, async (shard) => {
    try {
      loaded.set(shard, await subjects.load(shard));
    } catch (error) {
      problems.push(problemFrom('storage', `shard ${shard}`, 'load-failed', error));
    }
  });
  return loaded;
}
