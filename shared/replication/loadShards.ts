import { mapBounded } from '../limits/mapBounded.ts';
import type { Records } from './commitShard.ts';
import type { SubjectStore } from './ports.ts';
import { SHARDS } from './shards.ts';
import { problemFrom, type SweepProblem } from './sweepProblem.ts';

const LOADS_AT_ONCE = 8;

/** Where the records of a shard are read from. */
export type KnownSubjects = Pick<SubjectStore, 'load'>;

/**
 * The records of these shards. A shard that cannot be read is missing from the map and told as a problem: deciding without its records would
 * start every spell anew.
 */
export async function loadShards(
  subjects: KnownSubjects,
  problems: SweepProblem[],
  shards: readonly string[] = SHARDS,
  { atOnce = LOADS_AT_ONCE }: { atOnce?: number } = {},
): Promise<Map<string, Records>> {
  const loaded = new Map<string, Records>();
  await mapBounded(shards, atOnce, async (shard) => {
    try {
      loaded.set(shard, await subjects.load(shard));
    } catch (error) {
      problems.push(problemFrom('storage', `shard ${shard}`, 'load-failed', error));
    }
  });
  return loaded;
}
