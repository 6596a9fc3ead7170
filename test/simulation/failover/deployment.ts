import type { RecoveryGroup } from '../../../shared/failover/types.ts';
import type { OperationStore } from '../../../shared/operations/ports.ts';
import type { LoginAnswer } from '../../../shared/outage/evidenceFromSample.ts';
import type { EvidenceStore, IncidentStore } from '../../../shared/outage/ports.ts';
import type { SweepSight } from '../../../shared/outage/types.ts';
import type { HistoryLine, LinkStatus } from '../../../shared/replication/types.ts';
import type { LinkEnd, Topology } from '../../../shared/topology/types.ts';
import { createMemoryAudit, type MemoryAudit } from '../../ports/memoryAudit.ts';
import { createMemoryOperations } from '../../ports/memoryOperations.ts';
import { createMemoryEvidence, createMemoryIncidents } from '../../ports/memoryOutage.ts';
import { MemoryTable } from '../../ports/memorySubjects.ts';
import type { AzureModel } from './azureModel.ts';
import type { Looker } from './azureParts.ts';
import { firstStatuses, topologyOf } from './discovery.ts';
import { databasesByGroup } from './replicas.ts';
import type { Story } from './story.ts';
import type { StoryPlan } from './storyPlan.ts';
import type { WatchedFence } from './watchedFence.ts';
import type { Process, World } from './world.ts';

/** What one deployment keeps; two instances of one app keep it together. */
export interface Tables {
  /** `a`, `b`, or `ab` where both keep them. */
  name: string;
  table: MemoryTable;
  incidents: IncidentStore;
  operations: OperationStore;
  evidence: EvidenceStore;
  audit: MemoryAudit;
  statuses: Map<string, LinkStatus>;
  history: Map<string, HistoryLine[]>;
  sight: SweepSight | undefined;
  topology: Topology;
  topologyVersion: number;
}

/** One instance of the app: where it looks from, its tables, and at most one living process. */
export interface Deployment {
  name: Looker;
  region: string;
  /** At the fence. Two instances of one app share it. */
  holder: string;
  tables: Tables;
  process: Process;
}

/** Everything that is around a deployment. */
export interface Surroundings {
  world: World;
  azure: AzureModel;
  fence: WatchedFence;
  plan: StoryPlan;
  story: Story;
  groups: RecoveryGroup[];
}

export const REGION_OF: Record<Looker, string> = { a: 'swedencentral', b: 'uksouth', w: 'germanywestcentral' };

export function makeTables(name: string, azure: AzureModel, copies: boolean): Tables {
  const table = new MemoryTable({ copies });
  return {
    name,
    table,
    incidents: createMemoryIncidents(table, { copies }),
    operations: createMemoryOperations({ copies }),
    evidence: createMemoryEvidence({ copies }),
    audit: createMemoryAudit({ copies }),
    statuses: firstStatuses(azure),
    history: new Map(),
    sight: undefined,
    topology: topologyOf(azure),
    topologyVersion: azure.roleVersion,
  };
}

export function groupsOf(plan: StoryPlan): RecoveryGroup[] {
  const { mode, confirmForMs, minKinds, maxLossMs, cooldownMs, dailyBudget, partial } = plan;
  const policy = { mode, confirmForMs, minKinds, maxLossMs, cooldownMs, dailyBudget, partial };
  return Array.from(databasesByGroup(plan), ([name, databases]) => ({
    name,
    databases: databases.map((database) => `we/${database}`),
    ...policy,
  }));
}

/** A fresh login, and nothing else. */
export function login({ azure }: Surroundings, who: Looker, end: LinkEnd, atMs: number): LoginAnswer {
  return azure.reaches(who, azure.replica(end))
    ? { ok: true, atMs }
    : { ok: false, atMs, failure: { kind: 'unreachable', message: 'no answer' } };
}

export const clockOf =
  (world: World, process: Process): (() => number) =>
  () =>
    world.nowMs + process.skewMs;
