/** A small model of Azure SQL: three regions, one primary and two secondaries a database, commits, shipping, role changes, a slow ARM. */
import type { CallAnswer, DatabaseReader, FoundLink, PollAnswer } from '../../../shared/operations/ports.ts';
import type { DatabaseRef, ReplicationLink } from '../../../shared/topology/types.ts';

export interface Outage {
  /** `partition`: the primary goes on taking writes that nobody ships. `none`: a rehearsal. */
  kind: 'down' | 'partition' | 'none';
  fromMs: number;
  untilMs: number;
}

interface Role {
  atMs: number;
  role: 'primary' | 'secondary';
}

interface ArmOperation {
  id: string;
  mode: 'planned' | 'forced';
  endsMs: number;
  failsWith: string | undefined;
  linkKey: string;
  done: boolean;
}

export interface Replica {
  server: string;
  region: string;
  database: string;
  roles: Role[];
  shippingMs: number;
  operation: ArmOperation | undefined;
}

export interface RoleChange {
  database: string;
  linkKey: string;
  atMs: number;
  mode: 'planned' | 'forced';
  hardenedMs: number;
  writtenThroughMs: (untilMs: number) => number;
}

/** A database gives no clear answer for so long after a role change. */
const CHANGING_MS = 3_000;

export class AzureModel {
  readonly replicas = new Map<string, Replica>();
  readonly changes: RoleChange[] = [];
  readonly outage: Outage;
  troubled = true;
  readonly #now: () => number;
  readonly #random: () => number;
  readonly #operations = new Map<string, { operation: ArmOperation; replica: Replica }>();

  constructor(outage: Outage, now: () => number, random: () => number) {
    this.outage = outage;
    this.#now = now;
    this.#random = random;
  }

  add(replica: Omit<Replica, 'operation' | 'roles'>, role: Role['role']): void {
    this.replicas.set(`${replica.server}/${replica.database}`, {
      ...replica,
      operation: undefined,
      roles: [{ atMs: Number.NEGATIVE_INFINITY, role }],
    });
  }

  /** What a login sees; a stale answer is one of some seconds ago. */
  ask(end: DatabaseRef): Awaited<ReturnType<DatabaseReader['ask']>> {
    this.#settle();
    const now = this.#now();
    const replica = this.#replica(end);
    const base = { atMs: now, replicaRole: null, lastCommitMs: null, writable: null };
    if (this.#isDown(replica)) return { ...base, reachable: false, sentence: 'no answer' };
    const seenMs = this.troubled && this.#random() < 0.1 ? now - this.#random() * 8_000 : now;
    const role = roleAt(replica, seenMs);
    if (seenMs - role.atMs < CHANGING_MS) return { ...base, reachable: true, sentence: 'changing its role' };
    const isPrimary = role.role === 'primary';
    const lastCommitMs = isPrimary ? seenMs : this.hardenedMs(replica, seenMs);
    return {
      atMs: now,
      reachable: true,
      replicaRole: isPrimary ? 0 : 2,
      lastCommitMs: this.troubled && this.#random() < 0.05 ? null : lastCommitMs,
      writable: isPrimary,
      sentence: isPrimary ? 'primary' : 'secondary',
    };
  }

  findLink(link: ReplicationLink): FoundLink | undefined {
    this.#settle();
    const replica = this.#replica(link.secondary);
    const role = roleAt(replica, this.#now()).role === 'primary' ? 'Primary' : 'Secondary';
    const operationInProgress = this.troubled && this.#random() < 0.03 ? null : replica.operation !== undefined;
    return { linkId: `link-${link.linkKey}`, role, state: 'CATCH_UP', operationInProgress };
  }

  /** A POST arrives. Only the candidate's own server guards it: two candidates of one database do not know of each other. */
  arrive(link: ReplicationLink, mode: 'planned' | 'forced'): CallAnswer {
    this.#settle();
    const now = this.#now();
    const replica = this.#replica(link.secondary);
    if (roleAt(replica, now).role === 'primary') return refused(400, 'GeoReplicationDatabaseNotSecondary');
    if (replica.operation !== undefined) return refused(409, 'ManagementServiceDatabaseBusy');
    const luck = this.troubled ? this.#random() : 1;
    const refusal = REFUSALS.find((each) => luck < each.below);
    if (refusal !== undefined) return refused(refusal.status, refusal.code);
    const fails = this.troubled && this.#random() < 0.15;
    const unreachable = mode === 'planned' && this.#isDown(this.#primaryOf(replica));
    const operation: ArmOperation = {
      id: `poll-${this.#operations.size}`,
      mode,
      endsMs: now + 2_000 + this.#random() * (this.#random() < 0.1 ? 240_000 : 30_000),
      failsWith: unreachable ? 'PlannedFailoverTimedOut' : fails ? 'OperationTimedOut' : undefined,
      linkKey: link.linkKey,
      done: false,
    };
    replica.operation = operation;
    this.#operations.set(operation.id, { operation, replica });
    return { kind: 'accepted', pollUrl: operation.id, retryAfterMs: 5_000 };
  }

  poll(id: string): PollAnswer {
    this.#settle();
    const known = this.#operations.get(id);
    if (known === undefined) return { kind: 'failed', code: 'OperationIdNotFound', message: 'forgotten' };
    if (!known.operation.done) return { kind: 'running', retryAfterMs: 5_000 };
    const code = known.operation.failsWith;
    return code === undefined ? { kind: 'succeeded' } : { kind: 'failed', code, message: 'it failed' };
  }

  /** Through when a secondary has hardened what the primary wrote. */
  hardenedMs(replica: Replica, atMs: number): number {
    return Math.min(atMs, this.outage.kind === 'none' ? atMs : this.outage.fromMs) - replica.shippingMs;
  }

  isPrimary(end: DatabaseRef): boolean {
    this.#settle();
    return roleAt(this.#replica(end), this.#now()).role === 'primary';
  }

  /** Role changes happen when their time has come, and the old primary returns as a secondary. */
  #settle(): void {
    const now = this.#now();
    for (const replica of this.replicas.values()) {
      const { operation } = replica;
      if (operation === undefined || operation.endsMs > now) continue;
      operation.done = true;
      replica.operation = undefined;
      if (operation.failsWith === undefined) this.#promote(replica, operation);
    }
    for (const replica of this.replicas.values()) this.#return(replica, now);
  }

  #promote(replica: Replica, operation: ArmOperation): void {
    const atMs = operation.endsMs;
    const { outage } = this;
    this.changes.push({
      database: replica.database,
      linkKey: operation.linkKey,
      atMs,
      mode: operation.mode,
      hardenedMs: this.hardenedMs(replica, atMs),
      writtenThroughMs: (untilMs) => (outage.kind === 'down' ? Math.min(untilMs, outage.fromMs) : untilMs),
    });
    replica.roles.push({ atMs, role: 'primary' });
  }

  /** Whoever was primary before the newest one becomes its secondary as soon as it is there. */
  #return(replica: Replica, now: number): void {
    if (roleAt(replica, now).role !== 'primary' || this.#isDown(replica)) return;
    const newest = this.#primaryOf(replica);
    if (newest !== replica) replica.roles.push({ atMs: now, role: 'secondary' });
  }

  #primaryOf(replica: Replica): Replica {
    const all = [...this.replicas.values()].filter((each) => each.database === replica.database);
    const primaries = all.filter((each) => each.roles.at(-1)?.role === 'primary');
    return primaries.reduce(
      (one, other) => ((other.roles.at(-1)?.atMs ?? 0) > (one.roles.at(-1)?.atMs ?? 0) ? other : one),
      primaries[0] ?? replica,
    );
  }

  /** A partitioned region answers nobody that we can ask. */
  #isDown(replica: Replica): boolean {
    const { kind, fromMs, untilMs } = this.outage;
    return kind !== 'none' && replica.region === 'westeurope' && this.#now() >= fromMs && this.#now() < untilMs;
  }

  #replica(end: DatabaseRef): Replica {
    const replica = this.replicas.get(`${end.server}/${end.database}`);
    if (replica === undefined) throw new Error(`the model has no ${end.server}/${end.database}`);
    return replica;
  }
}

const REFUSALS = [
  { below: 0.04, status: 409, code: 'GeoReplicationCannotBecomePrimaryDuringUndo' },
  { below: 0.07, status: 429, code: 'SubscriptionTooManyRequests' },
  { below: 0.09, status: 503, code: 'SomethingNew' },
  { below: 0.1, status: 409, code: 'FailoverGroupAlreadySetup' },
  { below: 0.12, status: 400, code: 'SomethingNew' },
];

function refused(httpStatus: number, code: string): CallAnswer {
  return { kind: 'refused', httpStatus, code, message: code };
}

function roleAt(replica: Replica, atMs: number): Role {
  return replica.roles.findLast((role) => role.atMs <= atMs) ?? { atMs: Number.NEGATIVE_INFINITY, role: 'secondary' };
}
