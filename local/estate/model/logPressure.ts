/**
 * What holds the log of a primary back: the limit of its own service objective (LOG_RATE_GOVERNOR), or the feedback of a geo-secondary that is
 * smaller than it (HADR_THROTTLE_LOG_RATE_MISMATCHED_SLO): what a secondary cannot follow is first a lag that grows, then a primary that waits.
 */
import { append, type Curve, flatCurve, valueAt } from './curve.ts';
import type { DatabaseRecord, LinkRecord } from './entities.ts';
import type { LogPressure, LogPressureView } from './logPressureTypes.ts';
import { followRate, logLimit } from './logRate.ts';
import { positionOf } from './positions.ts';
import { percentAt } from './seeding.ts';

/** The backlog of an undersized secondary, in seconds of what it can take in, at which Azure holds the primary back; chosen for the estate. */
const FEEDBACK_AFTER_S = 5;
/** The primary is held a little below what the secondary can follow, so that the backlog drains; chosen for the estate. */
const FEEDBACK_SHARE = 0.9;
/** Sessions that write at the same time; chosen for the estate. */
const WRITERS = 8;

export function noPressure(nowMs: number): LogPressure {
  const still = () => flatCurve(nowMs, 0);
  return { written: still(), feedback: still(), governor: still(), countedFrom: { atMs: nowMs, position: 0 } };
}

/** Commits per second that are made of those that clients want, and notes what the rest of them wait for. */
export function commitRate(
  root: DatabaseRecord,
  wanted: number,
  nowMs: number,
  ships: (link: LinkRecord) => boolean,
): number {
  const allowed = Math.min(wanted, logLimit(root.sku) / root.kbPerCommit);
  let made = allowed;
  for (const link of root.down) {
    const rate = followRate(link);
    link.feedback.isOn &&= rate < allowed && ships(link);
    if (link.feedback.isOn) made = Math.min(made, rate * FEEDBACK_SHARE);
  }
  const { pressure } = root;
  go(pressure.written, nowMs, (made * root.kbPerCommit * 100) / logLimit(root.sku));
  go(pressure.governor, nowMs, wanted > allowed ? WRITERS * (1 - allowed / wanted) : 0);
  go(pressure.feedback, nowMs, allowed > made ? WRITERS * (1 - made / allowed) : 0);
  return made;
}

/** When this link's backlog will make Azure hold the primary back, as things are; undefined: never, or it does already. */
export function feedbackDueMs(link: LinkRecord, nowMs: number): number | undefined {
  const rate = followRate(link);
  const made = (link.primary.log[link.primary.log.length - 1]?.perMs ?? 0) * 1000;
  const ships = link.plan?.isMoving === true && percentAt(link, nowMs) >= 100;
  if (link.primary.up !== null || link.feedback.isOn || !ships || made <= rate) return undefined;
  const backlog = positionOf(link.primary, nowMs) - valueAt(link.hardened, nowMs + link.shippingDelayMs);
  return nowMs + Math.max(0, ((rate * FEEDBACK_AFTER_S - backlog) / (made - rate)) * 1000);
}

/** Who is no primary any more writes no log of its own. */
export function endPressure({ pressure }: DatabaseRecord, nowMs: number): void {
  for (const curve of [pressure.written, pressure.feedback, pressure.governor]) go(curve, nowMs, 0);
}

export function resetCounters(database: DatabaseRecord, nowMs: number): void {
  database.pressure.countedFrom = { atMs: nowMs, position: positionOf(database, nowMs) };
}

function go(curve: Curve, nowMs: number, perMs: number): void {
  if (curve[curve.length - 1]?.perMs === perMs) return;
  append(curve, { startMs: nowMs, position: valueAt(curve, nowMs), perMs });
}

export function pressureView(database: DatabaseRecord, kbPerCommit: number, nowMs: number): LogPressureView {
  const { written, feedback, governor, countedFrom } = database.pressure;
  const since = (curve: Curve) => valueAt(curve, nowMs) - valueAt(curve, countedFrom.atMs);
  const waiting = (curve: Curve) => Math.ceil(curve[curve.length - 1]?.perMs ?? 0);
  return {
    kbPerCommit,
    writtenPercent: (fromMs, toMs) => (reached(written, toMs) - reached(written, fromMs)) / (toMs - fromMs),
    commits: Math.max(0, positionOf(database, nowMs) - countedFrom.position),
    waitedMs: { feedback: since(feedback), governor: since(governor) },
    waiting: { feedback: waiting(feedback), governor: waiting(governor) },
  };
}

function reached(curve: Curve, atMs: number): number {
  const [first] = curve;
  return first !== undefined && atMs < first.startMs
    ? first.position - (first.startMs - atMs) * first.perMs
    : valueAt(curve, atMs);
}
