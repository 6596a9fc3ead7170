/**
 * Split brain: a primary that was replaced by force while it was alive and cut off from its successor. It has not heard, so its
 * own server goes on calling it PRIMARY, and whoever still reaches it may commit there. All of that is lost when it hears.
 */
import type { DatabaseRecord, LinkRecord, Superseded } from './entities.ts';
import { endPressure, resetCounters } from './logPressure.ts';
import { committedMs, hardenedAt, logOf, positionOf, topOf } from './positions.ts';
import { resetLink } from './resetLink.ts';
import type { AcceptedFailover } from './types.ts';
import type { World } from './world.ts';

/** A server that stands still has nothing to go on with, and asks for its role before it opens anything again. */
export function isAlive(world: World, database: DatabaseRecord): boolean {
  return !world.network.isDown(database.server.definition.region);
}

/** Do the two ends of a link hear each other? That takes both directions, whatever state their databases are in. */
export function canHear(world: World, { isCut, primary, secondary }: LinkRecord): boolean {
  const here = primary.server.definition.region;
  const there = secondary.server.definition.region;
  const { network } = world;
  return !isCut && network.reachability(here, there) === 'open' && network.reachability(there, here) === 'open';
}

/** `old` is the secondary of its link already, and goes on as if it were not. */
export function supersede(
  world: World,
  old: DatabaseRecord,
  { kept, accepted, links }: Pick<Superseded, 'kept' | 'accepted' | 'links'>,
  nowMs: number,
): void {
  const stale = links.map((view) => ({ ...view, connected: false, lagSeconds: null }));
  old.superseded = { sinceMs: nowMs, kept, accepted, links: stale };
  world.superseded.add(old);
}

/** Ends it for every member of a family that can now be reached by its link's true primary. */
export function tellSuperseded(world: World, top: DatabaseRecord, nowMs: number): void {
  for (const old of [...world.superseded]) {
    if (topOf(old) === top && old.up !== null && canHear(world, old.up)) stepDown(world, old, nowMs);
  }
}

function stepDown(world: World, old: DatabaseRecord, nowMs: number): void {
  const kept = countOn(old, nowMs);
  const had = old.down.map((link) => [link, hardenedAt(link, nowMs)] as const);
  old.superseded = null;
  old.workload = 0;
  endPressure(old, nowMs);
  resetCounters(old, nowMs);
  world.superseded.delete(old);
  // Named replicas and copies of it hold what it held.
  for (const [link, position] of had) resetLink(link, Math.min(position, kept), position > kept, nowMs);
}

/** Brings the losses of those that have not heard up to the moment: every commit they make is one more. */
export function countLosses(world: World, nowMs: number): void {
  for (const old of world.superseded) countOn(old, nowMs);
}

/** Counts what is lost so far; answers the last commit that survived. */
export function countOn(old: DatabaseRecord, nowMs: number): number {
  if (old.superseded === null) throw new Error(`expected a superseded database, saw '${old.name}', which is none`);
  const { accepted, kept } = old.superseded;
  Object.assign(accepted, lossOf(old, kept, nowMs));
  return kept;
}

/** Of what `database` has, everything beyond commit `kept`. */
export function lossOf(
  database: DatabaseRecord,
  kept: number,
  nowMs: number,
): Pick<AcceptedFailover, 'lostCommits' | 'lostSeconds'> {
  const had = positionOf(database, nowMs);
  const lastMs = committedMs(database, had);
  // When not even the first commit survived, everything since the log began is lost.
  const keptMs = committedMs(database, kept) ?? logOf(database)[0]?.startMs ?? nowMs;
  return {
    lostCommits: had - kept,
    lostSeconds: had === kept || lastMs === null ? 0 : Math.max(0, (lastMs - keptMs) / 1000),
  };
}
