/** A small model of Azure SQL: three regions, a primary and its geo-secondaries, commits, shipping, role changes, a slow ARM, and what is down. */
import type { CallAnswer, DatabaseReader, FoundLink, PollAnswer } from '../../../shared/operations/ports.ts';
import type { DatabaseSample, LinkRow } from '../../../shared/replication/types.ts';
import type { DatabaseRef, ReplicationLink } from '../../../shared/topology/types.ts';
import {
  type ArmOperation,
  type Looker,
  NO_ANSWER,
  REFUSALS,
  type RoleChange,
  refused,
  roleAt,
  STATES,
  type Window,
  windowOf,
} from './azureParts.ts';
import { type Replica, replicasOf } from './replicas.ts';
import type { CallFate, StoryPlan } from './storyPlan.ts';
import type { World } from './world.ts';

/** A database gives no clear answer for so long after a role change. */
const CHANGING_MS = 2_000;
const STALE_MS = 4_000;

export class AzureModel {
  readonly replicas: Replica[];
  readonly changes: RoleChange[] = [];
  /** Grows with every role change. */
  roleVersion = 0;
  readonly #plan: StoryPlan;
  readonly #world: World;
  readonly #operations = new Map<string, { operation: ArmOperation; replica: Replica }>();
  readonly #inFlight = new Map<Replica, ArmOperation>();
  readonly #stalls = new Map<Replica, { upstream: string; windows: readonly Window[] }>();
  #calls = 0;

  constructor(plan: StoryPlan, world: World) {
    this.#plan = plan;
    this.#world = world;
    this.replicas = replicasOf(plan);
  }

  /** What a login shows; in the storm a stale answer is one of some seconds ago. */
  ask(who: Looker, end: DatabaseRef): Awaited<ReturnType<DatabaseReader['ask']>> {
    this.#settle();
    const now = this.#world.nowMs;
    const replica = this.replica(end);
    const base = { atMs: now, replicaRole: null, lastCommitMs: null, writable: null };
    if (!this.reaches(who, replica)) return { ...base, reachable: false, sentence: 'no answer' };
    const seenMs = this.#unlucky(0.06) ? now - this.#world.upTo(STALE_MS) : now;
    const role = roleAt(replica, seenMs);
    if (seenMs - role.atMs < CHANGING_MS) return { ...base, reachable: true, sentence: 'changing its role' };
    const isPrimary = role.role === 'primary';
    const lastCommitMs = isPrimary ? this.commitAt(seenMs) : this.commitAt(this.hardenedMs(replica, seenMs));
    return {
      atMs: now,
      reachable: true,
      replicaRole: isPrimary ? 0 : 2,
      lastCommitMs: this.#unlucky(0.03) ? null : lastCommitMs,
      writable: isPrimary,
      sentence: isPrimary ? 'primary' : 'secondary',
    };
  }

  /** One sample of a primary: every link as its catalog shows it. */
  sample(who: Looker, end: DatabaseRef, atMs: number): DatabaseSample {
    const replica = this.replica(end);
    if (!this.reaches(who, replica)) return { ok: false, atMs, failure: NO_ANSWER };
    if (this.#unlucky(0.02)) return { ok: false, atMs, failure: { kind: 'unreachable', message: 'broke off' } };
    const now = this.#world.nowMs;
    const others = this.replicas.filter((each) => each.database === replica.database && each !== replica);
    if (!this.isPrimary(end)) {
      const partner = this.#newestPrimary(replica.database);
      return { ok: true, atMs, roundTripMs: 5, rows: [{ ...this.#row(partner, now), role: 'secondary' }] };
    }
    const rows = others.filter((each) => each.before !== 'neverSampled').map((each) => this.#row(each, now));
    return { ok: true, atMs, roundTripMs: 5, rows };
  }

  #row(partner: Replica, now: number): LinkRow {
    const hardenedMs = this.hardenedMs(partner, now);
    const isNull = partner.before === 'lagNull' || this.#unlucky(0.02);
    return {
      partnerServer: partner.server,
      partnerDatabase: partner.database,
      replicationState: STATES[partner.before] ?? 2,
      lagSeconds: isNull ? null : Math.max(0, Math.floor((now - hardenedMs) / 1_000)),
      lastReplicationMs: hardenedMs,
      lastCommitMs: this.commitAt(now),
      role: 'primary',
    };
  }

  /** The link as the candidate's server names it. Resource Manager answers also while the region does not. */
  findLink(link: ReplicationLink): FoundLink | undefined {
    this.#settle();
    const replica = this.replica(link.secondary);
    const role = roleAt(replica, this.#world.nowMs).role === 'primary' ? 'Primary' : 'Secondary';
    const operationInProgress = this.#unlucky(0.03) ? null : this.#inFlight.has(replica);
    return { linkId: `link-${link.linkKey}`, role, state: 'CATCH_UP', operationInProgress };
  }

  /** What becomes of the next POST. */
  nextFate(): CallFate {
    const fate = this.#world.stormy ? this.#plan.calls[this.#calls] : undefined;
    this.#calls += 1;
    return fate ?? 'moves';
  }

  /** A POST arrives. Only the candidate's own server guards it: two candidates of one database do not know of each other. */
  arrive(link: ReplicationLink, mode: 'planned' | 'forced', fate: CallFate): CallAnswer {
    this.#settle();
    const now = this.#world.nowMs;
    const replica = this.replica(link.secondary);
    if (roleAt(replica, now).role === 'primary') return refused(400, 'GeoReplicationDatabaseNotSecondary');
    if (this.#inFlight.has(replica)) return refused(409, 'ManagementServiceDatabaseBusy');
    const refusal = REFUSALS[fate];
    if (refusal !== undefined) return refused(...refusal);
    const unreachable = mode === 'planned' && this.isDown(this.primaryOf(replica.database));
    const operation: ArmOperation = {
      id: `poll-${this.#operations.size}`,
      mode,
      endsMs: now + 1_000 + this.#world.upTo(fate === 'isSlow' ? 90_000 : 8_000),
      failsWith: unreachable ? 'PlannedFailoverTimedOut' : fate === 'failsLater' ? 'OperationTimedOut' : undefined,
      done: false,
    };
    this.#inFlight.set(replica, operation);
    this.#operations.set(operation.id, { operation, replica });
    return { kind: 'accepted', pollUrl: operation.id, retryAfterMs: 3_000 };
  }

  poll(id: string): PollAnswer {
    this.#settle();
    const known = this.#operations.get(id);
    if (known === undefined) return { kind: 'failed', code: 'OperationIdNotFound', message: 'forgotten' };
    if (!known.operation.done) return { kind: 'running', retryAfterMs: 3_000 };
    const code = known.operation.failsWith;
    return code === undefined ? { kind: 'succeeded' } : { kind: 'failed', code, message: 'it failed' };
  }

  reaches(who: Looker, replica: Replica): boolean {
    if (this.isDown(replica)) return false;
    return !this.#cut(who, replica);
  }

  /** Down or cut off from everybody whom we can ask. */
  isDown(replica: Replica): boolean {
    const now = this.#world.nowMs;
    return this.#world.stormy && replica.outages.some(({ fromMs, untilMs }) => now >= fromMs && now < untilMs);
  }

  isPrimary(end: DatabaseRef): boolean {
    this.#settle();
    return roleAt(this.replica(end), this.#world.nowMs).role === 'primary';
  }

  /** Or was a moment ago: a login shows what was true some seconds before. */
  wasPrimaryLately(end: DatabaseRef): boolean {
    if (this.isPrimary(end)) return true;
    const lost = this.replica(end).roles.at(-1);
    return lost?.role === 'secondary' && this.#world.nowMs - lost.atMs < 4 * STALE_MS;
  }

  primaryOf(database: string): Replica {
    this.#settle();
    return this.#newestPrimary(database);
  }

  /** Through when a secondary has what its primary wrote: it stands still while nothing is shipped. */
  hardenedMs(replica: Replica, atMs: number): number {
    let throughMs = atMs;
    const windows = this.#notShipped(replica);
    for (let again = true; again; ) {
      again = false;
      for (const { fromMs, untilMs } of windows) {
        if (throughMs <= fromMs || throughMs > untilMs) continue;
        throughMs = fromMs;
        again = true;
      }
    }
    return throughMs - replica.shippingMs;
  }

  /** The last commit at or before a moment: a quiet database has none for a while. */
  commitAt(atMs: number): number {
    const quiet = this.#quiet();
    return quiet === undefined || atMs <= quiet.fromMs || atMs >= quiet.untilMs ? atMs : quiet.fromMs;
  }

  #firstCommitAfter(atMs: number): number {
    const { fromMs = atMs, untilMs = atMs } = this.#quiet() ?? {};
    return atMs >= fromMs && atMs < untilMs ? untilMs : atMs;
  }

  /** No commits for a while, and new ones in the middle of the outage. */
  #quiet(): Window | undefined {
    const { quietFromMs, outage } = this.#plan;
    if (quietFromMs === null) return undefined;
    return { fromMs: quietFromMs, untilMs: Math.max(outage.fromMs + 20_000, quietFromMs) };
  }

  replica({ server, database }: DatabaseRef): Replica {
    const found = this.replicas.find((each) => each.server === server && each.database === database);
    if (found === undefined) throw new Error(`the model has no ${server}/${database}`);
    return found;
  }

  /** Role changes happen when their time has come, and the old primary returns as a secondary. */
  #settle(): void {
    const now = this.#world.nowMs;
    for (const [replica, operation] of this.#inFlight) {
      if (operation.endsMs > now) continue;
      operation.done = true;
      this.#inFlight.delete(replica);
      if (operation.failsWith === undefined) this.#promote(replica, operation);
    }
    if (this.changes.length === 0) return;
    for (const replica of this.replicas) {
      if (replica.roles.at(-1)?.role !== 'primary' || this.isDown(replica)) continue;
      if (this.#newestPrimary(replica.database) === replica) continue;
      replica.roles.push({ atMs: now, role: 'secondary' });
      this.roleVersion += 1;
    }
  }

  #promote(replica: Replica, operation: ArmOperation): void {
    const atMs = operation.endsMs;
    const old = this.#newestPrimary(replica.database);
    const stopped = this.#writesStop(old);
    const hardenedMs = operation.mode === 'planned' ? atMs : this.hardenedMs(replica, atMs);
    this.changes.push({
      database: replica.database,
      server: replica.server,
      from: old.server,
      atMs,
      mode: operation.mode,
      lostMs: (untilMs) => Math.max(0, this.commitAt(Math.min(untilMs, stopped)) - this.#firstCommitAfter(hardenedMs)),
    });
    replica.roles.push({ atMs, role: 'primary' });
    this.roleVersion += 1;
    for (const other of this.replicas) if (other.database === replica.database) other.upstream = replica.server;
    this.#world.tell('Azure:', replica.server, 'is the primary of', replica.database, 'now,', operation.mode);
  }

  /** A partitioned primary goes on taking writes. */
  #writesStop(primary: Replica): number {
    const { outage, secondOutage } = this.#plan;
    if (primary.server === 'we' && (outage.kind === 'down' || outage.kind === 'oneDatabase')) return outage.fromMs;
    if (primary.server === 'ne' && secondOutage !== null) return secondOutage.fromMs;
    return Number.POSITIVE_INFINITY;
  }

  #newestPrimary(database: string): Replica {
    let newest: Replica | undefined;
    for (const each of this.replicas) {
      const role = each.roles.at(-1);
      if (each.database !== database || role?.role !== 'primary') continue;
      if (newest === undefined || role.atMs > (newest.roles.at(-1)?.atMs ?? 0)) newest = each;
    }
    if (newest !== undefined) return newest;
    throw new Error(`expected a primary of ${database}`);
  }

  /** It follows from whose commits the replica gets. */
  #notShipped(replica: Replica): readonly Window[] {
    const known = this.#stalls.get(replica);
    if (known?.upstream === replica.upstream) return known.windows;
    const windows = this.#stallsOf(replica);
    this.#stalls.set(replica, { upstream: replica.upstream, windows });
    return windows;
  }

  #stallsOf(replica: Replica): Window[] {
    const windows = [...replica.neverShipped, ...replica.outages];
    const upstream = this.replicas.find(
      (each) => each.server === replica.upstream && each.database === replica.database,
    );
    if (upstream !== undefined && upstream !== replica) windows.push(...upstream.outages);
    const hit = ['everything', replica.server, replica.upstream];
    for (const cut of this.#plan.cuts) if (cut.from === 'shipping' && hit.includes(cut.to)) windows.push(windowOf(cut));
    return windows;
  }

  #cut(who: Looker, { server }: Replica): boolean {
    if (!this.#world.stormy) return false;
    const now = this.#world.nowMs;
    return this.#plan.cuts.some(
      ({ from, to, fromMs, forMs }) =>
        from === who && (to === 'everything' || to === server) && now >= fromMs && now < fromMs + forMs,
    );
  }

  #unlucky(probability: number): boolean {
    return this.#world.stormy && this.#plan.noise > 0 && this.#world.chance(probability * this.#plan.noise);
  }
}
