import type { Configuration } from '../config/types.ts';
import { planOf } from '../replication/plan.ts';
import { QuestionQueue } from '../replication/signals/questionQueue.ts';
import type { SweepSignals } from '../replication/signals/signalRound.ts';
import type { Topology } from '../topology/types.ts';
import type { AppContext } from './context.ts';

/** All sweeps of a process are within one bound, however many shards come to it. */
const queues = new WeakMap<AppContext, QuestionQueue>();

/** What a sweep reads besides the links. A small estate is asked in its first sweep, a large one over the first interval. */
export async function sweepSignals(
  app: AppContext,
  configuration: Configuration,
  topology: Topology,
): Promise<SweepSignals> {
  const { sampling, signals, objectives } = configuration;
  const queue = queues.get(app) ?? new QuestionQueue(sampling.concurrency);
  queues.set(app, queue);
  return {
    sampler: await app.ports.signals(configuration),
    queue,
    everyMs: signals.everyMs,
    secondaries: signals.secondaries,
    spreadFirst: planOf(topology).primaries.length > sampling.shardAbove,
    rpoMs: objectives.rpoMs,
  };
}
