/** Cold once, then warm rounds, of which the median counts. */
import { mapBounded } from '../shared/limits/mapBounded.ts';
import type { LinkEnd } from '../shared/topology/types.ts';
import { median, megabytes } from './figures.ts';
import type { SampleFigures, SampleTask } from './sample.ts';

/** @param ask one question to one database. @throws what `ask` throws: a figure with failures in it is none. */
export async function measure(task: SampleTask, ask: (end: LinkEnd) => Promise<void>): Promise<SampleFigures> {
  const round = async () => {
    const startedAt = performance.now();
    await mapBounded(task.ends, task.concurrency, ask);
    return performance.now() - startedAt;
  };
  const coldMs = await round();
  const warm: number[] = [];
  for (let count = 0; count < task.rounds; count += 1) warm.push(await round());
  return {
    coldMs: Math.round(coldMs),
    warmMs: Math.round(median(warm) * 10) / 10,
    rssMb: megabytes(process.memoryUsage().rss),
  };
}
