import { DISPATCH } from '../alerting/dispatch/dispatchChannel.ts';
import type { OutboxEntry } from '../alerting/types.ts';
import { mapBounded } from '../limits/mapBounded.ts';
import type { Versioned } from '../replication/ports.ts';
import type { Storage } from './ports.ts';

/** Of one turn; what is left comes in the next. */
export const MOST_EVENTS = 2_000;
/** Clocks of two instances may differ by this much: an event that is there has happened. */
const CLOCKS_APART_MS = 60_000;
const REQUESTS_AT_ONCE = 8;

export type Event = Versioned<OutboxEntry>;

/**
 * What the dispatcher has not taken in yet, beginnings before ends.
 * To be asked after the document was loaded: each row is read once more, so that one that somebody else took in, and marked, since it was
 * found is left out. Else a beginning whose end has been taken in could come alone, and would fire for ever.
 */
export async function dueEvents({ outbox }: Pick<Storage, 'outbox'>, nowMs: number): Promise<Event[]> {
  const due = await outbox.due(nowMs + CLOCKS_APART_MS, MOST_EVENTS, DISPATCH);
  const rows = await mapBounded(due, REQUESTS_AT_ONCE, ({ shard, id }) => outbox.get(shard, id));
  return rows.flatMap((row) => (row?.value.status === 'pending' ? [row] : [])).sort(beginningsFirst);
}

/** Whatever two clocks say, an end follows its beginning. */
function beginningsFirst({ value: { notice: one } }: Event, { value: { notice: other } }: Event): number {
  return Number(one.reason === 'resolved') - Number(other.reason === 'resolved') || one.atMs - other.atMs;
}

/** Marked as taken in, beginnings before ends: no end is ever marked while its beginning may be taken in again. */
export async function markTaken({ outbox }: Pick<Storage, 'outbox'>, events: Event[], nowMs: number): Promise<void> {
  const isEnd = ({ value }: Event) => value.notice.reason === 'resolved';
  for (const some of [events.filter((event) => !isEnd(event)), events.filter(isEnd)]) {
    await mapBounded(some, REQUESTS_AT_ONCE, async (event) => {
      const receipt = { atMs: nowMs, detail: 'dispatched' };
      const taken: OutboxEntry = { ...event.value, status: 'delivered', receipt };
      // False: somebody else marked it.
      await outbox.update({ ...event, value: taken });
    });
  }
}
