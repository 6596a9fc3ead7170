import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { shardOf } from '../../../shared/replication/shards.ts';
import type { DatabaseSample } from '../../../shared/replication/types.ts';
import { link, row, topology } from './builders.ts';
import { Bench, settled } from './fixture.ts';

const ORDERS = link('we', 'ne', 'orders');
const recordOf = async (bench: Bench, key: string) => (await bench.table.subjects.loadOne(shardOf(key), key))?.value;
const stateOf = async (bench: Bench, key: string) => (await recordOf(bench, key))?.link?.state;

describe('a sweep', () => {
  test('asks each primary once and stores every link of it', async () => {
    const bench = new Bench();
    const other = link('we', 'uks', 'orders');
    bench.says('we/orders', row('ne', 'orders', { lagSeconds: 2 }), row('uks', 'orders', { lagSeconds: null }));
    const result = await bench.sweep(topology([ORDERS, other]));
    assert.deepEqual(bench.asked, ['we/orders']);
    assert.deepEqual(await stateOf(bench, ORDERS.linkKey), { name: 'caughtUp', lagSeconds: 2 });
    assert.deepEqual(await stateOf(bench, other.linkKey), { name: 'lagUnknown' });
    assert.equal(result.sampled, 1);
    assert.equal(result.failed, 0);
    assert.deepEqual(result.problems, []);
  });

  test('appends one line per link to the history, NULL as null, once per shard', async () => {
    const bench = new Bench();
    bench.says('we/orders', row('ne', 'orders', { lagSeconds: null }));
    await bench.sweep(topology([ORDERS]));
    const lines = await bench.history.recent(shardOf(ORDERS.linkKey), ORDERS.linkKey, 0, 10);
    assert.deepEqual(lines, [{ atMs: 1_000_000, linkKey: ORDERS.linkKey, state: 'lagUnknown', lagSeconds: null }]);
    assert.equal(bench.history.appends, 1);
  });

  test('says how long it took, by the given clock', async () => {
    const bench = new Bench();
    bench.answers.set('we/orders', async () => {
      bench.nowMs += 1_234;
      return bench.fails();
    });
    const result = await bench.sweep(topology([ORDERS]));
    assert.equal(result.durationMs, 1_234);
    assert.equal(result.failed, 1);
  });

  test('keeps connections to both ends of every watched link', async () => {
    const bench = new Bench();
    await bench.sweep(topology([ORDERS]));
    assert.deepEqual(
      bench.retained.map((ends) => ends.map((one) => one.server)),
      [['we', 'ne']],
    );
  });

  test('shows a link that the view has no row for as absent, and reports rows nobody knows', async () => {
    const bench = new Bench();
    bench.says('we/orders', row('se', 'orders'));
    const result = await bench.sweep(topology([ORDERS]));
    assert.deepEqual(await stateOf(bench, ORDERS.linkKey), { name: 'absent' });
    assert.deepEqual(result.unknownRows, [{ primary: 'we/orders', partner: 'se/orders' }]);
  });

  test('without links has nothing to do and no trouble', async () => {
    const result = await new Bench().sweep(topology([]));
    assert.equal(result.sampled, 0);
    assert.deepEqual(result.problems, []);
  });
});

describe('alerts', () => {
  test('a high lag is stored with its event for the dispatcher, and then the queue is told', async () => {
    const bench = new Bench();
    bench.says('we/orders', row('ne', 'orders', { lagSeconds: 60 }));
    const result = await bench.sweep(topology([ORDERS]));
    assert.equal(result.notices, 1);
    const entries = await bench.events();
    assert.deepEqual(
      entries.map(({ notice, status }) => [notice.condition, status]),
      [['LagHigh', 'pending']],
    );
    assert.deepEqual(await bench.table.outbox.recent(10), [], 'who is told is not decided here');
    assert.deepEqual(
      bench.queue.queued.map(({ shard, id }) => `${shard} ${id}`).sort(),
      entries.map(({ shard, id }) => `${shard} ${id}`).sort(),
    );
  });

  test('a NULL spell is told once, over restarts, and resolved once', async () => {
    const bench = new Bench();
    for (const lagSeconds of [null, null, null, null, 1, 1]) {
      bench.says('we/orders', row('ne', 'orders', { lagSeconds }));
      await bench.sweep(topology([ORDERS]));
      bench.nowMs += 20_000;
    }
    assert.deepEqual((await bench.outbox()).sort(), ['LagUnknown first', 'LagUnknown resolved']);
    const [resolved] = (await bench.events()).filter(({ notice }) => notice.reason === 'resolved');
    assert.equal(resolved?.notice.durationMs, 80_000);
  });

  test('a NULL spell with a silence in it is one spell and one message', async () => {
    const bench = new Bench();
    const nullLag = row('ne', 'orders', { lagSeconds: null });
    for (const answer of ['null', 'null', 'null', 'silence', 'silence', 'null', 'null']) {
      if (answer === 'null') bench.says('we/orders', nullLag);
      else bench.answers.delete('we/orders');
      await bench.sweep(topology([ORDERS]));
      bench.nowMs += 20_000;
    }
    assert.deepEqual(await bench.outbox(), ['LagUnknown first']);
    const status = (await recordOf(bench, ORDERS.linkKey))?.link;
    assert.equal(status?.sinceMs, 1_000_000);
    assert.equal(status?.longestMs.lagUnknown, 120_000);
  });

  test('a role swap in the middle of a NULL spell does not reset it', async () => {
    const bench = new Bench();
    const nullLag = { lagSeconds: null };
    bench.says('we/orders', row('ne', 'orders', nullLag));
    await bench.sweep(topology([ORDERS]));
    bench.nowMs += 20_000;
    bench.says('we/orders', row('ne', 'orders', { role: 'secondary', ...nullLag }));
    bench.says('ne/orders', row('we', 'orders', nullLag));
    const result = await bench.sweep(topology([ORDERS]));
    assert.deepEqual(result.swapped, [ORDERS.linkKey]);
    bench.nowMs += 20_000;
    await bench.sweep(topology([link('ne', 'we', 'orders')]));
    const record = await recordOf(bench, ORDERS.linkKey);
    assert.equal(record?.link?.sinceMs, 1_000_000);
    assert.deepEqual(record?.subject, {
      kind: 'link',
      key: ORDERS.linkKey,
      primary: 'ne/orders',
      secondary: 'we/orders',
    });
    assert.deepEqual(await bench.outbox(), ['LagUnknown first']);
  });

  test('a link that is no longer watched is resolved and forgotten: nothing fires for ever', async () => {
    const bench = new Bench();
    bench.says('we/orders', row('ne', 'orders', { replicationState: 4 }));
    await bench.sweep(topology([ORDERS]));
    const result = await bench.sweep(topology([]));
    assert.equal(result.removed, 1);
    assert.deepEqual((await bench.outbox()).sort(), ['LinkSuspended first', 'LinkSuspended resolved']);
    assert.equal(bench.queue.queued.length, 2);
    assert.equal(await recordOf(bench, ORDERS.linkKey), undefined);
    assert.equal((await bench.sweep(topology([]))).removed, 0);
  });

  test('records of databases are none of its business', async () => {
    const bench = new Bench();
    const record = { subject: { kind: 'database', key: 'we/solo' }, alerts: {} } as const;
    await bench.table.subjects.commit(shardOf('we/solo'), [{ record: { value: record }, outbox: [] }]);
    assert.equal((await bench.sweep(topology([]))).removed, 0);
    assert.deepEqual(await recordOf(bench, 'we/solo'), record);
  });
});

describe('one hung database', () => {
  test('delays no other: the others are stored while it hangs', async () => {
    const bench = new Bench();
    let free: (sample: DatabaseSample) => void = () => {};
    const links = Array.from({ length: 30 }, (_, n) => link('we', 'ne', `db${n}`));
    for (const { primary } of links) bench.says(`we/${primary.database}`, row('ne', primary.database));
    bench.answers.set('we/db0', () => new Promise<DatabaseSample>((resolve) => (free = resolve)));
    const sweep = bench.sweep(topology(links));
    await settled();
    for (const { linkKey } of links.slice(1)) {
      assert.deepEqual(await stateOf(bench, linkKey), { name: 'caughtUp', lagSeconds: 0 }, linkKey);
    }
    assert.equal(await stateOf(bench, 'ne/db0~we/db0'), undefined);
    free(bench.fails());
    await sweep;
    assert.equal((await stateOf(bench, 'ne/db0~we/db0'))?.name, 'unreachable');
  });

  // Without the lane for the dead all of them are waited for, and nobody answers.
  test('is asked in its own lane the next time', { timeout: 5_000 }, async () => {
    const bench = new Bench();
    bench.sampling = { ...bench.sampling, concurrency: 4 };
    const links = Array.from({ length: 40 }, (_, n) => link('we', 'ne', `db${n}`));
    for (const { primary } of links.slice(20)) bench.says(`we/${primary.database}`, row('ne', primary.database));
    await bench.sweep(topology(links));
    bench.nowMs += 60_000;
    const waiting: Array<(sample: DatabaseSample) => void> = [];
    for (const { primary } of links.slice(0, 20)) {
      bench.answers.set(`we/${primary.database}`, () => new Promise((resolve) => waiting.push(resolve)));
    }
    const sweep = bench.sweep(topology(links));
    await settled();
    assert.equal(waiting.length, 1);
    for (const { linkKey } of links.slice(20)) {
      assert.equal((await recordOf(bench, linkKey))?.link?.sampledAtMs, bench.nowMs);
    }
    bench.nowMs += 60_000;
    for (const resolve of waiting) resolve(bench.fails());
    const result = await sweep;
    assert.equal(result.postponed, 19);
    assert.equal((await recordOf(bench, links[5]?.linkKey ?? ''))?.link?.sampledAtMs, 1_000_000);
  });

  test('uses up no more than one interval: those put off are asked first the next time', async () => {
    const bench = new Bench();
    bench.sampling = { ...bench.sampling, concurrency: 1 };
    const links = ['a', 'b', 'c', 'd'].map((name) => link('we', 'ne', name));
    for (const { primary } of links) {
      bench.answers.set(`we/${primary.database}`, async () => {
        bench.nowMs += 30_000;
        return bench.fails();
      });
    }
    assert.equal((await bench.sweep(topology(links))).postponed, 2);
    assert.deepEqual(bench.asked, ['we/a', 'we/b']);
    assert.equal((await bench.sweep(topology(links))).postponed, 2);
    assert.deepEqual(bench.asked.slice(2), ['we/c', 'we/d']);
  });
});
