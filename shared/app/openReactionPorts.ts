/** The ports with which an outage is seen, and acted on. Each adapter is loaded when it is first needed. */
import type { TokenCredential } from '@azure/identity';
import { readIdentityName, readSecret } from '../config/settings.ts';
import type { Cloud, Configuration } from '../config/types.ts';
import type { DatabaseReader, FailoverCalls } from '../operations/ports.ts';
import type { EvidencePublisher } from '../outage/ports.ts';
import type { LoginProbe } from '../reaction/ports.ts';
import { sampleTimeoutMs } from '../replication/sampleTimeout.ts';
import type { FenceStorage } from './ports.ts';

/** In the account that all deployments share, and in the app's own. */
const CONTAINER = 'geowarden';
/** A login that takes longer than this is none, however patient sampling is. */
const LONGEST_LOGIN_MS = 10_000;

export interface SqlSource {
  configuration: Configuration;
  getToken: () => Promise<string>;
}

export async function openProbe({ configuration, getToken }: SqlSource): Promise<LoginProbe> {
  const { probeLogin } = await import('../adapters/azure/sql/probeLogin.ts');
  const access = { encryption: configuration.sampling.encryption, getToken, identityName: readIdentityName() };
  return { probe: (end) => probeLogin(end, access, loginTimeoutMs(configuration)) };
}

export async function openReader({ configuration, getToken }: SqlSource): Promise<DatabaseReader> {
  const { createDatabaseReader } = await import('../adapters/azure/sql/databaseReader.ts');
  const { encryption } = configuration.sampling;
  return createDatabaseReader({
    encryption,
    getToken,
    identityName: readIdentityName(),
    timeoutMs: loginTimeoutMs(configuration),
  });
}

function loginTimeoutMs({ sampling }: Configuration): number {
  return Math.min(sampleTimeoutMs(sampling), LONGEST_LOGIN_MS);
}

export async function openCalls(cloud: Cloud, credential: TokenCredential): Promise<FailoverCalls> {
  const { createFailoverCalls } = await import('../adapters/azure/resourceManager/failoverCalls.ts');
  return createFailoverCalls({ cloud, credential });
}

/** Undefined where there is no topic. A topic whose key cannot be read is asked with the identity. */
export async function openPublisher(
  configuration: Configuration,
  credential: () => Promise<TokenCredential>,
): Promise<EvidencePublisher | undefined> {
  const { topics } = configuration.events;
  if (topics.length === 0) return undefined;
  const { createEventGridPublisher } = await import('../adapters/azure/eventGrid/publisher.ts');
  const ways = topics.map(async ({ endpoint, key }) => {
    const secret = key && readSecret(key);
    return { endpoint, credential: secret === undefined ? await credential() : { key: secret } };
  });
  return createEventGridPublisher({
    topics: await Promise.all(ways),
    source: `/geowarden/${sourceName(configuration)}`,
  });
}

/** CloudEvents wants a URI reference. */
function sourceName({ name, role }: Configuration): string {
  return encodeURIComponent(`${name}/${role}`);
}

/** @throws Error where the account's connection string is missing: without the fence there is no automatic action (rule 7). */
export async function openFence(
  configuration: Configuration | undefined,
  own: () => Promise<import('../adapters/azure/storage.ts').StorageClients>,
): Promise<FenceStorage> {
  const [{ createFence }, { createBreakGlassStore }, { storageClients }] = await Promise.all([
    import('../adapters/azure/blobs/fence.ts'),
    import('../adapters/azure/blobs/breakGlassStore.ts'),
    import('../adapters/azure/storage.ts'),
  ]);
  const account = await fenceAccount(configuration, own, storageClients);
  const container = account.container(CONTAINER);
  return { fence: createFence(container), breakGlass: createBreakGlassStore(container) };
}

async function fenceAccount(
  configuration: Configuration | undefined,
  own: () => Promise<import('../adapters/azure/storage.ts').StorageClients>,
  storageClients: typeof import('../adapters/azure/storage.ts').storageClients,
) {
  const reference = configuration?.fence.storage;
  if (reference === undefined) return await own();
  const connectionString = readSecret(reference);
  if (connectionString === undefined) {
    throw new Error(
      `Expected the connection string of the fence's account in the app setting ${reference.setting}, saw none. Without the fence nothing is done.`,
    );
  }
  return storageClients({ kind: 'connectionString', connectionString });
}
