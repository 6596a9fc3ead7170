import type { OutboxEntry } from '../../../shared/alerting/types.ts';
import type { Configuration } from '../../../shared/config/types.ts';
import type { LinkStatus, SubjectRecord } from '../../../shared/replication/types.ts';
import type { ReplicationLink, Topology } from '../../../shared/topology/types.ts';
import { everyRule } from '../../kit/everyRule.ts';

export const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);

export const link = (overrides: Partial<ReplicationLink> = {}): ReplicationLink => ({
  linkKey: 'one/orders~two/orders',
  type: 'GEO',
  primary: { server: 'one', database: 'orders', region: 'westeurope', fullyQualifiedDomainName: 'one.example' },
  secondary: { server: 'two', database: 'orders', region: 'northeurope', fullyQualifiedDomainName: 'two.example' },
  armState: 'CATCH_UP',
  percentComplete: 100,
  ...overrides,
});

export const topology = (overrides: Partial<Topology> = {}): Topology => ({
  discoveredAtMs: NOW - 60_000,
  servers: [],
  databases: [],
  links: [link()],
  unprotected: [],
  notGeo: [],
  ...overrides,
});

export const linkStatus = (overrides: Partial<LinkStatus> = {}): LinkStatus => ({
  state: { name: 'caughtUp', lagSeconds: 2 },
  sinceMs: NOW - 30_000,
  longestMs: {},
  sampledAtMs: NOW - 1_000,
  lastReplicationMs: NOW - 3_000,
  lastCommitMs: NOW - 2_000,
  ...overrides,
});

export const record = (status: LinkStatus | undefined, overrides: Partial<SubjectRecord> = {}): SubjectRecord => ({
  subject: { kind: 'link', key: 'one/orders~two/orders', primary: 'one/orders', secondary: 'two/orders' },
  ...(status ? { link: status } : {}),
  alerts: {},
  ...overrides,
});

export const entry = (overrides: Partial<OutboxEntry> = {}): OutboxEntry => ({
  id: 'e1',
  shard: '00',
  channel: 'ops',
  notice: {
    id: 'n1',
    condition: 'LagHigh',
    reason: 'first',
    severity: 'error',
    subject: { kind: 'link', key: 'one/orders~two/orders' },
    atMs: NOW,
    sinceMs: NOW - 5_000,
    durationMs: 5_000,
    sentence: 'behind',
  },
  createdAtMs: NOW - 4_000,
  status: 'pending',
  attempts: 0,
  nextAttemptAtMs: NOW,
  ...overrides,
});

const rule = { enabled: true, severity: 'error', pendingMs: 1, resolveMs: 1 } as const;

export const configuration: Configuration = {
  role: 'guardian',
  cloud: 'public',
  name: 'Shops',
  scopes: [],
  objectives: { rpoMs: 5_000, rtoMs: 300_000 },
  sampling: { everyMs: 30_000, timeoutMs: 10_000, concurrency: 4, shardAbove: 100, encryption: 'strict' },
  discovery: { everyMs: 900_000, timeoutMs: 60_000 },
  alerts: everyRule(rule, { Unprotected: { ...rule, severity: 'warning' } }),
  signals: { everyMs: 60_000, timeoutMs: 15_000, secondaries: true, metrics: true, metricsEveryMs: 300_000 },
  logs: { queries: [] },
  channels: [],
  routes: [],
  notifications: {
    groupBy: ['condition', 'region'],
    groupWaitMs: 30_000,
    groupIntervalMs: 300_000,
    repeatMs: 14_400_000,
    storm: { messages: 10, withinMs: 300_000 },
    flapping: { times: 4, withinMs: 1_800_000, calmMs: 900_000 },
  },
  maintenance: [],
  groups: [],
  supervision: { everyMs: 15_000 },
  approval: { validForMs: 900_000, key: { setting: 'GEOWARDEN_APPROVAL_KEY' } },
  fence: {},
  events: { topics: [] },
  history: { keepMs: 1 },
  delivery: { everyMs: 1, attempts: 1, firstRetryMs: 1, longestRetryMs: 1, timeoutMs: 1 },
};
