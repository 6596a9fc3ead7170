import assert from 'node:assert/strict';
import { test } from 'node:test';
import { storageStatus } from '../../../shared/adapters/azure/storageError.ts';
import { submitEntityGroup } from '../../../shared/adapters/azure/tables/entityGroup.ts';
import { queryRows } from '../../../shared/adapters/azure/tables/queryRows.ts';
import { withAzurite } from './azurite.ts';

const azurite = withAzurite();
const soon = () => AbortSignal.timeout(60_000);

async function tableOf(count: number) {
  const client = azurite.clients().table(azurite.newName());
  await client.createTable();
  for (let from = 0; from < count; from += 100) {
    const rows = Array.from({ length: Math.min(100, count - from) }, (_, n) => ({
      partitionKey: '03',
      rowKey: `s-${String(from + n).padStart(5, '0')}`,
      data0: `{"n":${from + n},"text":"ü \\"quoted\\""}`,
      created: '2026-01-02T03:04:05.000Z',
    }));
    await submitEntityGroup(
      client,
      rows.map((row) => ['create', row]),
      soon(),
    );
  }
  return client;
}

test('rows come as the SDK would give them: keys, columns and the ETag of each', async () => {
  const client = await tableOf(3);
  const rows = await queryRows(client, "PartitionKey eq '03' and RowKey ge 's-00001'", undefined, soon());
  const expected = await Promise.all(['s-00001', 's-00002'].map((key) => client.getEntity('03', key)));
  assert.deepEqual(
    rows.map(({ partitionKey, rowKey, data0, created, etag }) => ({ partitionKey, rowKey, data0, created, etag })),
    expected.map(({ partitionKey, rowKey, data0, created, etag }) => ({ partitionKey, rowKey, data0, created, etag })),
  );
});

test('more rows than a page holds all come', async () => {
  const client = await tableOf(1_150);
  const rows = await queryRows(client, "PartitionKey eq '03'", undefined, soon());
  assert.equal(new Set(rows.map(({ rowKey }) => rowKey)).size, 1_150);
});

test('only the columns that are asked for come', async () => {
  const client = await tableOf(1);
  const [row] = await queryRows(client, "PartitionKey eq '03'", ['RowKey', 'created'], soon());
  assert.deepEqual([row?.rowKey, row?.created, row?.data0], ['s-00000', '2026-01-02T03:04:05.000Z', undefined]);
});

test('a table that is missing, and a filter that is none, are said to be', async () => {
  const missing = azurite.clients().table(azurite.newName());
  await assert.rejects(
    queryRows(missing, "PartitionKey eq '03'", undefined, soon()),
    (error) => storageStatus(error) === 404,
  );
  const client = await tableOf(1);
  await assert.rejects(
    queryRows(client, 'PartitionKey is 3', undefined, soon()),
    (error) => storageStatus(error) === 400,
  );
});
