import type { LinkSignals, PrimarySignals, WaitCounters } from '../signalTypes.ts';

/** Geo-replication feedback: the primary's log is held back so that a geo-secondary can follow. Source: active-geo-replication-overview. */
const FEEDBACK_WAIT = 'HADR_THROTTLE_LOG_RATE_MISMATCHED_SLO';
/** The log is held back as well, but not for a geo-secondary. Source: resource-limits-logical-server. */
const OTHER_WAITS = new Set([
  'LOG_RATE_GOVERNOR',
  'POOL_LOG_RATE_GOVERNOR',
  'INSTANCE_LOG_RATE_GOVERNOR',
  'HADR_THROTTLE_LOG_RATE_SEND_RECV_QUEUE_SIZE',
  'HADR_THROTTLE_LOG_RATE_LOG_SIZE',
]);

type Throttle = NonNullable<LinkSignals['throttle']>;
/** What grew in one source, milliseconds per second. */
interface Growth {
  perSecond: Record<string, number>;
  /** Whether it would have shown the feedback wait: the database's view is not documented to, so there only its presence says anything. */
  knowsFeedback: boolean;
}

/**
 * What the primary waited for between two readings of its counters, in milliseconds waited per second. Undefined when neither waits nor
 * requests could be read.
 *
 * The counters belong to one engine process: after a restart or a move they begin again. A source of which any counter went down was
 * reset, and nothing is compared. A move to a process that has counted more looks like one wild reading, which an alert's pending time
 * outlasts.
 * @param longestMs between readings further apart nothing is compared: the mean over such a span says nothing about now
 */
export function nextThrottle(
  previous: Throttle | undefined,
  read: Pick<PrimarySignals, 'atMs' | 'waits' | 'throttledRequests'>,
  longestMs: number,
): Throttle | undefined {
  const { atMs, throttledRequests: requests } = read;
  if (read.waits.length === 0 && requests === null) return undefined;
  const counters = read.waits.map(worthKeeping);
  const spanMs = atMs - (previous?.atMs ?? atMs);
  const comparable = previous !== undefined && spanMs > 0 && spanMs <= longestMs;
  const growths = comparable ? growthOf(previous.counters, counters, spanMs / 1000) : [];
  return {
    atMs,
    counters,
    waitedPerSecond: feedbackOf(growths.filter(({ knowsFeedback }) => knowsFeedback)),
    others: othersOf(growths),
    requests,
  };
}

/** A wait that is missing has never been waited for: zeros need no room. */
function worthKeeping({ source, waitedMs }: WaitCounters): WaitCounters {
  const known = Object.entries(waitedMs).filter(
    ([wait, ms]) => (wait === FEEDBACK_WAIT || OTHER_WAITS.has(wait)) && Number.isFinite(ms) && ms > 0,
  );
  return { source, waitedMs: Object.fromEntries(known) };
}

/** One for each source that was read both times and not reset in between. */
function growthOf(before: readonly WaitCounters[], after: readonly WaitCounters[], seconds: number): Growth[] {
  return after.flatMap(({ source, waitedMs }) => {
    const earlier = before.find((one) => one.source === source)?.waitedMs;
    if (earlier === undefined) return [];
    const wasReset = Object.entries(earlier).some(([wait, ms]) => (waitedMs[wait] ?? 0) < ms);
    if (wasReset) return [];
    const grown = Object.entries(waitedMs).map(([wait, ms]): [string, number] => [
      wait,
      toTenths((ms - (earlier[wait] ?? 0)) / seconds),
    ]);
    const perSecond = Object.fromEntries(grown.filter(([, ms]) => ms > 0));
    return [{ perSecond, knowsFeedback: source === 'server' || FEEDBACK_WAIT in waitedMs }];
  });
}

/** The server's counters hold those of its databases, so of two sources the larger counts, not the sum. */
function feedbackOf(growths: readonly Growth[]): number | null {
  return growths.length === 0 ? null : Math.max(...growths.map(({ perSecond }) => perSecond[FEEDBACK_WAIT] ?? 0));
}

function othersOf(growths: readonly Growth[]): Record<string, number> {
  const others: Record<string, number> = {};
  for (const [wait, ms] of growths.flatMap(({ perSecond }) => Object.entries(perSecond))) {
    if (wait !== FEEDBACK_WAIT) others[wait] = Math.max(others[wait] ?? 0, ms);
  }
  return others;
}

function toTenths(value: number): number {
  return Math.round(value * 10) / 10;
}
