import { mapBounded } from '../limits/mapBounded.ts';
import type { DeliveryPolicy, DeliveryPorts } from './deliveryPorts.ts';
import { outboxEntryId } from './noticeId.ts';
import type { OutboxStore } from './ports.ts';
import { settle } from './settle.ts';
import type { OutboxEntry } from './types.ts';

const READS_AT_ONCE = 8;

/** The messages that the same channel is to hear before this one, as far as they are still kept. */
export async function messagesBefore(entry: OutboxEntry, outbox: Pick<OutboxStore, 'get'>): Promise<OutboxEntry[]> {
  const { shard, channel, notice } = entry;
  const ids = [...(notice.follows === undefined ? [] : [notice.follows]), ...(notice.alsoFollows ?? [])];
  const rows = await mapBounded(ids, READS_AT_ONCE, (id) => outbox.get(shard, outboxEntryId(id, channel)));
  return rows.flatMap((row) => row?.value ?? []);
}

/**
 * A message must not overtake one that it follows: a reader of an end without its beginning would be left with an alarm that is over.
 * True when it was put off because one of those is still on its way to the same channel. This ends, because every entry ends; it costs
 * no try.
 */
export async function holdBack(
  entry: OutboxEntry,
  before: readonly OutboxEntry[],
  { outbox, queue, now }: DeliveryPorts,
  policy: DeliveryPolicy,
): Promise<boolean> {
  const underWay = before.filter(({ status }) => status === 'pending');
  if (underWay.length === 0) return false;
  const nextMs = Math.max(...underWay.map(({ nextAttemptAtMs }) => nextAttemptAtMs));
  const delayMs = Math.max(policy.firstRetryMs, nextMs - now());
  await settle(entry, outbox, 'sameClaim', { nextAttemptAtMs: now() + delayMs });
  await queue.enqueue([{ shard: entry.shard, id: entry.id }], Math.ceil(delayMs / 1_000));
  return true;
}
