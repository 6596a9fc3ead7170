import { TableClient } from '@azure/data-tables';
import type { TokenCredential } from '@azure/identity';
import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
import { type QueueClient, QueueServiceClient } from '@azure/storage-queue';
import type { StorageSettings } from '../../config/settings.ts';

/** Clients of one storage account, made without a request. */
export interface StorageClients {
  table(name: string): TableClient;
  container(name: string): ContainerClient;
  queue(name: string): QueueClient;
}

/** A whole operation, its retries included, ends within this. */
const OPERATION_TIMEOUT_MS = 20_000;
/** Per operation; a sweep repeats what fails anyway. The SDKs add the jitter. */
const RETRIES = 2;
const FIRST_RETRY_MS = 250;
const LONGEST_RETRY_MS = 2_000;

/**
 * @param credential needed to come as an identity, unused with a connection string.
 * @throws Error saying what was expected; never the connection string.
 */
export function storageClients(settings: StorageSettings, credential?: TokenCredential): StorageClients {
  return settings.kind === 'connectionString'
    ? byConnectionString(settings.connectionString)
    : byIdentity(settings, credential);
}

const tableRetries = { maxRetries: RETRIES, retryDelayInMs: FIRST_RETRY_MS, maxRetryDelayInMs: LONGEST_RETRY_MS };
const storageRetries = {
  maxTries: RETRIES + 1,
  retryDelayInMs: FIRST_RETRY_MS,
  maxRetryDelayInMs: LONGEST_RETRY_MS,
  tryTimeoutInMs: OPERATION_TIMEOUT_MS,
};

function byConnectionString(connectionString: string): StorageClients {
  // Only an emulator answers plain HTTP, and only a connection string that says so may talk to one.
  const allowInsecureConnection =
    /(^|;)(DefaultEndpointsProtocol=http;|UseDevelopmentStorage=true|\w+Endpoint=http:)/i.test(connectionString);
  try {
    const blobs = BlobServiceClient.fromConnectionString(connectionString, { retryOptions: storageRetries });
    const queues = QueueServiceClient.fromConnectionString(connectionString, { retryOptions: storageRetries });
    return {
      table: (name) =>
        TableClient.fromConnectionString(connectionString, name, {
          allowInsecureConnection,
          retryOptions: tableRetries,
        }),
      container: (name) => blobs.getContainerClient(name),
      queue: (name) => queues.getQueueClient(name),
    };
  } catch {
    // The SDKs' own errors may quote the string, and it holds the key.
    throw new Error(
      'Expected a storage connection string with AccountName and AccountKey (or a shared access signature), saw one that cannot be read. ' +
        'Copy it again from the storage account, or give the account by name to use the managed identity.',
    );
  }
}

function byIdentity(
  { blobUrl, queueUrl, tableUrl }: Extract<StorageSettings, { kind: 'identity' }>,
  credential: TokenCredential | undefined,
): StorageClients {
  if (credential === undefined) {
    throw new Error(`Expected a credential for the storage at ${blobUrl}, saw none. Give the app an identity.`);
  }
  const blobs = new BlobServiceClient(blobUrl, credential, { retryOptions: storageRetries });
  const queues = new QueueServiceClient(queueUrl, credential, { retryOptions: storageRetries });
  return {
    table: (name) => new TableClient(tableUrl, name, credential, { retryOptions: tableRetries }),
    container: (name) => blobs.getContainerClient(name),
    queue: (name) => queues.getQueueClient(name),
  };
}

/** Options for one operation: it is given up, retries included, after OPERATION_TIMEOUT_MS. */
export function bounded(timeoutMs: number = OPERATION_TIMEOUT_MS): { abortSignal: AbortSignal } {
  return { abortSignal: AbortSignal.timeout(timeoutMs) };
}
