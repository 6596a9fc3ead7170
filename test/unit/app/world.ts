/** The whole app on in-memory ports and a clock that only the test moves. */
import type { DeliveryResult, NotificationChannel } from '../../../shared/alerting/ports.ts';
import type { Notice } from '../../../shared/alerting/types.ts';
import type { AppContext } from '../../../shared/app/context.ts';
import { TICK } from '../../../shared/app/dispatch.ts';
import type { Log } from '../../../shared/app/log.ts';
import { MalformedRows } from '../../../shared/app/malformedRows.ts';
import { deliverNotification } from '../../../shared/app/notifications.ts';
import type { Storage } from '../../../shared/app/ports.ts';
import { Troubles } from '../../../shared/app/troubles.ts';
import { loadConfiguration } from '../../../shared/config/load.ts';
import type { Configuration } from '../../../shared/config/types.ts';
import type { LogsReader } from '../../../shared/outage/logPorts.ts';
import type { MetricsReader, StoredMetrics } from '../../../shared/replication/metricsPorts.ts';
import type { ShardTick } from '../../../shared/replication/ports.ts';
import type { SignalSampler } from '../../../shared/replication/signalTypes.ts';
import { STRAGGLER_PAUSE_MS } from '../../../shared/replication/sweep.ts';
import type { DatabaseSample, LinkRow } from '../../../shared/replication/types.ts';
import type { ActivityLog, AzureInventory, InventoryLink, InventoryServer } from '../../../shared/topology/ports.ts';
import { createMemoryAudit } from '../../ports/memoryAudit.ts';
import { createMemoryDeadLetters } from '../../ports/memoryDeadLetters.ts';
import { createMemoryDispatch, createMemoryDocument } from '../../ports/memoryDocument.ts';
import { createMemoryFence } from '../../ports/memoryFence.ts';
import { createMemoryAppState, createMemoryHistory } from '../../ports/memoryHistory.ts';
import { createMemoryOperations } from '../../ports/memoryOperations.ts';
import { createMemoryEvidence, createMemoryIncidents } from '../../ports/memoryOutage.ts';
import { createMemoryQueue } from '../../ports/memoryQueue.ts';
import { MemoryTable } from '../../ports/memorySubjects.ts';
import { createMemoryTopology } from '../../ports/memoryTopology.ts';

export const START = Date.UTC(2026, 0, 2, 3, 4, 5);
/** A delivery that fails puts itself on the queue again. */
const MOST_TURNS = 5;
const SUBSCRIPTION = '11111111-2222-3333-4444-555555555555';
export const LINK = 'one/orders~two/orders';

const DOCUMENT = `
name: shops
scopes: [{ name: all, subscriptions: [${SUBSCRIPTION}] }]
objectives: { rpo: 5s, rto: 5m }
sampling: { every: 1s, timeout: 2s }
alerts:
  LagUnknown: { for: 3s, resolve: 2s }
  LagHigh: { above: 5s, for: 2s, resolve: 2s }
  Unprotected: { for: 2s, resolve: 2s }
channels:
  - { name: ops, type: teams, url: { setting: URL } }
notifications: { groupWait: 0s, groupInterval: 1s, flapping: { times: 0 } }
`;

function configuration(document = DOCUMENT): Configuration {
  const loaded = loadConfiguration(document);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  return loaded.configuration;
}

/** Signs links in tests. */
export const KEY = new TextEncoder().encode('a key of at least thirty-two bytes, for tests only');

function elsewhere(port: string): never {
  throw new Error(`expected no ${port} in this world: a test that needs one sets it`);
}

export const caughtUp = (lagSeconds: number | null, overrides: Partial<LinkRow> = {}): LinkRow => ({
  partnerServer: 'two',
  partnerDatabase: 'orders',
  replicationState: 2,
  lagSeconds,
  lastReplicationMs: START,
  lastCommitMs: START,
  role: 'primary',
  ...overrides,
});

const serverId = (name: string) =>
  `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Sql/servers/${name}`;
const server = (name: string, region: string): InventoryServer => ({
  id: serverId(name),
  name,
  fullyQualifiedDomainName: `${name}.example`,
  region,
  tags: {},
});

export class AppWorld {
  nowMs = START;
  /** Which server is primary. */
  primary = 'one';
  databases = ['orders'];
  rows: LinkRow[] = [caughtUp(1)];
  failure: Extract<DatabaseSample, { ok: false }>['failure'] | undefined;
  inventoryFails: Error | undefined;
  discoveries = 0;
  told: Notice[] = [];
  channelAnswers: DeliveryResult = { ok: true, detail: 'accepted' };
  logLines: string[] = [];
  storageFails: Error | undefined;
  /** What Azure Monitor said last. */
  metrics: StoredMetrics = {};
  metricsReader: MetricsReader | undefined;
  logsReader: LogsReader | undefined;
  /** Nobody called Resource Manager. */
  activityLog: ActivityLog = { sqlCalls: async () => [] };

  /** Nobody waits, and the geo-secondary has what the primary last committed. */
  readonly signals: SignalSampler = {
    primary: async () => ({
      ok: true,
      signals: { atMs: this.nowMs, waits: [], throttledRequests: null, logWrite: null, unread: [] },
    }),
    secondary: async () => ({
      ok: true,
      signals: { atMs: this.nowMs, roundTripMs: 1, lastCommitMs: START, replicaRole: 2, redo: null, unread: [] },
    }),
  };
  readonly table = new MemoryTable();
  readonly queue = createMemoryQueue();
  readonly audit = createMemoryAudit();
  readonly deadLetters = createMemoryDeadLetters();
  readonly fence = createMemoryFence(() => this.nowMs);
  readonly operationsQueued: string[] = [];
  /** Shards that a sampling tick asked for. */
  readonly ticks: Array<ShardTick & { liveSeconds: number }> = [];
  readonly storage: Storage = {
    subjects: this.table.subjects,
    outbox: this.table.outbox,
    state: createMemoryAppState(),
    history: createMemoryHistory(),
    topology: createMemoryTopology(),
    queue: this.queue,
    dispatch: createMemoryDispatch(),
    silences: createMemoryDocument(),
    evidence: createMemoryEvidence(),
    incidents: createMemoryIncidents(this.table),
    operations: createMemoryOperations(),
    audit: this.audit,
    deadLetters: this.deadLetters,
    metrics: {
      load: async () => this.metrics,
      save: async (metrics) => {
        this.metrics = metrics;
      },
    },
    operationQueue: { enqueue: async (operationId) => void this.operationsQueued.push(operationId) },
    shardQueue: {
      enqueue: async (ticks, liveSeconds) => {
        for (const tick of ticks) this.ticks.push({ ...tick, liveSeconds });
      },
    },
  };
  readonly log: Log = {
    info: (...parts) => void this.logLines.push(parts.join(' ')),
    warn: (...parts) => void this.logLines.push(parts.join(' ')),
    error: (...parts) => void this.logLines.push(parts.join(' ')),
  };
  context: AppContext;

  constructor(given: Configuration | undefined = configuration()) {
    this.context = {
      version: '0.0.0',
      configuration: given,
      faults: [],
      configurationHash: 'first',
      now: () => this.nowMs,
      random: () => 0.5,
      region: 'uksouth',
      approvalKey: () => KEY,
      wait: async (ms) => {
        // The pause for stragglers runs beside a sweep and is part of no time that a test tells.
        if (ms !== STRAGGLER_PAUSE_MS) this.nowMs += ms;
      },
      processStartedAtMs: START,
      malformed: new MalformedRows(() => this.nowMs),
      troubles: new Troubles(() => this.nowMs),
      ports: {
        storage: async () => {
          if (this.storageFails) throw this.storageFails;
          return this.storage;
        },
        fence: async () => ({ fence: this.fence, breakGlass: { write: async () => {} } }),
        inventory: async () => this.#inventory(),
        activityLog: async () => this.activityLog,
        probe: async () => elsewhere('probe'),
        reader: async () => elsewhere('reader'),
        metrics: async () => this.metricsReader ?? elsewhere('metrics'),
        logs: async () => this.logsReader ?? elsewhere('logs'),
        calls: async () => elsewhere('calls'),
        publisher: async () => undefined,
        signals: async () => this.signals,
        serverLinks: async () => ({
          read: async () => ({ is: 'notAllowed', atMs: this.nowMs, message: 'the app is no administrator' }),
        }),
        copySync: async () => elsewhere('copySync'),
        sampler: async () => ({ sample: async () => this.#sample(), retain: async () => {} }),
        channels: async () => new Map([['ops', this.#channel()]]),
        heartbeat: async () => elsewhere('heartbeat'),
        page: async () => ({ html: '<p>page</p>', hashes: { script: 'sha256-a', style: 'sha256-b' } }),
        conditionPages: async () =>
          new Map([
            ['', { html: '<a href="./lag-high">LagHigh</a>', hashes: { style: 'sha256-c' } }],
            ['lag-high', { html: '<a href="./">All alerts</a>', hashes: { style: 'sha256-c' } }],
          ]),
      },
    };
  }

  /** Delivers what is on the queue, and what that puts there, as the Functions host would. Hints of later moments are for the clock. */
  async drainQueue(): Promise<void> {
    for (let turn = 0; turn < MOST_TURNS && this.queue.queued.length > 0; turn += 1) {
      for (const { shard, id, delaySeconds } of this.queue.queued.splice(0)) {
        if (id === TICK.id && delaySeconds > 0) continue;
        await deliverNotification(this.context, { shard, id }, this.log);
      }
    }
  }

  #sample(): DatabaseSample {
    return this.failure
      ? { ok: false, atMs: this.nowMs, failure: this.failure }
      : { ok: true, atMs: this.nowMs, roundTripMs: 1, rows: this.rows };
  }

  #inventory(): AzureInventory {
    const servers = [server('one', 'westeurope'), server('two', 'northeurope')];
    return {
      servers: async () => {
        this.discoveries += 1;
        if (this.inventoryFails) throw this.inventoryFails;
        return servers;
      },
      databases: async ({ name }) =>
        (name === 'one' ? this.databases : ['orders']).map((database) => ({
          id: `${serverId(name)}/databases/${database}`,
          name: database,
          region: name === 'one' ? 'westeurope' : 'northeurope',
          sku: { name: 'GP_Gen5', tier: 'GeneralPurpose', capacity: 4 },
          status: 'Online',
          tags: {},
        })),
      replicationLinks: async ({ name }) => [this.#link(name)],
    };
  }

  #link(name: string): InventoryLink {
    const partner = name === 'one' ? 'two' : 'one';
    return {
      id: `${serverId(name)}/databases/orders/replicationLinks/1`,
      database: 'orders',
      partnerServer: partner,
      partnerDatabase: 'orders',
      partnerRegion: partner === 'one' ? 'West Europe' : 'North Europe',
      partnerDatabaseId: `${serverId(partner)}/databases/orders`,
      role: name === this.primary ? 'Primary' : 'Secondary',
      linkType: 'GEO',
      replicationState: 'CATCH_UP',
      percentComplete: 100,
    };
  }

  #channel(): NotificationChannel {
    return {
      name: 'ops',
      type: 'teams',
      deliver: async (notice) => {
        if (this.channelAnswers.ok) this.told.push(notice);
        return this.channelAnswers;
      },
    };
  }
}
