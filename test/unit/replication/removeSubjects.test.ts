import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { judgeSubjects } from '../../../shared/replication/judgeSubjects.ts';
import type { SubjectStore } from '../../../shared/replication/ports.ts';
import { shardOf } from '../../../shared/replication/shards.ts';
import { link, row, topology } from './builders.ts';
import { ALERTING, Bench, RULES } from './fixture.ts';

const ORDERS = link('we', 'ne', 'orders');
const KEY = ORDERS.linkKey;
const SHARD = shardOf(KEY);
const WATCHED = topology([ORDERS]);
const stored = (bench: Bench) => bench.table.subjects.loadOne(SHARD, KEY);

/** Another instance, which watches the link, sweeps just before the store does this. */
function meanwhile(bench: Bench, before: 'commit' | 'remove'): SubjectStore {
  const { subjects } = bench.table;
  let once = true;
  const sweepFirst = async () => {
    if (once) await bench.sweep(WATCHED);
    once = false;
  };
  return {
    ...subjects,
    commit: async (...given) => {
      if (before === 'commit') await sweepFirst();
      return subjects.commit(...given);
    },
    remove: async (...given) => {
      if (before === 'remove') await sweepFirst();
      return subjects.remove(...given);
    },
  };
}

describe('a link that is added again while its record is being removed', () => {
  test('keeps the record that was written between the closing notice and the removal', async () => {
    const bench = new Bench();
    bench.says('we/orders', row('ne', 'orders', { replicationState: 4 }));
    await bench.sweep(WATCHED);
    bench.nowMs += 1_000;
    const result = await bench.sweep(topology([]), { subjects: meanwhile(bench, 'remove') });
    assert.equal(result.removed, 0);
    const after = await stored(bench);
    assert.equal(after?.value.alerts.LinkSuspended?.phase, 'firing');
    assert.deepEqual((await bench.outbox()).sort(), [
      'LinkSuspended first',
      'LinkSuspended first',
      'LinkSuspended resolved',
    ]);
  });

  test('keeps a quiet record as well: its spell goes on', async () => {
    const bench = new Bench();
    bench.says('we/orders', row('ne', 'orders', { lagSeconds: null }));
    await bench.sweep(WATCHED);
    const since = bench.nowMs;
    bench.nowMs += 1_000;
    await bench.sweep(topology([]), { subjects: meanwhile(bench, 'remove') });
    assert.equal((await stored(bench))?.value.link?.sinceMs, since);
  });

  test('keeps one of which only figures were kept: its spell goes on', async () => {
    const bench = new Bench();
    bench.says('we/orders', row('ne', 'orders', { lagSeconds: 1 }));
    await bench.sweep(WATCHED);
    const since = bench.nowMs;
    bench.nowMs += 1_000;
    const result = await bench.sweep(topology([]), { subjects: meanwhile(bench, 'remove') });
    assert.equal(result.removed, 0);
    const after = await stored(bench);
    assert.equal(after?.keptBy, 'all');
    assert.deepEqual([after?.value.link?.sinceMs, after?.value.link?.sampledAtMs], [since, since + 1_000]);
  });

  test('is not told to be no longer watched when it is written before its closing notice', async () => {
    const bench = new Bench();
    bench.says('we/orders', row('ne', 'orders', { replicationState: 4 }));
    await bench.sweep(WATCHED);
    bench.nowMs += 1_000;
    const result = await bench.sweep(topology([]), { subjects: meanwhile(bench, 'commit') });
    assert.deepEqual([result.removed, result.notices, result.problems], [0, 0, []]);
    assert.deepEqual(await bench.outbox(), ['LinkSuspended first']);
    assert.equal((await stored(bench))?.value.alerts.LinkSuspended?.phase, 'firing');
  });
});

test('an alert that another discovery begins while this one tidies up is not closed as no longer watched', async () => {
  const bench = new Bench();
  const finding = { server: 'we', database: 'solo', region: 'westeurope', databaseId: '/databases/solo' };
  const bare = topology([], { unprotected: [finding] });
  const run = (of: typeof bare, subjects: SubjectStore = bench.table.subjects) =>
    judgeSubjects({
      topology: of,
      configuration: { alerts: RULES },
      ports: { subjects, queue: bench.queue },
      alerting: ALERTING,
      now: () => bench.nowMs,
    });
  await run(bare);
  bench.nowMs += 1_000;
  const { subjects } = bench.table;
  const guarded = topology([link('we', 'ne', 'solo')], {
    databases: [
      {
        server: 'we',
        database: 'solo',
        id: '/databases/solo',
        region: 'westeurope',
        sku: { name: 'GP_Gen5', tier: 'GeneralPurpose', capacity: 2 },
        status: 'Online',
        tags: {},
      },
    ],
  });
  let commits = 0;
  await run(guarded, {
    ...subjects,
    commit: async (...given) => {
      const outcome = await subjects.commit(...given);
      commits += 1;
      // Another discovery that finds it without a geo-secondary ends just here.
      if (commits === 1) await run(bare);
      return outcome;
    },
  });
  const record = await subjects.loadOne(shardOf('we/solo'), 'we/solo');
  assert.equal(record?.value.alerts.Unprotected?.phase, 'firing');
  const closed = (await bench.events()).filter(({ notice }) => notice.closedBecause !== undefined);
  assert.deepEqual(closed, []);
});
