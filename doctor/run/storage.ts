/** Whether the storage account takes, gives back and forgets what the app would keep in it. */
import type { TokenCredential } from '@azure/identity';
import { bounded, type StorageClients, storageClients } from '../../shared/adapters/azure/storage.ts';
import { StorageError, told } from '../../shared/adapters/azure/storageError.ts';
import { CONTAINER, TABLE } from '../../shared/app/createPorts.ts';
import type { StorageSettings } from '../../shared/config/settings.ts';
import { failed, passed } from '../judge/checks.ts';
import { judgeStorageFailure } from '../judge/storage.ts';
import type { Check } from '../types.ts';

/** Everything that is written bears this name, and is deleted again. */
const PREFIX = 'doctor-';
const PARTITION = 'doctor';

/**
 * A row, a blob and a message, side by side. The table and the container are the app's own, and stay; the queue is one of its own, so that
 * the app never sees the message.
 * @param id makes the names of this run unique
 */
export async function checkStorage(
  settings: StorageSettings,
  credential: TokenCredential,
  id: string,
): Promise<Check[]> {
  let account: StorageClients;
  try {
    account = storageClients(settings, credential);
  } catch (error) {
    const message = error instanceof Error ? error.message : 'no client';
    return [failed('storage', 'a connection string that can be read', message, 'Copy it again, or use the identity.')];
  }
  const marker = `${PREFIX}${id}`;
  return Promise.all([
    attempt('storage table', `a row in table ${TABLE}`, () => keepRow(account, marker)),
    attempt('storage blob', `a blob in container ${CONTAINER}`, () => keepBlob(account, marker)),
    attempt('storage queue', 'a message on a queue', () => keepMessage(account, marker)),
  ]);
}

/** What the work ended with, as a check. */
export async function attempt(name: string, what: string, work: () => Promise<void>): Promise<Check> {
  const expected = `${what} written, read back and deleted`;
  try {
    await work();
    return passed(name, expected, 'written, read back and deleted');
  } catch (error) {
    const { code, statusCode, message } =
      error instanceof StorageError ? error : { code: 'unknown', statusCode: undefined, message: 'an unknown failure' };
    return judgeStorageFailure(name, expected, { code, statusCode, message });
  }
}

async function keepRow(account: StorageClients, marker: string): Promise<void> {
  const table = account.table(TABLE);
  await told(`create the table ${TABLE}`, () => table.createTable(bounded()));
  await told('write a row', () =>
    table.upsertEntity({ partitionKey: PARTITION, rowKey: marker, marker }, 'Replace', bounded()),
  );
  const found = await told('read the row', () => table.getEntity<{ marker?: string }>(PARTITION, marker, bounded()));
  await told('delete the row', () => table.deleteEntity(PARTITION, marker, bounded()));
  assertSame(found.marker, marker);
}

export async function keepBlob(account: StorageClients, marker: string): Promise<void> {
  const container = account.container(CONTAINER);
  await told(`create the container ${CONTAINER}`, () => container.createIfNotExists(bounded()));
  const blob = container.getBlockBlobClient(`doctor/${marker}`);
  await told('write a blob', () => blob.upload(marker, marker.length, bounded()));
  const found = await told('read the blob', () => blob.downloadToBuffer(0, undefined, bounded()));
  await told('delete the blob', () => blob.deleteIfExists(bounded()));
  assertSame(found.toString('utf8'), marker);
}

async function keepMessage(account: StorageClients, marker: string): Promise<void> {
  const queue = account.queue(marker);
  await told('create a queue', () => queue.createIfNotExists(bounded()));
  try {
    await told('send a message', () => queue.sendMessage(marker, bounded()));
    const { receivedMessageItems } = await told('receive the message', () => queue.receiveMessages(bounded()));
    const [message] = receivedMessageItems;
    assertSame(message?.messageText, marker);
    if (message)
      await told('delete the message', () => queue.deleteMessage(message.messageId, message.popReceipt, bounded()));
  } finally {
    await told('delete the queue', () => queue.deleteIfExists(bounded()));
  }
}

function assertSame(found: string | undefined, written: string): void {
  if (found === written) return;
  throw new StorageError('Expected to read back what was written, saw something else.', 'ReadBack', undefined);
}
