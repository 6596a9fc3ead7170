import { severityRank } from './dispatch/severity.ts';
import { escalatedSeverity } from './escalation.ts';
import type { AlertRule, AlertState, ClosedBecause, Finding, Severity } from './types.ts';

/** What an alert has to tell after a step; a notice is made from it. */
export type AlertEvent =
  | { reason: 'first' | 'worse'; state: AlertState & { phase: 'firing' }; value?: number }
  | {
      reason: 'resolved';
      /** The highest that was told; left out: the rule's own. */
      severity?: Severity;
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
 * Promises: `first` once per spell and not before the condition has held for `pendingMs`; `worse` once for each rise of its severity, which
 * never sinks within a spell; `resolved` once for each `first`, after the condition has been gone for `resolveMs`; coming back before that
 * stays the same spell. A clock that went backwards delays, it never
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
      ...withSeverity(state),
      ...withPeak(state.peak, undefined),
      sentence: state.sentence,
      closedBecause: because,
    },
  };
}

function holds(state: AlertState | undefined, finding: Finding & { is: 'true' }, rule: AlertRule, nowMs: number): Step {
  const peak = withPeak(state?.peak, finding.value);
  if (state !== undefined && state.phase !== 'pending') return holdsOn(state, finding, rule, nowMs);
  // A beginning in the future can only come from a clock that was ahead: it starts again from now.
  const sinceMs = Math.min(state?.sinceMs ?? finding.sinceMs ?? nowMs, finding.sinceMs ?? nowMs, nowMs);
  if (nowMs - sinceMs < rule.pendingMs) return { state: { phase: 'pending', sinceMs, ...peak } };
  const severity = escalated(rule, { sinceMs }, finding.value, nowMs);
  const firing = {
    phase: 'firing' as const,
    sinceMs,
    firedAtMs: nowMs,
    ...peak,
    ...severity,
    sentence: finding.sentence,
  };
  return { state: firing, event: { reason: 'first', state: firing, ...withValue(finding.value) } };
}

/** It was told and still holds, or holds again: told anew only when it has become worse. */
function holdsOn(
  state: AlertState & { phase: 'firing' | 'resolving' },
  finding: Finding & { is: 'true' },
  rule: AlertRule,
  nowMs: number,
): Step {
  const { sinceMs, firedAtMs } = state;
  const severity = escalated(rule, state, finding.value, nowMs);
  const peak = withPeak(state.peak, finding.value);
  const firing = { phase: 'firing' as const, sinceMs, firedAtMs, ...peak, ...severity, sentence: finding.sentence };
  const told = state.severity ?? rule.severity;
  if (severityRank(severity.severity ?? rule.severity) <= severityRank(told)) return { state: firing };
  return { state: firing, event: { reason: 'worse', state: firing, ...withValue(finding.value) } };
}

/** Left out where it is the rule's own: so the state says nothing that the rule says. */
function escalated(...about: Parameters<typeof escalatedSeverity>): { severity?: Severity } {
  const severity = escalatedSeverity(...about);
  return severity === about[0].severity ? {} : { severity };
}

function gone(state: AlertState | undefined, finding: Finding & { is: 'false' }, rule: AlertRule, nowMs: number): Step {
  // Nobody was told, so nobody needs to hear that it is over.
  if (state === undefined || state.phase === 'pending') return {};
  const clearSinceMs = state.phase === 'resolving' ? Math.min(state.clearSinceMs, nowMs) : nowMs;
  if (nowMs - clearSinceMs < rule.resolveMs) {
    const { sinceMs, firedAtMs, sentence } = state;
    const kept = { ...withPeak(state.peak, undefined), ...withSeverity(state) };
    return { state: { phase: 'resolving', sinceMs, firedAtMs, clearSinceMs, ...kept, sentence } };
  }
  return {
    event: {
      reason: 'resolved',
      sinceMs: state.sinceMs,
      firedAtMs: state.firedAtMs,
      endedAtMs: clearSinceMs,
      ...withSeverity(state),
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

function withSeverity({ severity }: { severity?: Severity }): { severity?: Severity } {
  return severity === undefined ? {} : { severity };
}
