import assert from 'node:assert/strict';
import net from 'node:net';
import { after, test } from 'node:test';
import { bounded, storageClients } from '../../../shared/adapters/azure/storage.ts';
import { StorageError, storageCode, told } from '../../../shared/adapters/azure/storageError.ts';
import { createAppStateStore } from '../../../shared/adapters/azure/tables/appStateStore.ts';
import { createSubjectStore } from '../../../shared/adapters/azure/tables/subjectStore.ts';
import { withAzurite } from './azurite.ts';

const azurite = withAzurite();
const sockets: net.Socket[] = [];
const silent = net.createServer((socket) => void sockets.push(socket));
after(() => {
  for (const socket of sockets) socket.destroy();
  silent.close();
});
const KEY = Buffer.from('not the key of anybody').toString('base64');

test('a wrong key is told with its code and what to do, and without the key', async () => {
  const wrong = azurite.connectionString().replace(/AccountKey=[^;]+/, `AccountKey=${KEY}`);
  const table = storageClients({ kind: 'connectionString', connectionString: wrong }).table(azurite.newName());
  await assert.rejects(createSubjectStore(table).load('03'), (error: unknown) => {
    assert.ok(error instanceof StorageError);
    assert.equal(error.statusCode, 403);
    assert.match(error.message, /^Expected to read from the state table, saw 403 \w+\. Give the identity/);
    assert.doesNotMatch(JSON.stringify(error) + error.stack, new RegExp(KEY));
    return true;
  });
});

test('a storage that accepts and never answers is given up in time', async () => {
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as net.AddressInfo;
  const connectionString = azurite
    .connectionString()
    .replace(/TableEndpoint=http:\/\/127\.0\.0\.1:\d+/, `TableEndpoint=http://127.0.0.1:${port}`);
  const table = storageClients({ kind: 'connectionString', connectionString }).table(azurite.newName());
  const startedAt = performance.now();
  await assert.rejects(
    told('read', () => table.getEntity('a', 'b', bounded(300))),
    (error: unknown) =>
      error instanceof StorageError && error.code === 'AbortError' && /did not answer in time/.test(error.message),
  );
  assert.ok(performance.now() - startedAt < 3_000);
});

test('a store whose first request failed works once the account is back', async () => {
  const name = azurite.newName();
  const table = azurite.clients().table(name);
  const createTable = table.createTable.bind(table);
  let calls = 0;
  table.createTable = async (...given) => {
    calls += 1;
    if (calls === 1) throw Object.assign(new Error('down'), { code: 'ECONNREFUSED' });
    return createTable(...given);
  };
  const store = createAppStateStore(table);
  await assert.rejects(store.write('mark', 1), /saw ECONNREFUSED/);
  await store.write('mark', 1);
  assert.equal(await store.read('mark'), 1);
});

test('a connection string that cannot be read is refused without being quoted', () => {
  for (const connectionString of ['nonsense;AccountKey=c2VjcmV0', 'AccountName=x', '']) {
    assert.throws(
      () => storageClients({ kind: 'connectionString', connectionString }).table('x'),
      (error: unknown) =>
        error instanceof Error && /storage connection string/.test(error.message) && !/c2VjcmV0/.test(error.message),
    );
  }
});

test("the service's own code is found wherever the SDK puts it", () => {
  assert.equal(storageCode({ details: { odataError: { code: 'TableNotFound' } }, code: 'X' }), 'TableNotFound');
  assert.equal(storageCode({ details: { errorCode: 'BlobNotFound' } }), 'BlobNotFound');
  assert.equal(storageCode({ code: 'ENOTFOUND' }), 'ENOTFOUND');
  assert.equal(storageCode(new TypeError('x')), 'TypeError');
  assert.equal(storageCode('text'), 'unknown');
});
