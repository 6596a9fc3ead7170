import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { TableClient } from '@azure/data-tables';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { startAzurite } from '../../../local/desk/azurite.ts';
import { until } from '../host/support.ts';

const newFolder = () => mkdtempSync(path.join(tmpdir(), 'geowarden-azurite-'));
const isAlive = (processId: number) => {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
};

test('all three services answer the newest storage packages, on loopback and free ports', async (t) => {
  const azurite = await startAzurite({ location: path.join(newFolder(), 'made', 'here') });
  t.after(() => azurite.close());
  const { connectionString, blobPort, queuePort, tablePort } = azurite;
  assert.equal(new Set([blobPort, queuePort, tablePort]).size, 3);
  await BlobServiceClient.fromConnectionString(connectionString).createContainer('ccc');
  await QueueServiceClient.fromConnectionString(connectionString).createQueue('qqq');
  await TableClient.fromConnectionString(connectionString, 'ttt', { allowInsecureConnection: true }).createTable();
  await azurite.close();
  assert.equal(isAlive(azurite.processId), false);
  await azurite.close();
});

test('accounts have data of their own, and a service may be reached through something in between', async (t) => {
  const azurite = await startAzurite({ location: newFolder(), accounts: ['second', 'fence'] });
  t.after(() => azurite.close());
  const containersOf = async (account: string) => {
    const client = BlobServiceClient.fromConnectionString(azurite.connectionStringOf(account));
    const names: string[] = [];
    for await (const { name } of client.listContainers()) names.push(name);
    return names;
  };
  await BlobServiceClient.fromConnectionString(azurite.connectionStringOf('second')).createContainer('ccc');
  assert.deepEqual(await containersOf('second'), ['ccc']);
  assert.deepEqual(await containersOf('fence'), []);
  assert.deepEqual(await containersOf('devstoreaccount1'), [], "the emulator's own account is still there");
  assert.equal(azurite.connectionString, azurite.connectionStringOf('devstoreaccount1'));
  assert.match(azurite.connectionStringOf('fence', { table: 4711 }), /TableEndpoint=http:\/\/127\.0\.0\.1:4711\/fence/);
  await assert.rejects(containersOf('unknown'));
});

test('what was stored is there after a restart, on the ports that were asked for', async (t) => {
  const location = newFolder();
  const first = await startAzurite({ location });
  t.after(() => first.close());
  const container = BlobServiceClient.fromConnectionString(first.connectionString).getContainerClient('ccc');
  await container.create();
  await container.getBlockBlobClient('b').upload('kept', 4);
  await QueueServiceClient.fromConnectionString(first.connectionString).createQueue('qqq');
  await QueueServiceClient.fromConnectionString(first.connectionString).getQueueClient('qqq').sendMessage('kept');
  const table = TableClient.fromConnectionString(first.connectionString, 'ttt', { allowInsecureConnection: true });
  await table.createTable();
  await table.createEntity({ partitionKey: 'p', rowKey: 'r', value: 'kept' });
  await first.close();

  const ports = { blob: first.blobPort, queue: first.queuePort, table: first.tablePort };
  const second = await startAzurite({ location, ports });
  t.after(() => second.close());
  assert.equal(second.connectionString, first.connectionString);
  assert.equal((await container.getBlockBlobClient('b').downloadToBuffer()).toString(), 'kept');
  const peeked = await QueueServiceClient.fromConnectionString(second.connectionString)
    .getQueueClient('qqq')
    .peekMessages();
  assert.equal(peeked.peekedMessageItems[0]?.messageText, 'kept');
  assert.equal((await table.getEntity('p', 'r')).value, 'kept');
});

test('a taken port is an error that names it, and leaves no process behind', async (t) => {
  const first = await startAzurite({ location: newFolder() });
  t.after(() => first.close());
  const ports = { blob: first.blobPort };
  await assert.rejects(startAzurite({ location: newFolder(), ports }), new RegExp(`EADDRINUSE.*:${first.blobPort}`));
});

test('it ends with its parent, even when that is killed', async () => {
  const module = new URL('../../../local/desk/azurite.ts', import.meta.url).href;
  const script = `import { startAzurite } from ${JSON.stringify(module)};
    const azurite = await startAzurite({ location: ${JSON.stringify(newFolder())} });
    console.log(azurite.processId);
    setInterval(() => {}, 1000);`;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [chunk] = await once(parent.stdout, 'data', { signal: AbortSignal.timeout(60_000) });
  const processId = Number(String(chunk));
  assert.equal(isAlive(processId), true);
  parent.kill('SIGKILL');
  await until('Azurite to be gone', () => !isAlive(processId));
});
