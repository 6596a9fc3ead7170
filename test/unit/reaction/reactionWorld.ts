/** A recovery group in memory: what is stored, what the candidates say, and a clock that the test moves. */
import { nextApproval } from '../../../shared/access/approval.ts';
import type { RecoveryGroup } from '../../../shared/failover/types.ts';
import type { FenceIntent } from '../../../shared/operations/ports.ts';
import type { Operation } from '../../../shared/operations/types.ts';
import type { Evidence, Incident } from '../../../shared/outage/types.ts';
import { evaluate } from '../../../shared/reaction/evaluate.ts';
import type { Pause, ReactionPorts } from '../../../shared/reaction/ports.ts';
import { makeRevalidate } from '../../../shared/reaction/revalidate.ts';
import type { Evaluation, ReactionSettings } from '../../../shared/reaction/types.ts';
import type { HistoryLine, LinkStatus } from '../../../shared/replication/types.ts';
import { databaseKey } from '../../../shared/topology/linkKey.ts';
import type { Topology } from '../../../shared/topology/types.ts';
import { createMemoryAudit } from '../../ports/memoryAudit.ts';
import { createMemoryOperations } from '../../ports/memoryOperations.ts';
import { createMemoryEvidence, createMemoryIncidents } from '../../ports/memoryOutage.ts';
import { createMemoryQueue } from '../../ports/memoryQueue.ts';
import { MemoryTable } from '../../ports/memorySubjects.ts';
import { database, end, link, status } from '../failover/facts.ts';
import { MINUTE, SECOND, says, T0 } from '../outage/builders.ts';

export const GROUP: RecoveryGroup = {
  name: 'shop',
  databases: ['contoso-we/*'],
  mode: 'automatic',
  confirmForMs: MINUTE,
  minKinds: 2,
  maxLossMs: 10 * MINUTE,
  cooldownMs: 60 * MINUTE,
  dailyBudget: 3,
  partial: 'allOrNothing',
};

const PRIMARY = end('contoso-we', 'orders', 'westeurope');
export const LINK = link(PRIMARY);
const STOCK_PRIMARY = end('contoso-we', 'stock', 'westeurope');
export const STOCK_LINK = link(STOCK_PRIMARY);

export class ReactionWorld {
  nowMs = T0;
  readonly table = new MemoryTable();
  readonly evidence = createMemoryEvidence();
  readonly incidents = createMemoryIncidents(this.table);
  readonly operations = createMemoryOperations();
  readonly queue = createMemoryQueue();
  readonly audit = createMemoryAudit();
  readonly statuses = new Map<string, LinkStatus>([[LINK.linkKey, status({ sampledAtMs: T0 - 2 * SECOND })]]);
  history: HistoryLine[] = [];
  paused: Pause | null = null;
  fenceIsFree = true;
  isolated = false;
  asked: string[] = [];
  lastCommitMs: number | null = T0 - 3 * SECOND;
  replicaRole = 2;
  topology: Topology = topologyOf([LINK]);
  settings: ReactionSettings;
  #tokens = 0;

  constructor(group: Partial<RecoveryGroup> = {}) {
    this.settings = {
      groups: [{ ...GROUP, ...group }],
      channels: [{ name: 'ops' }],
      approvalValidForMs: 15 * MINUTE,
      holder: 'test',
      probeLifetimeMs: 2 * MINUTE,
    };
  }

  get ports(): ReactionPorts {
    return {
      topology: async () => this.topology,
      sight: async () => ({
        complete: true,
        atMs: this.nowMs,
        regions: [
          { region: 'westeurope', tried: 1, reached: 0, ownTrouble: 0 },
          { region: 'northeurope', tried: 1, reached: this.isolated ? 0 : 1, ownTrouble: 0 },
        ],
      }),
      link: async (key) => this.statuses.get(key),
      sampledBefore: async (_key, atMs) => this.history.findLast((line) => line.atMs <= atMs),
      evidence: this.evidence,
      incidents: this.incidents,
      operations: this.operations,
      outbox: this.table.outbox,
      queue: this.queue,
      reader: {
        ask: async (where) => {
          this.asked.push(databaseKey(where));
          const { replicaRole, lastCommitMs } = this;
          return {
            atMs: this.nowMs,
            reachable: true,
            replicaRole,
            lastCommitMs,
            writable: false,
            sentence: 'It answers.',
          };
        },
      },
      fence: { available: async () => this.fenceIsFree },
      paused: async () => this.paused,
      audit: this.audit,
      newTokenId: () => `token-${++this.#tokens}`,
    };
  }

  /** Our own probe and Azure's word agree since T0, and are confirmed now. */
  async outage(more: Evidence[] = []): Promise<void> {
    for (const one of [says('ownProbe', { atMs: this.nowMs }), says('serviceHealth', { atMs: this.nowMs }), ...more]) {
      await this.evidence.put(one);
    }
  }

  /** The primary answers again, and Azure says so too. */
  async end(): Promise<void> {
    const { nowMs } = this;
    const alive = { vote: 'against' as const, sinceMs: nowMs, atMs: nowMs };
    for (const one of [says('ownProbe', alive), says('serviceHealth', alive)]) await this.evidence.put(one);
  }

  async evaluate(): Promise<Evaluation> {
    return await evaluate(this.ports, this.settings, () => this.nowMs);
  }

  /** Lets time pass with the outage going on, and looks again. */
  async later(ms: number): Promise<Evaluation> {
    this.nowMs += ms;
    await this.outage();
    return await this.evaluate();
  }

  async incident(): Promise<Incident> {
    const [incident] = await this.incidents.recent(1);
    if (incident === undefined) throw new Error('expected an incident');
    return incident;
  }

  async stored(): Promise<Operation[]> {
    return await this.operations.recent(10);
  }

  /** `CONDITION reason` of everything in the outbox, oldest first. */
  async told(): Promise<string[]> {
    const entries = (await this.table.outbox.recent(100)).sort((one, other) => one.createdAtMs - other.createdAtMs);
    return entries.map(({ notice }) => `${notice.condition} ${notice.reason}`);
  }

  /** As the decision page does it: under the row's ETag, against the plan that is stored. */
  async decide(kind: 'approve' | 'reject', comment = 'go'): Promise<void> {
    const row = await this.incidents.load((await this.incident()).id);
    const request = row?.value.approval;
    if (row === undefined || request === undefined) throw new Error('expected a question');
    const currentFingerprint = row.value.explanation?.plan?.fingerprint ?? null;
    const { tokenId } = request;
    const step = nextApproval(request, { kind, tokenId, by: 'ann', comment, atMs: this.nowMs, currentFingerprint });
    const said = { fingerprint: request.fingerprint, by: 'ann', comment, atMs: this.nowMs };
    const rejection = kind === 'reject' ? { rejection: said } : {};
    await this.incidents.save({ ...row, value: { ...row.value, approval: step.request, ...rejection } });
  }

  /** What the operation is told when it is judged again under the fence. */
  async revalidate(operation: Operation, noted: readonly FenceIntent[] = []) {
    const [step] = operation.steps;
    if (step === undefined) throw new Error('expected a step');
    const { lastCommitMs, replicaRole, nowMs } = this;
    const answer = { atMs: nowMs, reachable: true, replicaRole, lastCommitMs, sentence: 'It answers.' };
    return await makeRevalidate(this.ports, this.settings, () => this.nowMs)(operation, step, answer, noted);
  }
}

export function topologyOf(links: Topology['links']): Topology {
  return {
    discoveredAtMs: T0,
    servers: [],
    databases: links.flatMap(({ primary, secondary }) => [
      database(primary),
      database(secondary, {}, { secondaryType: 'Geo' }),
    ]),
    links,
    unprotected: [],
    notGeo: [],
  };
}
