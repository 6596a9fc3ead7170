/**
 * How many active conditions one core can evaluate a second. One evaluation is everything that is decided about one alert at one look: a step
 * of its hysteresis, and the dispatcher's look at it: is it muted (silences, windows, inhibition), what has changed for each channel that it
 * goes to, what is due, and what is kept. Whole looks are timed, with everything that is done once for all of them.
 */

import { dispatch } from '../shared/alerting/dispatch/dispatch.ts';
import type { DispatchState } from '../shared/alerting/dispatch/types.ts';
import { advanceAlert } from '../shared/alerting/hysteresis.ts';
import type { AlertRule, AlertState, Finding } from '../shared/alerting/types.ts';
import { CONDITIONS_OF_LINKS, estateOf } from './alertsEstate.ts';
import { median } from './figures.ts';

const ROUNDS = 9;
const ALERTS = 100_000;
const EVENTS = 1_000;
const SECOND = 1_000;
const T0 = Date.UTC(2026, 10, 22, 1, 0, 0);
const RULE: AlertRule = { enabled: true, severity: 'warning', pendingMs: 60_000, resolveMs: 60_000, threshold: 5 };

export interface AlertsFigures {
  /** The lower one of the two. */
  evaluationsPerSecond: number;
  quietLookMs: number;
  busyLookMs: number;
  alerts: number;
  muted: number;
}

/** `npm run bench -- alerts`. @throws Error when the estate is not what it says, or nothing is told of it */
export async function benchAlerts(): Promise<AlertsFigures> {
  const estate = estateOf(ALERTS, T0);
  const rules = estate.rules;
  // Everybody has been told, and the document has been stored.
  let { state } = dispatch(estate.state, estate.events, estate.worldAt(T0), rules);
  for (const afterMs of [60, 120, 180, 240, 300, 360, 420])
    state = sent(dispatch(state, [], estate.worldAt(T0 + afterMs * SECOND), rules).state);
  const nowMs = T0 + 430 * SECOND;
  const world = estate.worldAt(nowMs);
  const active = state.alerts.size;
  const muted = active - new Set(Object.values(state.groups).flatMap(({ told }) => [...told.keys()])).size;
  if (active < ALERTS || muted < ALERTS / 20)
    throw new Error(`expected ${ALERTS} alerts, a part of them muted; saw ${active}, ${muted} muted`);
  const hysteresis = firing(ALERTS);
  const quietLookMs = medianOf(() => look(hysteresis, () => dispatch(state, [], world, rules), nowMs));
  const fresh = estate.more(EVENTS, nowMs);
  const busyLookMs = medianOf(() => look(hysteresis, () => dispatch(state, fresh, world, rules), nowMs));
  const evaluationsPerSecond = Math.floor((active / Math.max(quietLookMs, busyLookMs)) * SECOND);
  return { evaluationsPerSecond, quietLookMs, busyLookMs, alerts: active, muted };
}

/** The state of each alert, as a sample finds it. */
function firing(count: number): AlertState[] {
  return Array.from({ length: count }, (_, n) => ({
    phase: 'firing' as const,
    sinceMs: T0 - n,
    firedAtMs: T0,
    peak: n % 90,
    sentence: `The lag of ${CONDITIONS_OF_LINKS[n % CONDITIONS_OF_LINKS.length]} is too high.`,
  }));
}

/** Milliseconds of one core for one look at everything: what others do on this machine meanwhile does not count. */
function look(states: readonly AlertState[], decide: () => unknown, nowMs: number): number {
  const before = process.threadCpuUsage();
  states.forEach((state, n) => {
    const finding: Finding =
      n % 10 === 0 ? { is: 'false', value: 1 } : { is: 'true', value: n % 100, sentence: 'The lag is 7 s.' };
    advanceAlert(state, finding, RULE, nowMs);
  });
  decide();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}

function sent({ outgoing: _, ...state }: DispatchState): DispatchState {
  return { ...state, outgoing: [] };
}

function medianOf(run: () => number): number {
  return Math.round(median(Array.from({ length: ROUNDS }, run)) * 10) / 10;
}
