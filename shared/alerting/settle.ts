import type { Versioned } from '../replication/ports.ts';
import type { OutboxStore } from './ports.ts';
import type { OutboxEntry } from './types.ts';

/** Whom a result may overrule: only the claim it was made under, or any later one too. */
export type Ownership = 'sameClaim' | 'whoeverClaimed';

/** A lost ETag race is read again; more than this many in a row for one row means that something else is wrong. */
const RACES = 5;

/**
 * Takes the entry for one try, until `untilMs`. Undefined when somebody else took it first.
 * A claim is a try: the count is stored before anything is sent, so that a message that kills the process cannot be tried for ever.
 */
export async function claim(
  row: Versioned<OutboxEntry>,
  outbox: OutboxStore,
  untilMs: number,
): Promise<OutboxEntry | undefined> {
  const value = { ...row.value, attempts: row.value.attempts + 1, nextAttemptAtMs: untilMs };
  return (await outbox.update({ ...row, value })) ? value : undefined;
}

/**
 * Writes how a try ended. False when there was nothing to write any more: the row is gone, has ended, or (`sameClaim`) is held by a later try.
 * @throws Error when the row keeps changing under our hands.
 */
export async function settle(
  entry: OutboxEntry,
  outbox: OutboxStore,
  ownership: Ownership,
  change: Partial<Pick<OutboxEntry, 'status' | 'receipt' | 'lastError' | 'nextAttemptAtMs'>>,
): Promise<boolean> {
  for (let race = 0; race < RACES; race++) {
    const row = await outbox.get(entry.shard, entry.id);
    // A message that another try gave up is nevertheless sent when this one got through.
    const ended = row?.value.status === 'delivered' || (row?.value.status === 'failed' && ownership === 'sameClaim');
    if (row === undefined || ended) return false;
    if (ownership === 'sameClaim' && row.value.attempts !== entry.attempts) return false;
    if (await outbox.update({ ...row, value: { ...row.value, ...change } })) return true;
  }
  throw new Error(
    `Outbox entry ${entry.id} changed ${RACES} times while its result was being written. It comes due again by itself.`,
  );
}
