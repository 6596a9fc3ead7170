import type { AlertRule, AlertState, ClosedBecause, Finding } from './types.ts';

/** What an alert has to tell after a step; a notice is made from it. */
export type AlertEvent =
  | { reason: 'first'; state: AlertState & { phase: 'firing' }; value?: number }
  | {
      reason: 'resolved';
      sinceMs: number;
      firedAtMs: number;
      endedAtMs: number;
      peak?: number;
      value?: number;
      sentence: string;
      closedBecause?: ClosedBecause;
    };

export interface Step {
  /** Absent: quiet. */
  state?: AlertState;
  event?: AlertEvent;
}

/**
 * One step of quiet -> pending -> firing -> resolving -> quiet. Pure.
 * Promises: `first` once per spell and not before the condition has held for `pendingMs`; `resolved` once for each `first`, after the
 * condition has been gone for `resolveMs`; coming back before that stays the same spell. A clock that went backwards delays, it never
 * counts as time that has passed.
 */
export function advanceAlert(state: AlertState | undefined, finding: Finding, rule: AlertRule, nowMs: number): Step {
  if (!rule.enabled) return closeAlert(state, 'ruleDisabled', nowMs);
  switch (finding.is) {
    case 'unknown':
      return state === undefined ? {} : { state };
    case 'true':
      return holds(state, finding, rule, nowMs);
    case 'false':
      return gone(state, finding, rule, nowMs);
  }
}

/** Ends an alert whose condition is no longer being asked about. What was told is closed, what was not told stays untold. */
export function closeAlert(state: AlertState | undefined, because: ClosedBecause, nowMs: number): Step {
  if (state === undefined || state.phase === 'pending') return {};
  return {
    event: {
      reason: 'resolved',
      sinceMs: state.sinceMs,
      firedAtMs: state.firedAtMs,
      endedAtMs: state.phase === 'resolving' ? state.clearSinceMs : nowMs,
      ...withPeak(state.peak, undefined),
      sentence: state.sentence,
      closedBecause: because,
    },
  };
}

function holds(state: AlertState | undefined, finding: Finding & { is: 'true' }, rule: AlertRule, nowMs: number): Step {
  const peak = withPeak(state?.peak, finding.value);
  if (state !== undefined && state.phase !== 'pending') {
    const { sinceMs, firedAtMs } = state;
    return { state: { phase: 'firing', sinceMs, firedAtMs, ...peak, sentence: finding.sentence } };
  }
  // A beginning in the future can only come from a clock that was ahead: it starts again from now.
  const sinceMs = Math.min(state?.sinceMs ?? finding.sinceMs ?? nowMs, finding.sinceMs ?? nowMs, nowMs);
  if (nowMs - sinceMs < rule.pendingMs) return { state: { phase: 'pending', sinceMs, ...peak } };
  const firing = { phase: 'firing' as const, sinceMs, firedAtMs: nowMs, ...peak, sentence: finding.sentence };
  return { state: firing, event: { reason: 'first', state: firing, ...withValue(finding.value) } };
}

function gone(state: AlertState | undefined, finding: Finding & { is: 'false' }, rule: AlertRule, nowMs: number): Step {
  // Nobody was told, so nobody needs to hear that it is over.
  if (state === undefined || state.phase === 'pending') return {};
  const clearSinceMs = state.phase === 'resolving' ? Math.min(state.clearSinceMs, nowMs) : nowMs;
  if (nowMs - clearSinceMs < rule.resolveMs) {
    const { sinceMs, firedAtMs, sentence } = state;
    return {
      state: { phase: 'resolving', sinceMs, firedAtMs, clearSinceMs, ...withPeak(state.peak, undefined), sentence },
    };
  }
  return {
    event: {
      reason: 'resolved',
      sinceMs: state.sinceMs,
      firedAtMs: state.firedAtMs,
      endedAtMs: clearSinceMs,
      ...withPeak(state.peak, undefined),
      ...withValue(finding.value),
      sentence: finding.sentence ?? state.sentence,
    },
  };
}

function withPeak(peak: number | undefined, value: number | undefined): { peak?: number } {
  if (value === undefined) return peak === undefined ? {} : { peak };
  return { peak: peak === undefined ? value : Math.max(peak, value) };
}

function withValue(value: number | undefined): { value?: number } {
  return value === undefined ? {} : { value };
}
