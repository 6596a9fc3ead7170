import type { DeliveryPorts } from './deliveryPorts.ts';
import { handTo } from './handTo.ts';
import { outboxEntryId } from './noticeId.ts';
import type { OutboxEntry } from './types.ts';

/** For every channel that may take over one look before and one after, and some that somebody else wins. */
const looksFor = (entry: OutboxEntry) => 2 * (entry.handOver?.length ?? 0) + 5;

/**
 * The last try has failed: the next channel that may take over gets the same message, and the entry ends as failed. Guarantee: the entry is
 * not failed before the next one is stored, and the next one is not stored before it is written who takes over. So a crash in between loses
 * nobody, and whoever heard the beginning can be found when it ends. Doing it again does the same.
 * False when there was nothing to end any more: the row is gone, has ended, or is held by a later try.
 * @throws Error when the row keeps changing under our hands
 */
export async function giveUp(entry: OutboxEntry, lastError: string, ports: DeliveryPorts): Promise<boolean> {
  const { outbox, queue } = ports;
  for (let look = 0; look < looksFor(entry); look += 1) {
    const row = await outbox.get(entry.shard, entry.id);
    if (row === undefined || row.value.status !== 'pending' || row.value.attempts !== entry.attempts) return false;
    const { value } = row;
    const next = await nextOf(value, ports);
    const passedTo = value.passedTo ?? [];
    if (next !== undefined && !passedTo.includes(next)) {
      await outbox.update({ ...row, value: { ...value, passedTo: [...passedTo, next] } });
      continue;
    }
    if (next !== undefined && !(await handTo(value, next, ports))) continue;
    await ports.health?.failed(value, lastError);
    if (!(await outbox.update({ ...row, value: { ...value, status: 'failed', lastError } }))) continue;
    // The row first: when this call is lost, the sweeper finds the row.
    if (next !== undefined) await queue.enqueue([{ shard: value.shard, id: outboxEntryId(value.notice.id, next) }]);
    return true;
  }
  throw new Error(`Outbox entry ${entry.id} kept changing while it was being given up. It comes due again by itself.`);
}

/** The first that has not failed with this message itself. */
async function nextOf(
  { shard, notice, handOver }: OutboxEntry,
  { outbox }: DeliveryPorts,
): Promise<string | undefined> {
  for (const channel of handOver ?? []) {
    const row = await outbox.get(shard, outboxEntryId(notice.id, channel));
    if (row?.value.status !== 'failed') return channel;
  }
  return undefined;
}
