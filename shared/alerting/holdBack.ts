import type { Versioned } from '../replication/ports.ts';
import type { DeliveryPolicy, DeliveryPorts } from './deliveryPorts.ts';
import { outboxEntryId } from './noticeId.ts';
import { settle } from './settle.ts';
import type { OutboxEntry } from './types.ts';

/**
 * A `resolved` must not overtake the `first` it closes: the reader would be left with an alarm that is over.
 * True when it was put off because that one is still on its way to the same channel. This ends, because every entry ends; it costs no try.
 */
export async function holdBack(
  row: Versioned<OutboxEntry>,
  { outbox, queue, now }: DeliveryPorts,
  policy: DeliveryPolicy,
): Promise<boolean> {
  const { shard, channel, notice } = row.value;
  if (notice.follows === undefined) return false;
  const first = await outbox.get(shard, outboxEntryId(notice.follows, channel));
  if (first === undefined || first.value.status !== 'pending') return false;
  const delayMs = Math.max(policy.firstRetryMs, first.value.nextAttemptAtMs - now());
  await settle(row.value, outbox, 'sameClaim', { nextAttemptAtMs: now() + delayMs });
  await queue.enqueue([{ shard, id: row.value.id }], Math.ceil(delayMs / 1_000));
  return true;
}
