import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DatabaseFacts } from '../../../shared/alerting/databaseFacts.ts';
import { judgeSubjects } from '../../../shared/replication/judgeSubjects.ts';
import { shardOf } from '../../../shared/replication/shards.ts';
import type { Database, Topology } from '../../../shared/topology/types.ts';
import { link, row, topology, UNREACHABLE } from './builders.ts';
import { ALERTING, Bench, RULES } from './fixture.ts';

const database = (name: string): Database => ({
  server: 'we',
  database: name,
  id: `/databases/${name}`,
  region: 'westeurope',
  sku: { name: 'GP_Gen5', tier: 'GeneralPurpose', capacity: 2 },
  status: 'Online',
  tags: {},
});
const finding = (name: string) => ({
  server: 'we',
  database: name,
  region: 'westeurope',
  databaseId: `/databases/${name}`,
});
const SOLO = topology([], { databases: [database('solo')], unprotected: [finding('solo')] });
const PROTECTED = topology([link('we', 'ne', 'solo')], { databases: [database('solo')] });

function run(bench: Bench, of: Topology, unread: string[] = [], resolveMs = 0) {
  const alerts = { ...RULES, Unprotected: { ...RULES.Unprotected, resolveMs } };
  return judgeSubjects({
    topology: { ...of, unread },
    configuration: { alerts },
    ports: { subjects: bench.table.subjects, queue: bench.queue },
    alerting: ALERTING,
    now: () => bench.nowMs,
  });
}
const stored = (bench: Bench) => bench.table.subjects.loadOne(shardOf('we/solo'), 'we/solo');

test('an unprotected database is told of once, however often it is judged', async () => {
  const bench = new Bench();
  const first = await run(bench, SOLO);
  bench.nowMs += 60_000;
  const second = await run(bench, SOLO);
  assert.deepEqual([first.notices, second.notices], [1, 0]);
  assert.deepEqual(await bench.outbox(), ['Unprotected first']);
  assert.equal(bench.queue.queued.length, 1);
  assert.equal((await stored(bench))?.value.subject.kind, 'database');
});

test('one that becomes protected is resolved, and its record goes', async () => {
  const bench = new Bench();
  await run(bench, SOLO);
  bench.nowMs += 60_000;
  const result = await run(bench, PROTECTED);
  assert.deepEqual((await bench.outbox()).sort(), ['Unprotected first', 'Unprotected resolved']);
  assert.equal(result.removed, 1);
  assert.equal(await stored(bench), undefined);
});

test('a resolve time is waited for', async () => {
  const bench = new Bench();
  await run(bench, SOLO);
  await run(bench, PROTECTED, undefined, 30_000);
  assert.equal((await stored(bench))?.value.alerts.Unprotected?.phase, 'resolving');
  bench.nowMs += 30_000;
  await run(bench, PROTECTED, undefined, 30_000);
  assert.deepEqual((await bench.outbox()).sort(), ['Unprotected first', 'Unprotected resolved']);
});

test('one that is deleted is resolved at once, and says so', async () => {
  const bench = new Bench();
  await run(bench, SOLO, undefined, 30_000);
  const result = await run(bench, topology([]), undefined, 30_000);
  assert.equal(result.removed, 1);
  const resolved = (await bench.events()).find(({ notice }) => notice.reason === 'resolved');
  assert.equal(resolved?.notice.closedBecause, 'subjectRemoved');
});

test('one that could not be read this time stays as it is', async () => {
  const bench = new Bench();
  await run(bench, SOLO);
  const before = await stored(bench);
  const result = await run(bench, topology([]), ['we/solo']);
  assert.equal(result.removed, 0);
  assert.deepEqual((await stored(bench))?.value, before?.value);
  assert.deepEqual(await bench.outbox(), ['Unprotected first']);
});

test('protected databases leave no records behind', async () => {
  const bench = new Bench();
  const result = await run(bench, PROTECTED);
  assert.deepEqual(result, { notices: 0, removed: 0, problems: [] });
  assert.equal(await stored(bench), undefined);
});

test('records of links are none of its business', async () => {
  const bench = new Bench();
  const orders = link('we', 'ne', 'orders');
  bench.says('we/orders', row('ne', 'orders'));
  await bench.sweep(topology([orders]));
  assert.equal((await run(bench, topology([]))).removed, 0);
  assert.ok(await bench.table.subjects.loadOne(shardOf(orders.linkKey), orders.linkKey));
});

test('what did not change is not written again', async () => {
  const bench = new Bench();
  await run(bench, SOLO);
  const before = await stored(bench);
  bench.nowMs += 60_000;
  await run(bench, SOLO);
  assert.equal((await stored(bench))?.version, before?.version);
});

test('a database is judged by what is stored of the links of which it is the primary now', async () => {
  const bench = new Bench();
  const seen: Array<[string, DatabaseFacts]> = [];
  const orders = link('we', 'ne', 'orders');
  bench.says('we/orders', row('ne', 'orders', { lagSeconds: 7 }));
  await bench.sweep(topology([orders, link('we', 'uks', 'orders')]));
  const event = {
    atMs: 1,
    kind: 'linkAdded',
    linkKey: orders.linkKey,
    primary: 'we/orders',
    secondary: 'ne/orders',
  } as const;
  await judgeSubjects({
    topology: topology([orders, link('we', 'uks', 'orders')], { databases: [database('orders')], events: [event] }),
    configuration: { alerts: RULES },
    ports: { subjects: bench.table.subjects, queue: bench.queue },
    alerting: {
      ...ALERTING,
      evaluateDatabase: (input) => {
        seen.push([input.subject.key, input.facts]);
        return ALERTING.evaluateDatabase(input);
      },
    },
    now: () => bench.nowMs,
  });
  const [only] = seen;
  assert.deepEqual(
    seen.map(([key]) => key),
    ['we/orders'],
  );
  assert.deepEqual(
    only?.[1].links.map(({ state }) => state.name),
    ['caughtUp', 'absent'],
  );
  assert.deepEqual([only?.[1].secondaries, only?.[1].unprotected, only?.[1].events], [2, false, [event]]);
});

test('where links could not be read, their number is not known', async () => {
  const bench = new Bench();
  const seen: DatabaseFacts[] = [];
  await judgeSubjects({
    topology: topology([link('we', 'ne', 'orders')], {
      unprotected: [finding('solo')],
      unread: ['we/orders', 'we/solo'],
    }),
    configuration: { alerts: RULES },
    ports: { subjects: bench.table.subjects, queue: bench.queue },
    alerting: {
      ...ALERTING,
      evaluateDatabase: (input) => {
        seen.push(input.facts);
        return ALERTING.evaluateDatabase(input);
      },
    },
    now: () => bench.nowMs,
  });
  assert.deepEqual(
    seen.map(({ secondaries, unprotected }) => [secondaries, unprotected]),
    [
      ['unknown', 'unknown'],
      ['unknown', 'unknown'],
    ],
  );
});

test('a server is judged by its primaries: told once when all are silent, ended when one answers, forgotten then', async () => {
  const bench = new Bench();
  const links = ['a', 'b'].map((name) => link('we', 'ne', name));
  const estate = topology(links, { databases: [database('a'), database('b')] });
  const alerts = {
    ...RULES,
    ServerUnreachable: { ...RULES.ServerUnreachable, enabled: true, pendingMs: 0, resolveMs: 0 },
  };
  const learn = async (silent: readonly string[]) => {
    for (const { linkKey, primary, secondary } of links) {
      const shard = shardOf(linkKey);
      const before = await bench.table.subjects.loadOne(shard, linkKey);
      const state = silent.includes(primary.database) ? UNREACHABLE : ({ name: 'caughtUp', lagSeconds: 0 } as const);
      const status = {
        state,
        sinceMs: 0,
        longestMs: {},
        sampledAtMs: bench.nowMs,
        lastReplicationMs: null,
        lastCommitMs: null,
      };
      const subject = {
        kind: 'link' as const,
        key: linkKey,
        primary: `we/${primary.database}`,
        secondary: `ne/${secondary.database}`,
      };
      const record = { ...before, value: { subject, link: status, alerts: {} } };
      await bench.table.subjects.commit(shard, [{ record, outbox: [] }]);
    }
    return judgeSubjects({
      topology: estate,
      configuration: { alerts },
      ports: { subjects: bench.table.subjects, queue: bench.queue },
      alerting: ALERTING,
      now: () => bench.nowMs,
    });
  };
  const told = async () => (await bench.outbox()).filter((line) => line.startsWith('Server')).sort();
  await learn(['a']);
  assert.deepEqual(await told(), []);
  await learn(['a', 'b']);
  bench.nowMs += 1_000;
  await learn(['a', 'b']);
  assert.deepEqual(await told(), ['ServerUnreachable first']);
  bench.nowMs += 1_000;
  await learn(['a']);
  assert.deepEqual(await told(), ['ServerUnreachable first', 'ServerUnreachable resolved']);
  assert.equal(await bench.table.subjects.loadOne(shardOf('we'), 'we'), undefined);
});

test('the samples beside it have their turn: one shard is read after the other, and after a hundred subjects others go on', async () => {
  const bench = new Bench();
  const names = Array.from({ length: 250 }, (_, n) => `solo-${n}`);
  const estate = topology([], { databases: names.map(database), unprotected: names.map(finding) });
  const { subjects } = bench.table;
  let reading = 0;
  let mostReading = 0;
  const known = {
    load: async (shard: string) => {
      reading += 1;
      mostReading = Math.max(mostReading, reading);
      const records = await subjects.load(shard);
      reading -= 1;
      return records;
    },
  };
  let pauses = 0;
  const result = await judgeSubjects({
    topology: estate,
    configuration: { alerts: RULES },
    ports: { subjects, queue: bench.queue },
    known,
    alerting: ALERTING,
    now: () => bench.nowMs,
    pause: async () => {
      pauses += 1;
    },
  });
  assert.deepEqual([mostReading, pauses, result.notices], [1, 2, names.length]);
});
