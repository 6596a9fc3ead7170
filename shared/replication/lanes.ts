import { runBounded } from './bounded.ts';
import { Places } from './places.ts';

/** The bounds of all sweeps of one process; those that did not answer last time have their own, so that they never hold up the others. */
export interface LanePlaces {
  healthy: Places;
  suspect: Places;
}

/** Suspects get a quarter of the places, and at least one. */
export function lanePlaces(concurrency: number): LanePlaces {
  const forSuspects = Math.max(1, Math.floor(concurrency / 4));
  return { healthy: new Places(Math.max(1, concurrency - forSuspects)), suspect: new Places(forSuspects) };
}

export interface LaneOptions<T> {
  concurrency: number;
  /** Left out: the lanes share `concurrency` between themselves, and no other sweep runs beside this one. */
  places?: LanePlaces;
  /** Those that did not answer last time. */
  isSuspect: (item: T) => boolean;
  /** Those that are asked before all others, because there may be no time for all. */
  isFirst?: (item: T) => boolean;
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
  const ordered = inOrder(items, options);
  const suspects = ordered.filter(options.isSuspect);
  const healthy = ordered.filter((item) => !options.isSuspect(item));
  const { concurrency, places } = options;
  const forSuspects = Math.max(1, Math.floor(concurrency / 4));
  const forHealthy = Math.max(1, concurrency - forSuspects);
  if (places === undefined) {
    if (suspects.length === 0 || healthy.length === 0) return runLane(ordered, concurrency, options);
    if (concurrency < 2) return [...(await runLane(healthy, 1, options)), ...(await runLane(suspects, 1, options))];
  }
  const [left, leftSuspects] = await Promise.all([
    runLane(healthy, forHealthy, options, places?.healthy),
    runLane(suspects, forSuspects, options, places?.suspect),
  ]);
  return [...left, ...leftSuspects];
}

function inOrder<T>(items: readonly T[], { isFirst = () => false, lastHeardMs }: LaneOptions<T>): T[] {
  const rank = (item: T) => (isFirst(item) ? 0 : 1);
  return [...items].sort((one, other) => rank(one) - rank(other) || lastHeardMs(one) - lastHeardMs(other));
}

function runLane<T>(items: readonly T[], concurrency: number, options: LaneOptions<T>, shared?: Places): Promise<T[]> {
  let begun = 0;
  const task = async (item: T) => {
    begun += 1;
    const last = begun === items.length;
    if (last) options.onDraining();
    await options.task(item);
    if (begun === items.length) options.onDraining();
  };
  return runBounded(items, concurrency, task, options.goOn, shared?.gate());
}
