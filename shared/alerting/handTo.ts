import type { DeliveryPorts } from './deliveryPorts.ts';
import { entryFor } from './outboxEntries.ts';
import type { OutboxEntry } from './types.ts';

/**
 * Gives another channel the same message, besides or instead of the entry's own; told twice, it is the same entry. Those that would take
 * over after it do so for a message that it was to get anyway as well. False when it has failed with this message already, or changed
 * while it was looked at.
 */
export async function handTo(entry: OutboxEntry, channel: string, ports: DeliveryPorts): Promise<boolean> {
  const { outbox, now } = ports;
  const { shard, notice, handOver = [] } = entry;
  const after = handOver.slice(handOver.indexOf(channel) + 1).filter((name) => name !== entry.channel);
  const fresh: OutboxEntry = {
    ...entryFor(notice, { name: channel, handOver: after }, shard, now()),
    insteadOf: entry.channel,
  };
  await outbox.add([fresh]);
  const row = await outbox.get(shard, fresh.id);
  if (row === undefined || row.value.status === 'failed') return false;
  const known = [channel, ...(row.value.handOver ?? [])];
  const missing = after.filter((name) => !known.includes(name));
  if (row.value.status === 'delivered' || missing.length === 0) return true;
  const value = { ...row.value, handOver: [...(row.value.handOver ?? []), ...missing] };
  return await outbox.update({ ...row, value });
}
