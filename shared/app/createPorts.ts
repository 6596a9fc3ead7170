/** Where ports meet adapters. Every adapter is loaded when it is first needed and kept: a status request loads no SQL driver. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { NotificationChannel } from '../alerting/ports.ts';
import type { CLOUDS } from '../config/clouds.ts';
import { readSecret, readStorage } from '../config/settings.ts';
import type { Configuration } from '../config/types.ts';
import { once } from './once.ts';
import type { AppPorts, Storage } from './ports.ts';

/** The names that people see in the storage account. */
export const TABLE = 'geowarden';
export const CONTAINER = 'geowarden';
export const DELIVERY_QUEUE = 'geowarden-deliver-notification';

export function createPorts(configuration: Configuration | undefined): AppPorts {
  const cloud = configuration?.cloud ?? 'public';
  const identity = once(async () => {
    const { createIdentity } = await import('../adapters/azure/identity/identity.ts');
    return createIdentity({ cloud });
  });
  const sampler = once(async () => {
    const { createReplicationSampler } = await import('../adapters/azure/sql/replicationSampler.ts');
    if (!configuration) throw new Error('no configuration');
    const { sampling } = configuration;
    const { sqlToken } = await identity();
    return createReplicationSampler({ sampling, getToken: sqlToken });
  });
  return {
    storage: once(() => openStorage(cloud, async () => (await identity()).credential)),
    inventory: async ({ discovery }) => {
      const { createAzureInventory } = await import('../adapters/azure/resourceManager/inventory.ts');
      const { credential } = await identity();
      return createAzureInventory({ cloud, credential, limits: { timeoutMs: discovery.timeoutMs } });
    },
    sampler,
    channels: once(() => openChannels(configuration)),
    page: once(readPageFile),
  };
}

type CredentialSource = () => Promise<import('@azure/identity').TokenCredential>;

async function openStorage(cloud: keyof typeof CLOUDS, credential: CredentialSource): Promise<Storage> {
  const settings = readStorage(cloud);
  if (!settings.ok) {
    const { path, expected, seen } = settings.fault;
    throw new Error(`${path}: expected ${expected}; saw ${seen}.`);
  }
  const [clients, subjects, outbox, state, history, topology, queue] = await Promise.all([
    import('../adapters/azure/storage.ts'),
    import('../adapters/azure/tables/subjectStore.ts'),
    import('../adapters/azure/tables/outboxStore.ts'),
    import('../adapters/azure/tables/appStateStore.ts'),
    import('../adapters/azure/blobs/historyStore.ts'),
    import('../adapters/azure/blobs/topologyStore.ts'),
    import('../adapters/azure/queues/deliveryQueue.ts'),
  ]);
  const needsIdentity = settings.value.kind === 'identity';
  const account = clients.storageClients(settings.value, needsIdentity ? await credential() : undefined);
  const table = account.table(TABLE);
  const container = account.container(CONTAINER);
  return {
    subjects: subjects.createSubjectStore(table),
    outbox: outbox.createOutboxStore(table),
    state: state.createAppStateStore(table),
    history: history.createHistoryStore(container),
    topology: topology.createTopologyStore(container),
    queue: queue.createDeliveryQueue(account.queue(DELIVERY_QUEUE)),
  };
}

async function openChannels(
  configuration: Configuration | undefined,
): Promise<ReadonlyMap<string, NotificationChannel>> {
  if (!configuration) return new Map();
  const { createChannel } = await import('../adapters/channels/createChannel.ts');
  const { delivery, name, objectives, pageUrl } = configuration;
  const context = { name, rpoMs: objectives.rpoMs, ...(pageUrl === undefined ? {} : { pageUrl }) };
  const options = { timeoutMs: delivery.timeoutMs, context };
  return new Map(
    configuration.channels.map((channel) => [
      channel.name,
      createChannel(channel, (secret) => readSecret(secret), options),
    ]),
  );
}

/** The build puts the page beside the bundle. Its own script and style are all that it may run. */
async function readPageFile(): Promise<{ html: string; hashes: { script: string; style: string } }> {
  const html = await readFile(new URL('./page.html', import.meta.url), 'utf8');
  const hashOf = (tag: string) => {
    const content = new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(html)?.[1] ?? '';
    return `sha256-${createHash('sha256').update(content).digest('base64')}`;
  };
  return { html, hashes: { script: hashOf('script'), style: hashOf('style') } };
}
