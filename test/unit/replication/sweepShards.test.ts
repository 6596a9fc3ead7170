import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { lanePlaces } from '../../../shared/replication/lanes.ts';
import { primariesOf, sweptIn } from '../../../shared/replication/primaries.ts';
import { SHARDS, shardOf } from '../../../shared/replication/shards.ts';
import { runSweep } from '../../../shared/replication/sweep.ts';
import type { DatabaseSample } from '../../../shared/replication/types.ts';
import { link, row, topology } from './builders.ts';
import { Bench, settled } from './fixture.ts';

const LINKS = Array.from({ length: 60 }, (_, n) => link('we', 'ne', `db${n}`));
const WATCHED = topology(LINKS);

function answering(bench: Bench): Bench {
  for (const { primary } of LINKS) bench.says(`we/${primary.database}`, row('ne', primary.database));
  return bench;
}
const storedIn = async (bench: Bench) =>
  (await Promise.all(SHARDS.map((shard) => bench.table.subjects.load(shard)))).flatMap((of) => [...of.keys()]);

describe('the sweep of a shard', () => {
  test('asks its own primaries; those of all shards together are everybody, once', async () => {
    const bench = answering(new Bench());
    for (const shard of SHARDS) {
      const before = bench.asked.length;
      const result = await runSweep({ ...bench.input(WATCHED), shard });
      const mine = primariesOf(LINKS).filter((primary) => sweptIn(primary) === shard);
      assert.deepEqual(bench.asked.slice(before).sort(), mine.map(({ key }) => key).sort());
      assert.deepEqual([result.sampled, result.problems], [mine.length, []]);
    }
    assert.equal(new Set(bench.asked).size, LINKS.length);
    assert.deepEqual((await storedIn(bench)).sort(), LINKS.map(({ linkKey }) => linkKey).sort());
  });

  test('reads and writes its own partition only, and appends its history once', async () => {
    const bench = answering(new Bench());
    const [shard = ''] = SHARDS;
    const touched = new Set<string>();
    const { subjects } = bench.table;
    await runSweep({
      ...bench.input(WATCHED, {
        subjects: {
          ...subjects,
          load: (of) => subjects.load(touched.add(of) && of),
          commit: (of, changes) => subjects.commit(touched.add(of) && of, changes),
        },
      }),
      shard,
    });
    assert.deepEqual([[...touched], bench.history.appends], [[shard], 1]);
  });

  test('tidies partitions that nobody sweeps any more: an alert of a link that is gone ends', async () => {
    const bench = answering(new Bench());
    await runSweep(bench.input(WATCHED));
    const [first = ''] = SHARDS;
    const left = topology(LINKS.filter(({ linkKey }) => shardOf(linkKey) === first));
    await runSweep({ ...bench.input(left), shard: first });
    assert.deepEqual((await storedIn(bench)).sort(), left.links.map(({ linkKey }) => linkKey).sort());
  });

  test('stores links of its primaries that lie in another partition there', async () => {
    const bench = new Bench();
    const links = ['ne', 'uks', 'se', 'fr'].map((to) => link('we', to, 'orders'));
    assert.ok(new Set(links.map(({ linkKey }) => shardOf(linkKey))).size > 1);
    bench.says('we/orders', ...links.map(({ secondary }) => row(secondary.server, 'orders')));
    for (const shard of SHARDS) await runSweep({ ...bench.input(topology(links)), shard });
    assert.deepEqual(bench.asked, ['we/orders']);
    for (const { linkKey } of links) assert.ok(await bench.table.subjects.loadOne(shardOf(linkKey), linkKey), linkKey);
  });

  test('forgets what is no longer watched in its own partition, and leaves the others alone', async () => {
    const bench = answering(new Bench());
    await bench.sweep(WATCHED);
    const [shard = ''] = SHARDS;
    const mine = (await bench.table.subjects.load(shard)).size;
    const result = await runSweep({ ...bench.input(topology([])), shard });
    assert.equal(result.removed, mine);
    assert.equal((await storedIn(bench)).length, LINKS.length - mine);
  });

  test('with nothing to do is no trouble', async () => {
    const result = await runSweep({ ...new Bench().input(topology([])), shard: '03' });
    assert.deepEqual([result.sampled, result.problems], [0, []]);
  });

  test('of several side by side no more are asked at once than of one', async () => {
    const bench = new Bench();
    let asked = 0;
    let most = 0;
    for (const { primary } of LINKS) {
      bench.answers.set(`we/${primary.database}`, async () => {
        asked += 1;
        most = Math.max(most, asked);
        await new Promise(setImmediate);
        asked -= 1;
        return bench.fails();
      });
    }
    const places = lanePlaces(bench.sampling.concurrency);
    await Promise.all(SHARDS.map((shard) => runSweep({ ...bench.input(WATCHED), shard, places })));
    assert.ok(most > 1 && most <= bench.sampling.concurrency, `${most}`);
  });
});

describe('a sweep that cannot finish in its interval', () => {
  const slow = (bench: Bench) => {
    for (const { primary } of LINKS) {
      bench.answers.set(`we/${primary.database}`, async () => {
        bench.nowMs += 10_000;
        return { ok: true, atMs: bench.nowMs, roundTripMs: 1, rows: [row('ne', primary.database)] };
      });
    }
    bench.sampling = { ...bench.sampling, concurrency: 1 };
    return bench;
  };

  test('says so', async () => {
    const bench = slow(new Bench());
    const result = await bench.sweep(WATCHED);
    assert.equal(result.postponed, 54);
    const [problem] = result.problems;
    assert.deepEqual([problem?.area, problem?.subject, problem?.code], ['sampling', 'sweep', 'sweep-too-long']);
    assert.match(problem?.message ?? '', /54 of 60 were postponed/);
  });

  test('comes round to everybody: the next one begins with those heard of longest ago', async () => {
    const bench = slow(new Bench());
    for (let count = 0; count < 10; count += 1) await bench.sweep(WATCHED);
    assert.equal(new Set(bench.asked).size, LINKS.length);
    assert.equal(bench.asked.length, LINKS.length);
  });

  test('keeps one primary of every recovery group sampled, in turns', async () => {
    const bench = slow(new Bench());
    const groups = [
      ['we/db58', 'we/db59'],
      ['we/db57', 'we/nobody'],
    ];
    const first = groups.map((keys) => new Set(keys));
    for (const expected of [
      ['we/db58', 'we/db57'],
      ['we/db59', 'we/db57'],
      ['we/db58', 'we/db57'],
    ]) {
      const before = bench.asked.length;
      await runSweep({ ...bench.input(WATCHED), first });
      assert.deepEqual(bench.asked.slice(before, before + 2).sort(), expected.sort());
    }
  });

  test('counts its time from the tick, not from when its message was taken', async () => {
    const bench = slow(new Bench());
    const result = await runSweep({ ...bench.input(WATCHED), untilMs: bench.nowMs + 15_000 });
    assert.equal(result.sampled, 2);
    assert.equal((await runSweep({ ...bench.input(WATCHED), untilMs: bench.nowMs })).sampled, 0);
  });
});

describe('stragglers', () => {
  test('are waited for a moment, then what is learned is stored without them', async () => {
    const bench = answering(new Bench());
    let free: (sample: DatabaseSample) => void = () => {};
    bench.answers.set('we/db0', () => new Promise<DatabaseSample>((resolve) => (free = resolve)));
    const pauses = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    let paused = 0;
    const pause = () => pauses[paused++]?.promise ?? Promise.resolve();
    const sweep = runSweep({ ...bench.input(topology(LINKS.slice(0, 5))), pause });
    await settled();
    assert.deepEqual([paused, await storedIn(bench)], [1, []]);
    pauses[0]?.resolve();
    await settled();
    assert.equal((await storedIn(bench)).length, 4);
    free(bench.fails());
    await sweep;
    assert.equal((await storedIn(bench)).length, 5);
  });
});
