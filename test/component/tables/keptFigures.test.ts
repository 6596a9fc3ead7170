import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { toColumns } from '../../../shared/adapters/azure/tables/jsonColumns.ts';
import { createSubjectStore } from '../../../shared/adapters/azure/tables/subjectStore.ts';
import type { KnownSubject } from '../../../shared/replication/ports.ts';
import { LINK_KEY, linkRecord } from '../../contract/records.ts';
import { withAzurite } from './azurite.ts';

const azurite = withAzurite();
const SHARD = '03';

function sampled(atMs: number, key = LINK_KEY) {
  const { link, ...rest } = linkRecord(key);
  assert.ok(link);
  return { ...rest, link: { ...link, sampledAtMs: atMs } };
}

/** Two instances of the app on one table with these links, sampled at 6 s. */
async function instances(keys = [LINK_KEY]) {
  const table = azurite.clients().table(azurite.newName());
  const told: string[] = [];
  const onMalformed = ({ row }: { row: string }) => void told.push(row);
  const [one, other] = [createSubjectStore(table, { onMalformed }), createSubjectStore(table, { onMalformed })];
  await one.commit(
    SHARD,
    keys.map((key) => ({ record: { value: sampled(6_000, key) }, outbox: [] })),
  );
  const rows = async () => {
    const names: string[] = [];
    for await (const { rowKey } of table.listEntities()) if (rowKey?.startsWith('t-')) names.push(rowKey);
    return names;
  };
  const at = (known: ReadonlyMap<string, KnownSubject>, atMs: number) =>
    [...known.values()].map((record) => ({ ...record, value: sampled(atMs, record.value.subject.key) }));
  return { table, one, other, told, rows, at };
}

test('figures that cannot be read are told and count as none; the next ones take their place', async () => {
  const { table, one, told, at } = await instances();
  const damages = [
    { data0: '{"half' },
    toColumns({ sweep: '00' }),
    toColumns({ sweep: '00', packed: 'no gzip' }),
    toColumns({ sweep: '00', packed: gzipSync('{"not":"a list"}').toString('base64') }),
  ];
  for (const columns of damages) {
    told.length = 0;
    await table.upsertEntity({ partitionKey: SHARD, rowKey: 't-00.0', ...columns }, 'Replace');
    const known = await one.load(SHARD);
    assert.equal(known.get(LINK_KEY)?.value.link?.sampledAtMs, 6_000);
    assert.equal((await one.loadOne(SHARD, LINK_KEY))?.value.link?.sampledAtMs, 6_000);
    assert.deepEqual(new Set(told), new Set(['t-00.0']));
    await one.keep(SHARD, { sweep: '00', since: known }, at(known, 7_000));
    assert.equal((await one.load(SHARD)).get(LINK_KEY)?.value.link?.sampledAtMs, 7_000);
    await table.deleteEntity(SHARD, 't-00.0');
  }
});

test('what another instance keeps is known, however often this one has looked before', async () => {
  const { one, other, at } = await instances();
  for (const atMs of [7_000, 8_000, 9_000]) {
    const known = await other.load(SHARD);
    await other.keep(SHARD, { sweep: '00', since: known }, at(known, atMs));
    const late = { record: { ...known.get(LINK_KEY), value: sampled(6_500) }, outbox: [], afterSampleMs: atMs - 1 };
    assert.deepEqual(await one.commit(SHARD, [late]), { conflicts: [LINK_KEY] });
    assert.equal((await one.loadOne(SHARD, LINK_KEY))?.value.link?.sampledAtMs, atMs);
  }
});

test('rows in which nothing counts any more are taken away', async () => {
  const keys = Array.from({ length: 700 }, (_, n) => `s${n}/db~t${n}/db`);
  const { one, rows, at } = await instances(keys);
  const small = await one.load(SHARD);
  await one.keep(SHARD, { sweep: 'all', since: small }, at(small, 7_000));
  assert.deepEqual(await rows(), ['t-all.0', 't-all.1', 't-all.2', 't-all.3']);
  // All are written anew, as every few minutes; then they are swept by shards.
  const before = await one.load(SHARD);
  const written = at(before, 8_000).map((record) => ({ record, outbox: [], afterSampleMs: 7_000 }));
  assert.deepEqual(await one.commit(SHARD, written), { conflicts: [] });
  const known = await one.load(SHARD);
  assert.deepEqual(new Set([...known.values()].map(({ keptBy }) => keptBy)), new Set([undefined]));
  await one.keep(SHARD, { sweep: '03', since: known }, at(known, 9_000));
  assert.deepEqual(await rows(), ['t-03.0', 't-03.1', 't-03.2', 't-03.3']);
  // What still counts stays, whoever keeps beside it.
  const last = await one.load(SHARD);
  await one.keep(SHARD, { sweep: '01', since: last }, at(last, 10_000).slice(0, 1));
  assert.equal((await rows()).length, 5);
});

test('the largest records fit: of a link with all that may be known of it, as many as a row has on the average, and half as many more', async () => {
  const keys = Array.from({ length: 450 }, (_, n) => `${'server'.repeat(10)}${n}/${'database'.repeat(15)}${n}`);
  const [first = ''] = keys;
  const { one, rows } = await instances([first]);
  const version = (await one.load(SHARD)).values().next().value?.version;
  assert.ok(version);
  const burn = Object.fromEntries(
    [300, 1_800, 3_600, 21_600, 259_200].map((seconds) => [
      String(seconds * 1_000),
      Array.from({ length: 60 }, (_, bucket): [number, number] => [29_000_000 + bucket, (bucket * 7_919) % 60_000]),
    ]),
  );
  const records = keys.map((key, n) => {
    const { link, ...rest } = sampled(7_000 + n, key);
    return { value: { ...rest, link: { ...link, signals: { burn, askedAtMs: 1_795_377_366_000 + n * 7 } } }, version };
  });
  await one.keep(SHARD, { sweep: '00', since: new Map() }, records);
  assert.deepEqual(await rows(), ['t-00.0']);
  assert.deepEqual((await one.loadOne(SHARD, first))?.value, records[0]?.value);
});
