import { runBounded } from './bounded.ts';

export interface LaneOptions<T> {
  concurrency: number;
  /** Those that did not answer last time: they get a quarter of the places, so that they never hold up the others. */
  isSuspect: (item: T) => boolean;
  /** Those heard of longest ago go first, so that none is put off for ever. */
  lastHeardMs: (item: T) => number;
  task: (item: T) => Promise<void>;
  /** No item is begun once this says no. */
  goOn: () => boolean;
  /** A lane has begun its last item: what is done need not wait for what is still running. */
  onDraining: () => void;
}

/**
 * Two lanes, the healthy and the suspect, side by side within one bound. Never rejects as long as `task` does not.
 * @returns the items that were not begun.
 */
export async function runLanes<T>(items: readonly T[], options: LaneOptions<T>): Promise<T[]> {
  const ordered = [...items].sort((one, other) => options.lastHeardMs(one) - options.lastHeardMs(other));
  const suspects = ordered.filter(options.isSuspect);
  const healthy = ordered.filter((item) => !options.isSuspect(item));
  const { concurrency } = options;
  if (suspects.length === 0 || healthy.length === 0) return runLane(ordered, concurrency, options);
  if (concurrency < 2) {
    return [...(await runLane(healthy, concurrency, options)), ...(await runLane(suspects, concurrency, options))];
  }
  const forSuspects = Math.max(1, Math.floor(concurrency / 4));
  const [left, leftSuspects] = await Promise.all([
    runLane(healthy, concurrency - forSuspects, options),
    runLane(suspects, forSuspects, options),
  ]);
  return [...left, ...leftSuspects];
}

function runLane<T>(items: readonly T[], concurrency: number, options: LaneOptions<T>): Promise<T[]> {
  let begun = 0;
  const task = async (item: T) => {
    begun += 1;
    const last = begun === items.length;
    if (last) options.onDraining();
    await options.task(item);
    if (begun === items.length) options.onDraining();
  };
  return runBounded(items, concurrency, task, options.goOn);
}
