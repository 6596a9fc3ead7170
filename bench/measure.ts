/** Cold once, then warm rounds, of which the median counts. Reads the task from standard input, prints figures. */
import { text } from 'node:stream/consumers';
import { mapBounded } from '../shared/limits/mapBounded.ts';
import type { LinkEnd } from '../shared/topology/types.ts';
import type { SampleFigures, SampleTask } from './sample.ts';

export async function readTask(): Promise<SampleTask> {
  return JSON.parse(await text(process.stdin)) as SampleTask;
}

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
  warm.sort((a, b) => a - b);
  return {
    coldMs: Math.round(coldMs),
    warmMs: Math.round((warm[Math.floor(warm.length / 2)] ?? 0) * 10) / 10,
    rssMb: Math.round(process.memoryUsage().rss / 1_048_576),
  };
}
