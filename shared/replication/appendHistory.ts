import { mapBounded } from '../limits/mapBounded.ts';
import type { HistoryStore } from './ports.ts';
import { shardOf } from './shards.ts';
import { problemFrom, type SweepProblem } from './sweepProblem.ts';
import type { HistoryLine } from './types.ts';

const APPENDS_AT_ONCE = 8;

/** One append per shard. History that cannot be written is a problem to tell, and stops nothing. */
export async function appendHistory(
  history: HistoryStore,
  lines: readonly HistoryLine[],
  problems: SweepProblem[],
): Promise<void> {
  const byShard = Map.groupBy(lines, (line) => shardOf(line.linkKey));
  await mapBounded([...byShard], APPENDS_AT_ONCE, async ([shard, ofShard]) => {
    try {
      await history.append(shard, ofShard);
    } catch (error) {
      problems.push(problemFrom('storage', `shard ${shard}`, 'history-failed', error));
    }
  });
}
