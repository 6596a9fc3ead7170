/** A group that would be failed over at once: every test takes one thing away. */

import type { JudgeContext } from '../../../shared/failover/judgeContext.ts';
import { FAILOVER_LIMITS } from '../../../shared/failover/limits.ts';
import type { CandidateAnswer, CandidateFacts, DecisionInput, RecoveryGroup } from '../../../shared/failover/types.ts';
import type { Evidence, Verdict } from '../../../shared/outage/types.ts';
import type { LinkStatus } from '../../../shared/replication/types.ts';
import { linkKey } from '../../../shared/topology/linkKey.ts';
import type { Database, LinkEnd, ReplicationLink } from '../../../shared/topology/types.ts';

export const NOW = Date.UTC(2026, 10, 22, 3, 0, 0);
export const ONSET = NOW - 400_000;
export const SAMPLED = ONSET - 5000;
export const LAST_COMMIT = ONSET - 1000;

export const context: JudgeContext = { onsetMs: ONSET, nowMs: NOW, limits: FAILOVER_LIMITS };

export function end(server: string, database: string, region: string): LinkEnd {
  return {
    server,
    database,
    region,
    fullyQualifiedDomainName: `${server}.database.windows.net`,
    databaseId: `/subscriptions/sub-1/resourceGroups/rg-${server}/providers/Microsoft.Sql/servers/${server}/databases/${database}`,
  };
}

export function link(
  primary: LinkEnd = end('contoso-we', 'orders', 'westeurope'),
  secondary: LinkEnd = end('contoso-ne', primary.database, 'northeurope'),
): ReplicationLink {
  return {
    linkKey: linkKey(primary, secondary),
    type: 'GEO',
    primary,
    secondary,
    armState: 'CATCH_UP',
    percentComplete: 100,
  };
}

export function database(of: LinkEnd, sku: Partial<Database['sku']> = {}, more: Partial<Database> = {}): Database {
  return {
    id: of.databaseId ?? '',
    server: of.server,
    database: of.database,
    region: of.region,
    sku: { name: 'GP_Gen5', tier: 'GeneralPurpose', family: 'Gen5', capacity: 4, ...sku },
    status: 'Online',
    tags: {},
    ...more,
  };
}

export function status(overrides: Partial<LinkStatus> = {}): LinkStatus {
  return {
    state: { name: 'caughtUp', lagSeconds: 0 },
    sinceMs: SAMPLED - 100_000,
    longestMs: {},
    sampledAtMs: SAMPLED,
    lastReplicationMs: SAMPLED - 500,
    lastCommitMs: SAMPLED - 100,
    ...overrides,
  };
}

export function answer(overrides: Partial<CandidateAnswer> = {}): CandidateAnswer {
  return {
    atMs: NOW - 1000,
    reachable: true,
    replicaRole: 2,
    lastCommitMs: LAST_COMMIT,
    sentence: 'it answered.',
    ...overrides,
  };
}

export function facts(overrides: Partial<CandidateFacts> = {}, of: ReplicationLink = link()): CandidateFacts {
  return {
    link: of,
    primary: database(of.primary),
    secondary: database(of.secondary, {}, { secondaryType: 'Geo' }),
    statusBeforeOnset: status(),
    answer: answer(),
    failoverGroup: undefined,
    ...overrides,
  };
}

export function group(overrides: Partial<RecoveryGroup> = {}): RecoveryGroup {
  return {
    name: 'shop',
    databases: ['contoso-we/*'],
    mode: 'automatic',
    confirmForMs: 300_000,
    minKinds: 2,
    maxLossMs: 900_000,
    cooldownMs: 3_600_000,
    dailyBudget: 3,
    partial: 'allOrNothing',
    ...overrides,
  };
}

const REGION: Evidence['scope'] = { kind: 'region', region: 'westeurope' };

export function evidence(source: Evidence['source'], overrides: Partial<Evidence> = {}): Evidence {
  return {
    id: source,
    source,
    vote: 'down',
    scope: REGION,
    sinceMs: ONSET,
    atMs: NOW - 5000,
    expiresAtMs: NOW + 60_000,
    path: source === 'ownProbe' || source === 'secondaryView' ? 'uksouth' : 'azure',
    sentence: `${source} says down.`,
    ...overrides,
  };
}

export function verdict(overrides: Partial<Verdict> = {}): Verdict {
  return {
    name: 'regionDown',
    scope: REGION,
    agreedSinceMs: ONSET + 10_000,
    onsetMs: ONSET,
    evidenceFor: [evidence('ownProbe'), evidence('serviceHealth')],
    evidenceAgainst: [],
    missing: [],
    confirmed: true,
    sentence: 'West Europe is down.',
    ...overrides,
  };
}

export const ORDERS = link();
export const STOCK = link(end('contoso-we', 'stock-1', 'westeurope'));

export function input(overrides: Partial<DecisionInput> = {}): DecisionInput {
  const candidates = overrides.candidates ?? [facts({}, ORDERS), facts({}, STOCK)];
  return {
    group: group(),
    verdict: verdict(),
    members: candidates.map((one) => ({ server: one.link.primary.server, database: one.link.primary.database })),
    candidates,
    primariesAnswering: [],
    paused: null,
    lastFailoverEndedMs: null,
    forcedInLastDay: 0,
    openOperationId: null,
    fenceAvailable: true,
    approval: null,
    nowMs: NOW,
    ...overrides,
  };
}
