import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { TableClient } from '@azure/data-tables';
import { BlobServiceClient } from '@azure/storage-blob';
import { QueueServiceClient } from '@azure/storage-queue';
import { checkStorage } from '../../../doctor/run/storage.ts';
import { type Azurite, startAzurite } from '../../../local/desk/azurite.ts';

let folder: string;
let azurite: Azurite;
before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'doctor-storage-'));
  azurite = await startAzurite({ location: folder });
});
after(async () => {
  await azurite?.close();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** A connection string needs no credential. */
const NO_CREDENTIAL = { getToken: async () => null };
const check = (connectionString: string, id: string) =>
  checkStorage({ kind: 'connectionString', connectionString }, NO_CREDENTIAL, id);

async function namesOf<T extends { name: string }>(list: AsyncIterable<T>): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of list) names.push(name);
  return names;
}

/** Everything in the account but the table and the container that the app keeps. */
async function leftovers(): Promise<unknown[]> {
  const text = azurite.connectionString;
  const rows = TableClient.fromConnectionString(text, 'geowarden', { allowInsecureConnection: true }).listEntities();
  const left: unknown[] = [];
  for await (const row of rows) left.push(row);
  const container = BlobServiceClient.fromConnectionString(text).getContainerClient('geowarden');
  return [
    ...left,
    ...(await namesOf(container.listBlobsFlat())),
    ...(await namesOf(QueueServiceClient.fromConnectionString(text).listQueues())),
  ];
}

test('an empty account is made ready as the app would make it, and nothing else is left behind; again and again', async () => {
  for (const id of ['one', 'two']) {
    const checks = await check(azurite.connectionString, id);
    assert.deepEqual(
      checks.map(({ name, result }) => [name, result]),
      [
        ['storage table', 'ok'],
        ['storage blob', 'ok'],
        ['storage queue', 'ok'],
      ],
    );
  }
  assert.deepEqual(await leftovers(), []);
});

test('two doctors at once do not meet', async () => {
  const runs = await Promise.all(['a', 'b', 'c'].map((id) => check(azurite.connectionString, id)));
  assert.deepEqual(new Set(runs.flat().map(({ result }) => result)), new Set(['ok']));
  assert.deepEqual(await leftovers(), []);
});

test('a key that is not the account’s is refused by each service, told with the roles, and not shown', async () => {
  const key = Buffer.from('some other key').toString('base64');
  const checks = await check(azurite.connectionString.replace(/AccountKey=[^;]+/, `AccountKey=${key}`), 'three');
  assert.equal(checks.length, 3);
  for (const { name, result, seen, advice } of checks) {
    assert.equal(result, 'failed', name);
    assert.match(seen, /^403 \w+ when trying to create/, name);
    assert.match(advice, /Data Contributor.*key is the present one/, name);
  }
  assert.ok(!JSON.stringify(checks).includes(key));
});

test('a connection string that is none is one failure that does not repeat it', async () => {
  const checks = await check('AccountKey=TOPSECRET', 'four');
  assert.deepEqual(
    checks.map(({ name, result }) => [name, result]),
    [['storage', 'failed']],
  );
  assert.ok(!JSON.stringify(checks).includes('TOPSECRET'));
});
