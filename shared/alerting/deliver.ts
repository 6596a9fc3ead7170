import type { DeliveryPolicy, DeliveryPorts } from './deliveryPorts.ts';
import { DISPATCH } from './dispatch/dispatchChannel.ts';
import { giveUp } from './giveUp.ts';
import { handTo } from './handTo.ts';
import { holdBack, messagesBefore } from './holdBack.ts';
import { outboxEntryId } from './noticeId.ts';
import type { DeliveryResult, NotificationChannel } from './ports.ts';
import { retryDelayMs } from './retryDelay.ts';
import { claim, settle } from './settle.ts';
import type { OutboxEntry } from './types.ts';

export type DeliveryOutcome =
  /** No such row, or it has ended already, or somebody else holds it: nothing to do. */
  | 'nothingToDo'
  /** An event, for the dispatcher: no channel takes it. */
  | 'event'
  /** What it follows is still on its way. */
  | 'heldBack'
  | 'delivered'
  | 'retrying'
  | 'failed';

/** Time for the storage calls around the sending. */
const CLAIM_MARGIN_MS = 5_000;

/**
 * One try to deliver one outbox entry. The queue message is a hint; the row is the truth.
 * Guarantee: at least once while tries are left, and every entry ends as delivered or failed; one that fails is taken over by the next
 * channel that may, and what follows it goes there as well. Two deliveries at once send once; a crash after the claim is retried when the
 * claim lapses, with the same entry id, so that the duplicate can be recognised.
 * @throws whatever the outbox or the queue throws; the row then comes due again by itself.
 */
export async function deliverEntry(
  pointer: { shard: string; id: string },
  ports: DeliveryPorts,
  policy: DeliveryPolicy,
): Promise<DeliveryOutcome> {
  const { outbox, channels, now } = ports;
  const row = await outbox.get(pointer.shard, pointer.id);
  if (row === undefined || row.value.status !== 'pending' || row.value.nextAttemptAtMs > now()) return 'nothingToDo';
  if (row.value.channel === DISPATCH) return 'event';
  if (row.value.attempts >= policy.attempts) return await fail(ports, row.value, usedUp(row.value));
  const before = await messagesBefore(row.value, outbox);
  if (await holdBack(row.value, before, ports, policy)) return 'heldBack';
  const passedTo = await goAlong(row.value, before, ports);

  const leaseMs = 2 * policy.timeoutMs + CLAIM_MARGIN_MS;
  const claimed = await claim({ ...row, value: { ...row.value, ...passedTo } }, outbox, now() + leaseMs);
  if (claimed === undefined) return 'nothingToDo';
  const channel = channels.get(claimed.channel);
  if (channel === undefined) return await fail(ports, claimed, missingChannel(claimed.channel));
  return await conclude(await send(channel, claimed), claimed, ports, policy);
}

/** Whoever took over what this message follows gets it as well: who heard the beginning hears the end. This channel is tried all the same. */
async function goAlong(
  entry: OutboxEntry,
  before: readonly OutboxEntry[],
  ports: DeliveryPorts,
): Promise<Pick<OutboxEntry, 'passedTo'>> {
  const { shard, notice, channel, passedTo = [] } = entry;
  const took = new Set(before.flatMap((each) => each.passedTo ?? []));
  const fresh = [...took].filter((name) => name !== channel && !passedTo.includes(name));
  if (fresh.length === 0) return {};
  for (const name of fresh) await handTo(entry, name, ports);
  await ports.queue.enqueue(fresh.map((name) => ({ shard, id: outboxEntryId(notice.id, name) })));
  return { passedTo: [...passedTo, ...fresh] };
}

/** The full rendering, and once the compact one where the channel finds it too large. */
async function send(channel: NotificationChannel, entry: OutboxEntry): Promise<DeliveryResult> {
  try {
    const { insteadOf } = entry;
    const options = { entryId: entry.id, ...(insteadOf === undefined ? {} : { insteadOf }) };
    const full = await channel.deliver(entry.notice, { ...options, compact: false });
    if (full.ok || full.retry || full.tooLarge !== true) return full;
    return await channel.deliver(entry.notice, { ...options, compact: true });
  } catch (error) {
    // A channel promises not to throw. Its error may quote an address or a secret, so only its kind is kept.
    const kind = error instanceof Error ? error.name : typeof error;
    return { ok: false, retry: true, message: `The channel broke down with ${kind}, which is a defect. Trying again.` };
  }
}

async function conclude(
  result: DeliveryResult,
  entry: OutboxEntry,
  ports: DeliveryPorts,
  policy: DeliveryPolicy,
): Promise<DeliveryOutcome> {
  if (result.ok) {
    const receipt = { atMs: ports.now(), detail: result.detail };
    // Sent is sent, whoever holds the claim by now.
    await settle(entry, ports.outbox, 'whoeverClaimed', { status: 'delivered', receipt });
    await ports.health?.delivered(entry);
    return 'delivered';
  }
  if (!result.retry || entry.attempts >= policy.attempts) {
    const lastError = result.retry ? `${result.message} All ${policy.attempts} tries are used up.` : result.message;
    return await fail(ports, entry, lastError);
  }
  const delayMs = retryDelayMs(entry.attempts, policy, ports.random(), result.retryAfterMs);
  const change = { nextAttemptAtMs: ports.now() + delayMs, lastError: result.message };
  if (!(await settle(entry, ports.outbox, 'sameClaim', change))) return 'nothingToDo';
  // The row first: when this call is lost, the sweeper finds the row.
  await ports.queue.enqueue([{ shard: entry.shard, id: entry.id }], Math.ceil(delayMs / 1_000));
  return 'retrying';
}

async function fail(ports: DeliveryPorts, entry: OutboxEntry, lastError: string): Promise<DeliveryOutcome> {
  return (await giveUp(entry, lastError, ports)) ? 'failed' : 'nothingToDo';
}

function missingChannel(name: string): string {
  return `No channel is called ${name} in the configuration any more: it was renamed or removed. Give it back its name to have the next message delivered; this one is not tried again.`;
}

function usedUp(entry: OutboxEntry): string {
  const seen = entry.lastError === undefined ? '' : ` Last error: ${entry.lastError}`;
  return `All ${entry.attempts} tries are used up; how the last one ended is not known, because the process stopped during it.${seen}`;
}
