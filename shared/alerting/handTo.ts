import type { DeliveryPorts } from './deliveryPorts.ts';
import { outboxEntryId } from './noticeId.ts';
import type { OutboxEntry } from './types.ts';

/**
 * Gives another channel the same message, besides or instead of the entry's own; told twice, it is the same entry. Those that would take
 * over after it do so for a message that it was to get anyway as well. False when it has failed with this message already, or changed
 * while it was looked at.
 */
export async function handTo(entry: OutboxEntry, channel: string, ports: DeliveryPorts): Promise<boolean> {
  const { outbox, now } = ports;
  const { shard, notice, handOver = [] } = entry;
  const id = outboxEntryId(notice.id, channel);
  const after = handOver.slice(handOver.indexOf(channel) + 1).filter((name) => name !== entry.channel);
  const nowMs = now();
  const fresh: OutboxEntry = {
    id,
    shard,
    channel,
    notice,
    createdAtMs: nowMs,
    status: 'pending',
    attempts: 0,
    nextAttemptAtMs: nowMs,
    ...(after.length === 0 ? {} : { handOver: after }),
    insteadOf: entry.channel,
  };
  await outbox.add([fresh]);
  const row = await outbox.get(shard, id);
  if (row === undefined || row.value.status === 'failed') return false;
  const known = [channel, ...(row.value.handOver ?? [])];
  const missing = after.filter((name) => !known.includes(name));
  if (row.value.status === 'delivered' || missing.length === 0) return true;
  const value = { ...row.value, handOver: [...(row.value.handOver ?? []), ...missing] };
  return await outbox.update({ ...row, value });
}
