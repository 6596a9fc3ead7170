import { sweepOutbox } from '../alerting/sweepOutbox.ts';
import type { StoredProblem } from '../views/problems.ts';
import { KeptChannelHealth } from './channelHealth.ts';
import { type AppContext, readReport, withBeginnings, writeReport } from './context.ts';
import { deliverNow } from './deliverNow.ts';
import { dispatchNow, TICK } from './dispatch.ts';
import { judgeChannels } from './judgeChannels.ts';
import { judgeDeployment } from './judgeDeployment.ts';
import {
  delivered,
  dispatchFailed,
  historyCompacted,
  type Log,
  malformed,
  malformedPointer,
  outboxSwept,
} from './log.ts';
import type { Storage } from './ports.ts';
import { tidy } from './tidy.ts';
import { sentenceOf } from './troubles.ts';

/**
 * One delivery; for an event, or when time alone may have changed what is to be said, a look at what people are told now. A message that is
 * no pointer fails, so that the host moves it to the poison queue with its text; the row it was about, if there is one, comes due by itself.
 * @throws Error for a message that is no pointer; whatever storage throws.
 */
export async function deliverNotification(app: AppContext, message: unknown, log: Log): Promise<void> {
  const pointer = readPointer(message);
  if (!pointer) {
    malformedPointer(log);
    throw new Error('expected a delivery message of the form { shard, id }');
  }
  // Without a valid configuration there are no channels; the row waits, and the outbox sweep re-drives it.
  const { configuration } = app;
  if (!configuration) return;
  if (pointer.shard === TICK.shard && pointer.id === TICK.id) return await dispatchNow(app, log);
  const storage = await app.ports.storage();
  const health = new KeptChannelHealth(storage, configuration);
  const outcome = await deliverNow(app, configuration, { storage, health }, pointer);
  if (outcome === 'event') return await dispatchNow(app, log);
  delivered(log, outcome, pointer.id);
  if (health.changed) await judgeChannels(app, configuration, storage, log);
}

function readPointer(message: unknown): { shard: string; id: string } | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { shard, id } = message as Record<string, unknown>;
  return typeof shard === 'string' && typeof id === 'string' ? { shard, id } : undefined;
}

/**
 * Takes in events whose queue message was lost, re-drives what is due, and then tidies what was kept long enough.
 * @throws whatever storage throws, when all has been tried
 */
export async function tendOutbox(app: AppContext, log: Log): Promise<void> {
  const { configuration } = app;
  if (!configuration) return;
  const storage = await app.ports.storage();
  const nowMs = app.now();
  const undecided = await dispatchAll(app, log);
  const requeued = await sweepOutbox({ outbox: storage.outbox, queue: storage.queue, nowMs });
  await judgeDeployment(app, configuration, storage, log);
  await judgeChannels(app, configuration, storage, log);
  const { removed, compacted, failures } = await tidy(app, configuration, storage);
  if (requeued + removed > 0) outboxSwept(log, requeued, removed);
  if (compacted > 0) historyCompacted(log, compacted);
  await reportProblems(app, storage, nowMs, log, undecided);
  if (failures.length > 0) throw failures[0];
}

/** Never throws: whatever stands in its way, messages that are decided are delivered. */
async function dispatchAll(app: AppContext, log: Log): Promise<Problem[]> {
  try {
    await dispatchNow(app, log);
    return [];
  } catch (error) {
    dispatchFailed(log, error);
    const message = `What people are told could not be decided; it is tried again. ${sentenceOf(error)}`;
    return [{ area: 'delivery', subject: 'dispatcher', code: 'undecided', message }];
  }
}

type Problem = Omit<StoredProblem, 'sinceMs'>;

/** A message that cannot be read is told of for as long as it is there, and until this sweep no longer meets it. */
async function reportProblems(
  app: AppContext,
  storage: Storage,
  startedAtMs: number,
  log: Log,
  undecided: readonly Problem[],
): Promise<void> {
  const unreadable = app.malformed.since(startedAtMs);
  for (const { subject, message } of unreadable) malformed(log, subject, message);
  const before = await readReport(storage, 'delivery');
  const met = [...unreadable, ...undecided];
  if (met.length + before.problems.length === 0) return;
  const problems = withBeginnings(met, before.problems, startedAtMs);
  await writeReport(storage, 'delivery', { ...before, problems });
}
