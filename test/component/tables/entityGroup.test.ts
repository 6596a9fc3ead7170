import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TransactionAction } from '@azure/data-tables';
import { storageCode, storageStatus } from '../../../shared/adapters/azure/storageError.ts';
import { submitEntityGroup } from '../../../shared/adapters/azure/tables/entityGroup.ts';
import { withAzurite } from './azurite.ts';

const azurite = withAzurite();
const row = (rowKey: string, data: string) => ({ partitionKey: "p'1", rowKey, data });
const never = () => AbortSignal.timeout(20_000);

async function table() {
  const client = azurite.clients().table(azurite.newName());
  await client.createTable();
  return client;
}
const refusedWith = (status: number, code: string) => (error: unknown) => {
  assert.deepEqual([storageStatus(error), storageCode(error)], [status, code]);
  return true;
};

test('rows are made and replaced together, and their ETags are those that a reader sees', async () => {
  const client = await table();
  const text = 'a "quote", a \\ backslash, \r\n a line, --changeset_ and {"json":[1]}';
  const made = await submitEntityGroup(
    client,
    [
      ['create', row('a!2f', text)],
      ['create', row('b', 'old')],
    ],
    never(),
  );
  const read = async (key: string) => client.getEntity<{ data: string }>("p'1", key);
  assert.deepEqual([(await read('a!2f')).etag, (await read('b')).etag], made);
  assert.equal((await read('a!2f')).data, text);
  const [etag] = await submitEntityGroup(
    client,
    [['update', row('b', 'new'), 'Replace', { etag: made[1] ?? '' }]],
    never(),
  );
  assert.deepEqual([(await read('b')).data, (await read('b')).etag], ['new', etag]);
});

test('a replacement leaves no column of what was there', async () => {
  const client = await table();
  const [etag = ''] = await submitEntityGroup(client, [['create', { ...row('a', 'x'), more: 'y' }]], never());
  await submitEntityGroup(client, [['update', row('a', 'z'), 'Replace', { etag }]], never());
  assert.equal((await client.getEntity("p'1", 'a')).more, undefined);
});

for (const [name, status, code, action] of [
  [
    'an ETag that no longer holds',
    412,
    'UpdateConditionNotSatisfied',
    ['update', row('a', 'x'), 'Replace', { etag: 'W/"x"' }],
  ],
  ['a row that exists already', 409, 'EntityAlreadyExists', ['create', row('a', 'x')]],
] as Array<[string, number, string, TransactionAction]>) {
  test(`${name} refuses all of them, with its status and code`, async () => {
    const client = await table();
    await submitEntityGroup(client, [['create', row('a', 'old')]], never());
    await assert.rejects(
      submitEntityGroup(client, [['create', row('new', 'n')], action], never()),
      refusedWith(status, code),
    );
    await assert.rejects(client.getEntity("p'1", 'new'), /ResourceNotFound|not found|does not exist/i);
  });
}

test('a table that is missing is said to be', async () => {
  const client = azurite.clients().table(azurite.newName());
  await assert.rejects(
    submitEntityGroup(client, [['create', row('a', 'x')]], never()),
    (error) => storageStatus(error) === 404,
  );
});

test('what it does not understand it does not send', async () => {
  const client = await table();
  for (const action of [
    ['delete', row('a', '')],
    ['upsert', row('a', ''), 'Replace'],
    ['update', row('a', ''), 'Merge', { etag: '*' }],
    ['update', row('a', ''), 'Replace'],
  ] as TransactionAction[]) {
    await assert.rejects(submitEntityGroup(client, [action], never()), /expected to create a row, or to replace one/);
  }
});
