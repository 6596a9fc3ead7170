import { append, forkAt, truncate, valueAt } from './curve.ts';
import type { DatabaseRecord, LinkRecord } from './entities.ts';
import { isOnline, replan, ships } from './linkPlan.ts';
import { commitRate, feedbackDueMs } from './logPressure.ts';
import { hardenedAt, logOf, topOf } from './positions.ts';
import { percentAt, seededMs } from './seeding.ts';
import { countOn, tellSuperseded } from './superseded.ts';
import type { World } from './world.ts';

/** Brings a primary and everything that replicates from it up to what is true now. */
export function refreshFamily(world: World, member: DatabaseRecord, nowMs: number): void {
  const top = topOf(member);
  tellSuperseded(world, top, nowMs);
  refreshFrom(world, top, nowMs);
}

function refreshFrom(world: World, root: DatabaseRecord, nowMs: number): void {
  const changedFromMs = refreshCommits(world, root, nowMs);
  for (const link of [...root.down]) {
    refreshLink(world, link, nowMs, changedFromMs);
    expectFeedback(world, link, nowMs);
  }
}

function refreshLink(world: World, link: LinkRecord, nowMs: number, arrivalsFromMs: number | undefined): void {
  const changedFromMs = replan(world, link, nowMs, arrivalsFromMs);
  if (link.kind === 'COPY' && changedFromMs !== undefined) expectCopyEnd(world, link);
  if (link.secondary.superseded !== null) refreshFrom(world, link.secondary, nowMs);
  else for (const next of link.secondary.down) refreshLink(world, next, nowMs, changedFromMs);
}

/** Commits per second as things are: clients stop where nobody answers or a role change holds them. */
function refreshCommits(world: World, root: DatabaseRecord, nowMs: number): number | undefined {
  const isTaking = isOnline(world, root) && !root.isBlocked && !root.isHeld;
  const perMs = commitRate(root, isTaking ? root.workload : 0, nowMs, (link) => ships(world, link, nowMs)) / 1000;
  if (root.log[root.log.length - 1]?.perMs === perMs) return undefined;
  const position = valueAt(root.log, nowMs);
  truncate(root.log, nowMs);
  append(root.log, { startMs: nowMs, position, perMs });
  return nowMs;
}

/** A secondary that cannot follow makes Azure hold its primary back once the backlog is large enough. */
function expectFeedback(world: World, link: LinkRecord, nowMs: number): void {
  const { feedback } = link;
  feedback.asked += 1;
  const dueMs = feedbackDueMs(link, nowMs);
  if (dueMs === undefined) return;
  const { asked } = feedback;
  world.agenda.at(dueMs, (atMs) => {
    // Something changed meanwhile: that has its own foresight.
    if (!world.links.has(link) || feedback.asked !== asked) return;
    feedback.isOn = true;
    refreshFamily(world, link.primary, atMs);
  });
}

/** Every family that has a database or a link in one of these regions. */
export function refreshRegions(world: World, regions: string[], nowMs: number): void {
  const roots = new Set<DatabaseRecord>();
  for (const server of world.servers.values()) {
    if (!regions.includes(server.definition.region)) continue;
    for (const database of server.databases.values()) roots.add(topOf(database));
  }
  for (const root of roots) refreshFamily(world, root, nowMs);
}

function expectCopyEnd(world: World, link: LinkRecord): void {
  const doneMs = seededMs(link) + link.shippingDelayMs;
  if (!Number.isFinite(doneMs)) return;
  world.agenda.at(doneMs, (nowMs) => {
    // A copy that was interrupted has another end in the agenda.
    const isDone = percentAt(link, nowMs) >= 100 && link.plan?.isMoving === true;
    if (world.links.has(link) && isDone) detach(world, link, nowMs);
  });
}

/** Ends a link: the secondary stays, as a database of its own with what it has. */
export function detach(world: World, link: LinkRecord, nowMs: number): void {
  const { primary, secondary } = link;
  // Who has not heard keeps all it has.
  if (secondary.superseded === null) secondary.log = forkAt(logOf(primary), hardenedAt(link, nowMs), nowMs);
  else countOn(secondary, nowMs);
  secondary.superseded = null;
  world.superseded.delete(secondary);
  secondary.up = null;
  primary.down = primary.down.filter((other) => other !== link);
  world.links.delete(link);
  // A member without its link is none.
  if (secondary.failoverGroup === primary.failoverGroup) delete primary.failoverGroup;
  delete secondary.failoverGroup;
  refreshFamily(world, secondary, nowMs);
}
