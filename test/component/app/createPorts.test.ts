import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { beforeEach, test } from 'node:test';
import { createPorts, TABLE } from '../../../shared/app/createPorts.ts';
import type { StoredPlace } from '../../../shared/app/malformedRows.ts';
import { withAzurite } from '../tables/azurite.ts';

const azurite = withAzurite();

beforeEach(() => {
  for (const name of Object.keys(process.env))
    if (/^(AzureWebJobsStorage|IDENTITY_|AZURE_)/.test(name)) delete process.env[name];
});

test('what the stores cannot read is told, whichever of them reads it', async () => {
  process.env.AzureWebJobsStorage = azurite.connectionString();
  const told: StoredPlace[] = [];
  const storage = await createPorts(undefined, (place) => told.push(place)).storage();
  await storage.subjects.load('03');
  const table = azurite.clients().table(TABLE);
  await table.createTable();
  await table.createEntity({ partitionKey: '03', rowKey: 's-bad', data0: '{"half' });
  await table.createEntity({ partitionKey: '03', rowKey: 'o-bad', data0: '{"half', created: '2026' });
  await storage.topology.load();
  const body = '{"half';
  for (const blob of ['topology/current.json', 'dispatch/state.json', 'silences/current.json'])
    await azurite.clients().container(TABLE).getBlockBlobClient(blob).upload(body, body.length);
  assert.equal((await storage.subjects.load('03')).size, 0);
  assert.deepEqual(await storage.outbox.recent(10), []);
  assert.equal(await storage.topology.load(), undefined);
  assert.deepEqual(told.splice(0), [
    { partition: '03', row: 's-bad' },
    { partition: '03', row: 'o-bad' },
    { blob: 'topology/current.json' },
  ]);
  await storage.dispatch.load();
  await storage.silences.load();
  const aside = told.map((place) => ('aside' in place ? place.aside.replace(/-\w+\.json$/, '') : place));
  assert.deepEqual(aside, ['dispatch/state.unreadable', 'silences/current.unreadable'], 'and kept aside');
});

/** An identity endpoint of App Service that keeps what it was asked. */
async function withIdentityEndpoint(body: (asked: string[]) => Promise<void>): Promise<void> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.setHeader('content-type', 'application/json');
    const expires_on = Math.floor(Date.now() / 1_000) + 3_600;
    response.end(JSON.stringify({ access_token: 'test', expires_on, resource: 'x', token_type: 'Bearer' }));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.env.IDENTITY_ENDPOINT = `http://127.0.0.1:${(server.address() as AddressInfo).port}/msi/token`;
  process.env.IDENTITY_HEADER = 'header';
  try {
    await body(asked);
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

/** Nobody listens there: the token has been asked for by the time that this is found out. */
const NOBODY = 'https://nobody.invalid';

// One test: the library keeps the first endpoint that it finds for the life of the process.
test('storage is opened with the identity of the app, or with one of its own where it names one', async () => {
  await withIdentityEndpoint(async (asked) => {
    for (const service of ['blob', 'queue', 'table']) process.env[`AzureWebJobsStorage__${service}ServiceUri`] = NOBODY;
    process.env.AZURE_CLIENT_ID = 'app-identity';
    const shared = await createPorts(undefined, () => {}).storage();
    await assert.rejects(shared.state.read('sampling'), /Expected to/);
    process.env.AzureWebJobsStorage__clientId = 'storage-identity';
    const own = await createPorts(undefined, () => {}).storage();
    await assert.rejects(own.state.read('sampling'), /Expected to/);
    assert.deepEqual(
      asked.map((url) => new URL(url, 'http://endpoint').searchParams.get('client_id')),
      ['app-identity', 'storage-identity'],
    );
  });
});
