import type { NotificationTiming } from '../../config/types.ts';
import type { Telling } from './groupNotice.ts';
import { severityRank } from './severity.ts';

export interface Capped {
  /** Each becomes one message. */
  messages: Telling[][];
  /** Those that have to wait, and until when. */
  held: Telling[];
  nextAtMs: number | null;
}

/**
 * At most so many messages to one channel within the time. What is left of the allowance goes to the gravest; the last message takes all the
 * others together. When nothing is left they wait until the oldest message is out of the window; for what is critical the next one that takes
 * all of them comes after one group wait. Nothing is lost: what waits is told later, or is over by then. Pure.
 * @param sent when the channel got its last messages
 */
export function capStorm(
  due: readonly Telling[],
  sent: readonly number[],
  timing: Pick<NotificationTiming, 'storm' | 'groupWaitMs'>,
  nowMs: number,
): Capped {
  const { messages: most, withinMs } = timing.storm;
  const lately = sent.filter((atMs) => atMs > nowMs - withinMs);
  const left = Math.max(0, most - lately.length);
  const single = (telling: Telling) => [telling];
  if (due.length <= left) return { messages: due.map(single), held: [], nextAtMs: null };
  const gravities = new Map(due.map((telling) => [telling, gravity(telling)]));
  const gravityOf = (telling: Telling) => gravities.get(telling) ?? -1;
  const sorted = [...due].sort((one, other) => gravityOf(other) - gravityOf(one));
  if (left > 0) {
    const alone = sorted.slice(0, left - 1);
    return { messages: [...alone.map(single), sorted.slice(left - 1)], held: [], nextAtMs: null };
  }
  const afterWaitMs = Math.max(...lately) + Math.max(timing.groupWaitMs, SHORTEST_WAIT_MS);
  const isCritical = sorted.some((telling) => gravityOf(telling) >= severityRank('critical'));
  if (isCritical && afterWaitMs <= nowMs) return { messages: [sorted], held: [], nextAtMs: null };
  const freeAtMs = Math.min(...lately) + withinMs;
  return { messages: [], held: sorted, nextAtMs: isCritical ? Math.min(freeAtMs, afterWaitMs) : freeAtMs };
}

/** Also where groups do not wait at all: else the cap would hold nothing back. */
const SHORTEST_WAIT_MS = 10_000;

/** Of the worst that it brings; a closing is never critical. */
function gravity({ changes, reason }: Telling): number {
  if (reason === 'resolved' || reason === 'someResolved') return -1;
  const { fresh, worse, flapping, same } = changes;
  let worst = -1;
  for (const members of [fresh, worse, flapping, same])
    for (const { alert } of members) worst = Math.max(worst, severityRank(alert.severity));
  return worst;
}
