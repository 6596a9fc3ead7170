/** One sweep's observation over memory: what answers is set by `server/database`, and a clock that only the test moves. */
import type { RecoveryGroup } from '../../../shared/failover/types.ts';
import type { Evidence, Incident, SweepSight } from '../../../shared/outage/types.ts';
import { beginObservation, type Observation, type ObservationInput } from '../../../shared/reaction/observe.ts';
import type { Trouble } from '../../../shared/reaction/trouble.ts';
import type { DatabaseSample, FailureKind } from '../../../shared/replication/types.ts';
import { databaseKey } from '../../../shared/topology/linkKey.ts';
import type { Database, LinkEnd, ReplicationLink, Topology } from '../../../shared/topology/types.ts';
import { incident } from '../../contract/outageRecords.ts';
import { createMemoryEvidence } from '../../ports/memoryOutage.ts';
import { link, topology } from '../replication/builders.ts';

export const NOW = 1_000_000;
const SAMPLING = { everyMs: 10_000, timeoutMs: 5_000, concurrency: 8 };
/** 3 × every + timeout. */
export const LIFETIME_MS = 35_000;

export const group = (name: string, ...databases: string[]): RecoveryGroup => ({
  name,
  databases,
  mode: 'automatic',
  confirmForMs: 300_000,
  minKinds: 2,
  maxLossMs: 0,
  cooldownMs: 0,
  dailyBudget: 3,
  partial: 'allOrNothing',
});

/** From West Europe to North Europe. */
export const pair = (database: string): ReplicationLink => link('we', 'ne', database);
/** The same pair after a failover: the primary lives in North Europe. */
export const turned = (database: string): ReplicationLink => {
  const { primary, secondary, ...rest } = pair(database);
  return { ...rest, primary: secondary, secondary: primary };
};
export const databaseScope = (server: string, database: string, region: string): Evidence['scope'] => ({
  kind: 'database',
  server,
  database,
  region,
});

type Refusal = { kind: FailureKind; number?: number };

export class Watch {
  nowMs = NOW;
  links: ReplicationLink[] = [pair('orders')];
  databases: Database[] = [];
  servers: Topology['servers'] = [];
  groups: RecoveryGroup[] = [group('shop', 'we/orders', 'we/stock')];
  incidents: Incident[] = [];
  previousSight: SweepSight | undefined;
  /** What refuses a login or a question, and how; everything else answers. */
  readonly refusing = new Map<string, Refusal>();
  readonly evidence = createMemoryEvidence();
  readonly published: Array<{ id: string; evidence: Evidence }> = [];
  readonly troubles: Trouble[] = [];
  readonly probed: string[] = [];
  readonly asked: string[] = [];
  /** Thrown by the port of that name, against its promise. */
  readonly breaks = new Map<'probe' | 'reader' | 'store' | 'publish', Error>();
  sampling = SAMPLING;
  /** Awaited before a probe answers. */
  probing: (key: string) => Promise<void> = async () => {};

  async begin(more: Partial<ObservationInput> = {}): Promise<Observation> {
    return beginObservation({
      topology: topology(this.links, { databases: this.databases, servers: this.servers }),
      groups: this.groups,
      incidents: this.incidents,
      evidence: await this.evidence.load(),
      previousSight: this.previousSight,
      ports: {
        evidence: {
          put: async (evidence) => {
            this.#mayBreak('store');
            return this.evidence.put(evidence);
          },
        },
        probe: { probe: (end) => this.#probe(end) },
        reader: { ask: (end) => this.#ask(end) },
        publisher: {
          publish: async (change) => {
            this.#mayBreak('publish');
            this.published.push(change);
          },
        },
      },
      sampling: this.sampling,
      path: 'Sweden Central',
      reporter: 'watch',
      now: () => this.nowMs,
      onTrouble: (trouble) => void this.troubles.push(trouble),
      ...more,
    });
  }

  /** One sweep over every primary; those that refuse fail their sample in the same way. */
  async sweep(postponed = 0): Promise<SweepSight> {
    const observation = await this.begin();
    for (const end of new Map(this.links.map(({ primary }) => [databaseKey(primary), primary])).values()) {
      await observation.afterSample(end, this.sample(end));
    }
    this.previousSight = await observation.finish(postponed);
    return this.previousSight;
  }

  sample(end: LinkEnd): DatabaseSample {
    const refusal = this.refusing.get(databaseKey(end));
    if (refusal === undefined) return { ok: true, atMs: this.nowMs, roundTripMs: 1, rows: [] };
    return { ok: false, atMs: this.nowMs, failure: { ...refusal, message: 'secret-host refused.' } };
  }

  async stored(): Promise<string[]> {
    const all = await this.evidence.load();
    return all
      .map(
        ({ source, vote, scope }) =>
          `${source} ${vote} ${scope.kind === 'database' ? databaseKey(scope) : scope.region}`,
      )
      .sort();
  }

  async #probe(end: LinkEnd) {
    const key = databaseKey(end);
    this.probed.push(key);
    this.#mayBreak('probe');
    await this.probing(key);
    const refusal = this.refusing.get(key);
    if (refusal === undefined) return { ok: true as const, atMs: this.nowMs };
    return { ok: false as const, atMs: this.nowMs, failure: { ...refusal, message: 'secret-host refused.' } };
  }

  async #ask(end: LinkEnd | Parameters<ObservationInput['ports']['reader']['ask']>[0]) {
    const key = databaseKey(end);
    this.asked.push(key);
    this.#mayBreak('reader');
    const failure = this.refusing.get(key);
    const atMs = this.nowMs;
    if (failure === undefined) {
      return { atMs, reachable: true, replicaRole: 2, lastCommitMs: 900, writable: false, sentence: 'fine' };
    }
    const nothing = { replicaRole: null, lastCommitMs: null, writable: null };
    return { atMs, reachable: false, ...nothing, failure, sentence: 'secret-host refused.' };
  }

  #mayBreak(port: 'probe' | 'reader' | 'store' | 'publish'): void {
    const error = this.breaks.get(port);
    if (error !== undefined) throw error;
  }
}

export const DEAD: Refusal = { kind: 'unreachable' };

/** An incident of the group over a region, or over one database. */
export const openIncident = (groupName: string, scope: Evidence['scope'], more: Partial<Incident> = {}): Incident => {
  const base = incident(`i-${groupName}`);
  return { ...base, group: groupName, scope, verdict: { ...base.verdict, scope, evidenceFor: [] }, ...more };
};
export const WESTEUROPE: Evidence['scope'] = { kind: 'region', region: 'westeurope' };
