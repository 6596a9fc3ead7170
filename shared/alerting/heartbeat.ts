/** A sign of life for somebody elsewhere, who alerts people when it stays away: in rounds, each with a start and an end. */

export type HeartbeatSignal = 'start' | 'success' | 'fail';

/** Where signs of life go (healthchecks.io, or what understands the same). */
export interface Heartbeat {
  /** Never throws; the message never holds the address, which is a secret. @param reason of a failure, for the people there */
  ping(signal: HeartbeatSignal, reason?: string): Promise<{ ok: true } | { ok: false; message: string }>;
}

/** Kept from round to round, over restarts and instances. */
export interface HeartbeatRound {
  /** When its sweep began. */
  startedAtMs: number;
  /** Null: it has not ended. */
  ended: 'success' | 'fail' | null;
}

export interface HeartbeatPace {
  everyMs: number;
  /** How often there are sweeps. */
  sweepEveryMs: number;
  /** A round that has not ended within this time has failed. */
  patienceMs: number;
}

export interface HeartbeatStep {
  round: HeartbeatRound;
  /** In this order. */
  pings: Array<{ signal: HeartbeatSignal; reason?: string }>;
}

/**
 * A sweep begins: a new round, once in each interval, and what a round that never ended has to say. Undefined: nothing to do. Pure.
 * A start without its end would be an alarm elsewhere, so no round begins while another may still end.
 */
export function beginRound(
  before: HeartbeatRound | undefined,
  nowMs: number,
  pace: HeartbeatPace,
): HeartbeatStep | undefined {
  const round: HeartbeatRound = { startedAtMs: nowMs, ended: null };
  if (before === undefined) return { round, pings: [{ signal: 'start' }] };
  const ageMs = nowMs - before.startedAtMs;
  // A clock that went backwards must not keep us silent.
  if (ageMs < 0) return { round, pings: [{ signal: 'start' }] };
  if (before.ended === null) {
    if (ageMs < Math.max(pace.patienceMs, pace.everyMs)) return undefined;
    const reason = 'The sweep before this one did not come to its end.';
    return { round, pings: [{ signal: 'fail', reason }, { signal: 'start' }] };
  }
  // A timer that fires a moment early must not lose a whole interval.
  if (ageMs < pace.everyMs - pace.sweepEveryMs / 2) return undefined;
  return { round, pings: [{ signal: 'start' }] };
}

/**
 * A sweep has ended. Its round ends with it; between rounds only a change is told: a failure at once, and that it is over. Undefined:
 * nothing to do. Pure.
 * @param failure why it was not complete; undefined: it was
 * @param tickMs when it began, where it was shared out: what belongs to a round before ends none that has begun since
 */
export function endRound(
  before: HeartbeatRound | undefined,
  failure: string | undefined,
  tickMs = Number.POSITIVE_INFINITY,
): HeartbeatStep | undefined {
  const ended = failure === undefined ? 'success' : 'fail';
  if (before === undefined || before.ended === ended || tickMs < before.startedAtMs) return undefined;
  return {
    round: { ...before, ended },
    pings: [{ signal: ended, ...(failure === undefined ? {} : { reason: failure }) }],
  };
}
