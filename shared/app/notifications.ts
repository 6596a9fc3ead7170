import { deliverEntry } from '../alerting/deliver.ts';
import { sweepOutbox } from '../alerting/sweepOutbox.ts';
import { KeptChannelHealth } from './channelHealth.ts';
import { type AppContext, readReport, withBeginnings, writeReport } from './context.ts';
import { judgeChannels } from './judgeChannels.ts';
import { judgeDeployment } from './judgeDeployment.ts';
import { delivered, historyCompacted, type Log, malformed, malformedPointer, outboxSwept } from './log.ts';
import type { Storage } from './ports.ts';
import { tidy } from './tidy.ts';

/**
 * One delivery. A message that is no pointer fails, so that the host moves it to the poison queue with its text; the row it was about,
 * if there is one, comes due by itself.
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
  const [storage, channels] = await Promise.all([app.ports.storage(), app.ports.channels(configuration)]);
  const health = new KeptChannelHealth(storage, configuration);
  const outcome = await deliverEntry(
    pointer,
    { outbox: storage.outbox, channels, queue: storage.queue, now: app.now, random: app.random, health },
    configuration.delivery,
  );
  delivered(log, outcome, pointer.id);
  if (health.changed) await judgeChannels(app, configuration, storage, log);
}

function readPointer(message: unknown): { shard: string; id: string } | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { shard, id } = message as Record<string, unknown>;
  return typeof shard === 'string' && typeof id === 'string' ? { shard, id } : undefined;
}

/** Re-drives what is due, and then tidies what was kept long enough. @throws whatever storage throws, when all has been tried */
export async function tendOutbox(app: AppContext, log: Log): Promise<void> {
  const { configuration } = app;
  if (!configuration) return;
  const storage = await app.ports.storage();
  const nowMs = app.now();
  const requeued = await sweepOutbox({ outbox: storage.outbox, queue: storage.queue, nowMs });
  await judgeDeployment(app, configuration, storage, log);
  await judgeChannels(app, configuration, storage, log);
  const { removed, compacted, failures } = await tidy(app, configuration, storage);
  if (requeued + removed > 0) outboxSwept(log, requeued, removed);
  if (compacted > 0) historyCompacted(log, compacted);
  await reportMalformed(app, storage, nowMs, log);
  if (failures.length > 0) throw failures[0];
}

/** A message that cannot be read is told of for as long as it is there, and until this sweep no longer meets it. */
async function reportMalformed(app: AppContext, storage: Storage, startedAtMs: number, log: Log): Promise<void> {
  const unreadable = app.malformed.since(startedAtMs);
  for (const { subject, message } of unreadable) malformed(log, subject, message);
  const before = await readReport(storage, 'delivery');
  if (unreadable.length + before.problems.length === 0) return;
  const problems = withBeginnings(unreadable, before.problems, startedAtMs);
  await writeReport(storage, 'delivery', { ...before, problems });
}
