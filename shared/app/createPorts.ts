/** Where ports meet adapters. Every adapter is loaded when it is first needed and kept: a status request loads no SQL driver. */
import { approvalLinks } from '../access/approvalLink.ts';
import type { StorageClients } from '../adapters/azure/storage.ts';
import type { Heartbeat } from '../alerting/heartbeat.ts';
import type { NotificationChannel } from '../alerting/ports.ts';
import { readApprovalKey } from '../config/approvalKey.ts';
import { readPageUrl, readSecret, readStorage } from '../config/settings.ts';
import type { Cloud, Configuration } from '../config/types.ts';
import type { StoredPlace } from './malformedRows.ts';
import { once } from './once.ts';
import { openActivityLog, openLogs, openMetrics } from './openMonitorPorts.ts';
import { openCalls, openFence, openProbe, openPublisher, openReader } from './openReactionPorts.ts';
import { openConnections, openCopySync, openSampler, openServerLinks, openSignals } from './openSqlPorts.ts';
import type { AppPorts, Storage } from './ports.ts';

/** The names that people see in the storage account. */
export const TABLE = 'geowarden';
export const CONTAINER = 'geowarden';
export const DELIVERY_QUEUE = 'geowarden-deliver-notification';
export const OPERATION_QUEUE = 'geowarden-advance-operation';
export const SHARD_QUEUE = 'geowarden-sample-shard';

/** @param onMalformed told of everything stored that cannot be read; it is skipped. */
export function createPorts(
  configuration: Configuration | undefined,
  onMalformed: (place: StoredPlace) => void,
): AppPorts {
  const cloud = configuration?.cloud ?? 'public';
  const identity = once(async () => {
    const { createIdentity } = await import('../adapters/azure/identity/identity.ts');
    return createIdentity({ cloud });
  });
  /** Storage may have an identity of its own: AzureWebJobsStorage__clientId, which the Functions host reads as well. */
  const credentialFor: CredentialSource = async (clientId) => {
    if (clientId === undefined) return (await identity()).credential;
    const { createIdentity } = await import('../adapters/azure/identity/identity.ts');
    return createIdentity({ cloud, settings: { ...process.env, AZURE_CLIENT_ID: clientId } }).credential;
  };
  const needed = () => {
    if (!configuration) throw new Error('no configuration');
    return configuration;
  };
  const sqlSource = async () => ({ configuration: needed(), getToken: (await identity()).sqlToken });
  const connections = once(async () => openConnections(await sqlSource()));
  const account = once(() => openAccount(cloud, (clientId) => credentialFor(clientId)));
  return {
    storage: once(async () => openStorage(await account(), onMalformed)),
    fence: once(() => openFence(configuration, account)),
    probe: once(async () => openProbe(await sqlSource())),
    reader: once(async () => openReader(await sqlSource())),
    calls: once(async () => openCalls(cloud, (await identity()).credential)),
    metrics: once(async () => openMetrics(cloud, (await identity()).credential)),
    logs: once(async () => openLogs(cloud, (await identity()).credential)),
    publisher: once(() => openPublisher(needed(), async () => (await identity()).credential)),
    inventory: async ({ discovery }) => {
      const { createAzureInventory } = await import('../adapters/azure/resourceManager/inventory.ts');
      const { credential } = await identity();
      return createAzureInventory({ cloud, credential, limits: { timeoutMs: discovery.timeoutMs } });
    },
    activityLog: once(async () => openActivityLog(cloud, (await identity()).credential)),
    sampler: once(async () => openSampler(await connections())),
    signals: once(async () => openSignals(await connections())),
    serverLinks: once(async () => openServerLinks(await sqlSource())),
    copySync: once(async () => openCopySync(await sqlSource())),
    channels: once(() => openChannels(configuration)),
    heartbeat: openHeartbeat,
    page: once(async () => (await import('./builtPages.ts')).readStatusPage()),
    conditionPages: once(async () => (await import('./builtPages.ts')).readConditionPages()),
  };
}

type CredentialSource = (clientId: string | undefined) => Promise<import('@azure/identity').TokenCredential>;

/** The app's own storage account. */
async function openAccount(cloud: Cloud, credential: CredentialSource): Promise<StorageClients> {
  const settings = readStorage(cloud);
  if (!settings.ok) {
    const { path, expected, seen } = settings.fault;
    throw new Error(`${path}: expected ${expected}; saw ${seen}.`);
  }
  const { storageClients } = await import('../adapters/azure/storage.ts');
  const { value } = settings;
  return storageClients(value, value.kind === 'identity' ? await credential(value.clientId) : undefined);
}

async function openStorage(account: StorageClients, onMalformed: (place: StoredPlace) => void): Promise<Storage> {
  const [subjects, outbox, state, history, topology, metrics, documents, queues, outage] = await Promise.all([
    import('../adapters/azure/tables/subjectStore.ts'),
    import('../adapters/azure/tables/outboxStore.ts'),
    import('../adapters/azure/tables/appStateStore.ts'),
    import('../adapters/azure/blobs/historyStore.ts'),
    import('../adapters/azure/blobs/topologyStore.ts'),
    import('../adapters/azure/blobs/metricsStore.ts'),
    Promise.all([
      import('../adapters/azure/blobs/dispatchStore.ts'),
      import('../adapters/azure/blobs/silenceStore.ts'),
    ]),
    Promise.all([
      import('../adapters/azure/queues/deliveryQueue.ts'),
      import('../adapters/azure/queues/operationQueue.ts'),
      import('../adapters/azure/queues/shardQueue.ts'),
    ]),
    openOutageStores(account, onMalformed),
  ]);
  const table = account.table(TABLE);
  const container = account.container(CONTAINER);
  return {
    subjects: subjects.createSubjectStore(table, { onMalformed }),
    outbox: outbox.createOutboxStore(table, { onMalformed }),
    state: state.createAppStateStore(table),
    history: history.createHistoryStore(container),
    metrics: metrics.createMetricsStore(container),
    topology: topology.createTopologyStore(container, { onMalformed: (blob) => onMalformed({ blob }) }),
    dispatch: documents[0].createDispatchStore(container, { onMalformed: (aside) => onMalformed({ aside }) }),
    silences: documents[1].createSilenceStore(container, { onMalformed: (aside) => onMalformed({ aside }) }),
    queue: queues[0].createDeliveryQueue(account.queue(DELIVERY_QUEUE)),
    operationQueue: queues[1].createOperationQueue(account.queue(OPERATION_QUEUE)),
    shardQueue: queues[2].createShardQueue(account.queue(SHARD_QUEUE)),
    ...outage,
  };
}

/** What is known and done about outages, in the same table and container. */
async function openOutageStores(
  account: StorageClients,
  onMalformed: (place: StoredPlace) => void,
): Promise<Pick<Storage, 'evidence' | 'incidents' | 'operations' | 'audit' | 'deadLetters'>> {
  const [evidence, incidents, operations, audit, deadLetters] = await Promise.all([
    import('../adapters/azure/tables/evidenceStore.ts'),
    import('../adapters/azure/tables/incidentStore.ts'),
    import('../adapters/azure/tables/operationStore.ts'),
    import('../adapters/azure/tables/auditStore.ts'),
    import('../adapters/azure/blobs/deadLetterStore.ts'),
  ]);
  const table = account.table(TABLE);
  return {
    evidence: evidence.createEvidenceStore(table, { onMalformed }),
    incidents: incidents.createIncidentStore(table, { onMalformed }),
    operations: operations.createOperationStore(table, { onMalformed }),
    audit: audit.createAuditStore(table, { onMalformed }),
    deadLetters: deadLetters.createDeadLetterStore(account.container(CONTAINER)),
  };
}

/** Longer than that no sweep waits for an address elsewhere. */
const HEARTBEAT_TIMEOUT_MS = 5_000;

async function openHeartbeat({ heartbeat }: Configuration): Promise<Heartbeat> {
  if (heartbeat === undefined) throw new Error('Expected a heartbeat in the configuration, saw none.');
  const { createHeartbeat } = await import('../adapters/channels/heartbeat.ts');
  return createHeartbeat(heartbeat.url, (secret) => readSecret(secret), { timeoutMs: HEARTBEAT_TIMEOUT_MS });
}

async function openChannels(
  configuration: Configuration | undefined,
): Promise<ReadonlyMap<string, NotificationChannel>> {
  if (!configuration) return new Map();
  const { createChannel } = await import('../adapters/channels/createChannel.ts');
  const { delivery, name, objectives, approval, docsUrl } = configuration;
  const pageUrl = readPageUrl(configuration);
  const context = {
    name,
    rpoMs: objectives.rpoMs,
    ...(pageUrl === undefined ? {} : { pageUrl }),
    ...(docsUrl === undefined ? {} : { docsUrl }),
    approvalLink: approvalLinks(pageUrl, () => readApprovalKey(approval.key)),
  };
  const options = { timeoutMs: delivery.timeoutMs, context };
  return new Map(
    configuration.channels.map((channel) => [
      channel.name,
      createChannel(channel, (secret) => readSecret(secret), options),
    ]),
  );
}
