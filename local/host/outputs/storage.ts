/** The three storage writes behind output bindings. Each makes its container when it is missing, as the extensions do. */
import { TableClient } from '@azure/data-tables';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueClient } from '@azure/storage-queue';
import type { QueueOptions } from '../hostJson.ts';
import { STORAGE_OPTIONS } from '../storageOptions.ts';
import { asBytes, asList, asText } from './values.ts';

/** No single write may take longer. */
const WRITE_TIMEOUT_MS = 30_000;

/** One message per element of an array. */
export async function writeQueue(
  connection: string,
  queueName: string,
  value: unknown,
  encoding: QueueOptions['messageEncoding'],
): Promise<void> {
  const queue = new QueueClient(connection, queueName, STORAGE_OPTIONS);
  await queue.createIfNotExists({ abortSignal: deadline() });
  for (const one of asList(value)) {
    const text = Buffer.isBuffer(one) ? one.toString('utf8') : asText(one);
    const body = encoding === 'base64' ? Buffer.from(text).toString('base64') : text;
    await queue.sendMessage(body, { abortSignal: deadline() });
  }
}

/** One blob, replacing what is there. The path is `container/name`. */
export async function writeBlob(connection: string, path: string, value: unknown): Promise<void> {
  const slash = path.indexOf('/');
  if (slash <= 0 || slash === path.length - 1) throw new Error(`The blob path "${path}" must be container/name.`);
  const container = BlobServiceClient.fromConnectionString(connection, STORAGE_OPTIONS).getContainerClient(
    path.slice(0, slash),
  );
  await container.createIfNotExists({ abortSignal: deadline() });
  const bytes = asBytes(value);
  await container.getBlockBlobClient(path.slice(slash + 1)).upload(bytes, bytes.length, { abortSignal: deadline() });
}

/** One row per element of an array, inserted: a row that exists fails the invocation. Keys come from the row, else from the binding. */
export async function writeTable(
  connection: string,
  tableName: string,
  value: unknown,
  keys: { partitionKey: string; rowKey: string },
): Promise<void> {
  const table = TableClient.fromConnectionString(connection, tableName, { allowInsecureConnection: true });
  await table.createTable({ abortSignal: deadline() });
  for (const row of asList(value)) {
    const { PartitionKey, RowKey, ...rest } = row as Record<string, unknown>;
    const entity = {
      ...rest,
      partitionKey: String(PartitionKey ?? rest.partitionKey ?? keys.partitionKey),
      rowKey: String(RowKey ?? rest.rowKey ?? keys.rowKey),
    };
    await table.createEntity(entity, { abortSignal: deadline() });
  }
}

function deadline(): AbortSignal {
  return AbortSignal.timeout(WRITE_TIMEOUT_MS);
}
