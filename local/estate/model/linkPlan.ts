import { append, truncate, valueAt } from './curve.ts';
import type { DatabaseRecord, LinkPlan, LinkRecord } from './entities.ts';
import { followRate } from './logRate.ts';
import { sourceOf } from './positions.ts';
import { percentAt, seededMs, settleSeeding } from './seeding.ts';
import { ship } from './ship.ts';
import { ACKNOWLEDGEMENT_MS, INTERLINK_LOST_MS } from './timings.ts';
import type { World } from './world.ts';

/** Can this database be reached by its own clients, as far as it and its region are concerned? */
export function isOnline(world: World, database: DatabaseRecord): boolean {
  return database.availability === 'Online' && !world.network.isDown(database.server.definition.region);
}

/** Does log leave the primary for this secondary just now? */
export function ships(world: World, link: LinkRecord, nowMs: number): boolean {
  return areConnected(world, link, nowMs) && !link.isSuspended;
}

/** Shipping and acknowledgement need the network in both directions. */
function areConnected(world: World, link: LinkRecord, nowMs: number): boolean {
  const { primary, secondary } = link;
  if (link.isCut || !isOnline(world, primary) || !isOnline(world, secondary)) return false;
  if (nowMs < primary.restartedUntilMs || nowMs < secondary.restartedUntilMs) return false;
  const from = primary.server.definition.region;
  const to = secondary.server.definition.region;
  return world.network.reachability(from, to) === 'open' && world.network.reachability(to, from) === 'open';
}

/**
 * Foresees what the secondary will harden, from what is true now. `arrivalsFromMs` says from when on the primary's own
 * curve has changed. Returns from when on the secondary's curve has changed, or undefined when it has not.
 */
export function replan(
  world: World,
  link: LinkRecord,
  nowMs: number,
  arrivalsFromMs: number | undefined,
): number | undefined {
  const isConnected = areConnected(world, link, nowMs);
  const next: LinkPlan = {
    isConnected,
    isMoving: isConnected && !link.isSuspended,
    shippingDelayMs: link.shippingDelayMs,
    shippingRate: Math.min(link.shippingRate, followRate(link)),
  };
  const isSame = link.plan !== undefined && samePlan(link.plan, next);
  if (isSame && (arrivalsFromMs === undefined || !next.isMoving)) return undefined;
  if (isSame && arrivalsFromMs !== undefined && percentAt(link, nowMs) >= 100) return follow(link, arrivalsFromMs);
  if (!isSame) {
    noteKnowledge(link, next, nowMs);
    settleSeeding(link, next.isMoving, nowMs);
    link.plan = next;
  }
  startOver(link, next, nowMs);
  return nowMs;
}

function samePlan(one: LinkPlan, other: LinkPlan): boolean {
  return (
    one.isConnected === other.isConnected &&
    one.isMoving === other.isMoving &&
    one.shippingDelayMs === other.shippingDelayMs &&
    one.shippingRate === other.shippingRate
  );
}

/** Only the arrivals changed: what is under way still arrives. */
function follow(link: LinkRecord, arrivalsFromMs: number): number {
  const changedFromMs = arrivalsFromMs + link.shippingDelayMs;
  const sent = valueAt(link.hardened, changedFromMs);
  truncate(link.hardened, changedFromMs);
  shipFrom(link, arrivalsFromMs, sent);
  return changedFromMs;
}

/** The link itself changed: what was under way is sent again. */
function startOver(link: LinkRecord, plan: LinkPlan, nowMs: number): void {
  const base = valueAt(link.hardened, nowMs);
  truncate(link.hardened, nowMs);
  append(link.hardened, { startMs: nowMs, position: base, perMs: 0 });
  if (!plan.isMoving) return;
  if (percentAt(link, nowMs) >= 100) {
    shipFrom(link, nowMs, base);
    return;
  }
  const doneMs = seededMs(link);
  if (!Number.isFinite(doneMs)) return;
  const position = Math.max(base, link.seeding.snapshot);
  append(link.hardened, { startMs: doneMs, position, perMs: 0 });
  shipFrom(link, doneMs, position);
}

function shipFrom(link: LinkRecord, fromMs: number, sent: number): void {
  const rate = Math.min(link.shippingRate, followRate(link));
  for (const piece of ship(sourceOf(link.primary), fromMs, sent, rate / 1000)) {
    append(link.hardened, { ...piece, startMs: piece.startMs + link.shippingDelayMs });
  }
}

/** When the primary stops knowing the lag, and when the next acknowledgement lets it know again. */
function noteKnowledge(link: LinkRecord, next: LinkPlan, nowMs: number): void {
  const wasConnected = link.plan?.isConnected ?? false;
  const isUnknown = link.unknown.fromMs <= nowMs && nowMs < link.unknown.untilMs;
  const never = Number.POSITIVE_INFINITY;
  if (!next.isConnected) {
    if (isUnknown) link.unknown.untilMs = never;
    else if (wasConnected) link.unknown = { fromMs: nowMs + INTERLINK_LOST_MS, untilMs: never };
    else if (link.unknown.fromMs <= nowMs || link.plan === undefined) link.unknown = { fromMs: nowMs, untilMs: never };
    return;
  }
  if (!isUnknown) link.unknown = { fromMs: never, untilMs: never };
  else if (next.isMoving) link.unknown.untilMs = nowMs + link.shippingDelayMs + ACKNOWLEDGEMENT_MS;
}
