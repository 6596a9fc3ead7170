import type { Topology } from '../topology/types.ts';
import type { AppContext } from './context.ts';

interface Kept {
  tickMs: number;
  topology: Promise<Topology | undefined>;
}

const kept = new WeakMap<AppContext, Kept>();

/**
 * The topology of a tick that is shared out: all of its shards in one process sweep the same one, which is read once. What discovery finds
 * meanwhile is the next tick's. Where there is none, or storage does not answer, the next shard asks again.
 * @param tickMs the moment in which the tick began
 * @throws whatever `load` throws
 */
export function topologyOfTick(
  app: AppContext,
  tickMs: number,
  load: () => Promise<Topology | undefined>,
): Promise<Topology | undefined> {
  const known = kept.get(app);
  if (known?.tickMs === tickMs) return known.topology;
  const mine: Kept = { tickMs, topology: load() };
  kept.set(app, mine);
  const forget = () => {
    if (kept.get(app) === mine) kept.delete(app);
  };
  mine.topology.then((topology) => (topology === undefined ? forget() : undefined), forget);
  return mine.topology;
}
