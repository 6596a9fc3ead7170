import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAppStateStore } from '../../../shared/adapters/azure/tables/appStateStore.ts';
import { rowKey } from '../../../shared/adapters/azure/tables/keys.ts';
import { createOutboxStore } from '../../../shared/adapters/azure/tables/outboxStore.ts';
import { createSubjectStore } from '../../../shared/adapters/azure/tables/subjectStore.ts';
import { LINK_KEY, linkRecord, outboxEntry } from '../../contract/records.ts';
import { withAzurite } from './azurite.ts';

const azurite = withAzurite();
const SHARD = '03';
const BAD_JSON = [
  '{"subject":',
  'null',
  '[]',
  '{"subject":{"kind":"planet","key":"x"},"alerts":{}}',
  '{"subject":{"kind":"link","key":"x"}}',
];

async function stores() {
  const table = azurite.clients().table(azurite.newName());
  await table.createTable();
  const told: string[] = [];
  const onMalformed = (row: { partition: string; row: string }) => told.push(`${row.partition} ${row.row}`);
  return {
    table,
    told,
    subjects: createSubjectStore(table, { onMalformed }),
    outbox: createOutboxStore(table, { onMalformed }),
  };
}

test('a subject row that cannot be read is told and skipped; the others are read', async () => {
  const { table, told, subjects } = await stores();
  for (const [n, data0] of BAD_JSON.entries())
    await table.createEntity({ partitionKey: SHARD, rowKey: `s-bad${n}`, data0 });
  await table.createEntity({ partitionKey: SHARD, rowKey: 's-empty' });
  await subjects.commit(SHARD, [{ record: { value: linkRecord() }, outbox: [] }]);
  assert.deepEqual([...(await subjects.load(SHARD)).keys()], [LINK_KEY]);
  assert.equal(told.length, BAD_JSON.length + 1);
  assert.ok(told.includes('03 s-bad0'));
});

test('a subject row that cannot be read is overwritten by the next decision, so that its link is watched again', async () => {
  const { table, subjects, outbox } = await stores();
  await table.createEntity({ partitionKey: SHARD, rowKey: rowKey('s', LINK_KEY), data0: '{"half' });
  assert.equal(await subjects.loadOne(SHARD, LINK_KEY), undefined);
  const change = { record: { value: linkRecord() }, outbox: [outboxEntry('m1')] };
  assert.deepEqual(await subjects.commit(SHARD, [change]), { conflicts: [] });
  assert.deepEqual((await subjects.loadOne(SHARD, LINK_KEY))?.value, linkRecord());
  assert.ok(await outbox.get(SHARD, 'm1'));
});

test('an outbox row that cannot be read is told and skipped', async () => {
  const { table, told, outbox, subjects } = await stores();
  const due = { status: 'pending', next: '1970-01-01T00:00:00.000Z', created: '1970-01-01T00:00:00.000Z' };
  await table.createEntity({ partitionKey: SHARD, rowKey: 'o-bad', ...due, data0: '{"id":"bad"}' });
  await subjects.commit(SHARD, [{ record: { value: linkRecord() }, outbox: [outboxEntry('m1')] }]);
  assert.deepEqual(
    (await outbox.due(5_000, 10)).map(({ id }) => id),
    ['m1'],
  );
  assert.deepEqual(
    (await outbox.recent(10)).map(({ id }) => id),
    ['m1'],
  );
  assert.equal(await outbox.get(SHARD, 'bad'), undefined);
  assert.deepEqual(told, ['03 o-bad', '03 o-bad', '03 o-bad']);
});

test('an app state that cannot be read reads as none', async () => {
  const { table } = await stores();
  await table.createEntity({ partitionKey: 'app', rowKey: 'a-sampling', data0: 'no json' });
  assert.equal(await createAppStateStore(table).read('sampling'), undefined);
});

test('an app state that cannot be read is told from one that was never written, and can be replaced', async () => {
  const { table } = await stores();
  await table.createEntity({ partitionKey: 'app', rowKey: 'a-automation', data0: 'no json' });
  const state = createAppStateStore(table);
  assert.equal(await state.load('sampling'), undefined);
  const found = await state.load('automation');
  assert.ok(found?.version);
  assert.equal(found.value, undefined);
  assert.equal(await state.replace('automation', { value: null }), false);
  assert.equal(await state.replace('automation', { value: null, version: found.version }), true);
  assert.equal((await state.load('automation'))?.value, null);
});

test('a record too large for a row is refused with both numbers, before anything is sent', async () => {
  const { subjects } = await stores();
  const record = { ...linkRecord(), subject: { ...linkRecord().subject, primary: 'x'.repeat(500_000) } };
  await assert.rejects(
    subjects.commit(SHARD, [{ record: { value: record as ReturnType<typeof linkRecord> }, outbox: [] }]),
    /at most 448000 characters of JSON, saw 500\d\d\d/,
  );
});

test('a record of several columns, with every kind of character, comes back whole', async () => {
  const { subjects } = await stores();
  const record = linkRecord();
  const sentence = '“zurück” \u{1f4a1} \u0000\n'.repeat(8_000);
  record.alerts = { LinkSuspended: { phase: 'firing', sinceMs: 1, firedAtMs: 2, sentence } };
  await subjects.commit(SHARD, [{ record: { value: record }, outbox: [] }]);
  assert.deepEqual((await subjects.loadOne(SHARD, LINK_KEY))?.value, record);
});
