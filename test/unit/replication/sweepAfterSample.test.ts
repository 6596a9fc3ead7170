import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { shardOf } from '../../../shared/replication/shards.ts';
import { runSweep } from '../../../shared/replication/sweep.ts';
import type { DatabaseSample } from '../../../shared/replication/types.ts';
import { databaseKey } from '../../../shared/topology/linkKey.ts';
import { link, row, topology } from './builders.ts';
import { Bench, settled } from './fixture.ts';

const ORDERS = link('we', 'ne', 'orders');
const STOCK = link('we', 'ne', 'stock');

function sweep(bench: Bench, afterSample: (key: string, sample: DatabaseSample) => Promise<void>, links = [ORDERS]) {
  return runSweep({
    ...bench.input(topology(links)),
    afterSample: (end, sample) => afterSample(databaseKey(end), sample),
  });
}

describe('after each sample of a primary', () => {
  test('somebody may look at it, good or failed', async () => {
    const bench = new Bench();
    bench.says('we/orders', row('ne', 'orders'));
    const seen: string[] = [];
    await sweep(bench, async (key, sample) => void seen.push(`${key} ${sample.ok}`), [ORDERS, STOCK]);
    assert.deepEqual(seen.sort(), ['we/orders true', 'we/stock false']);
  });

  test('the sweep waits for it, in the place of that sample', async () => {
    const bench = new Bench();
    bench.sampling = { ...bench.sampling, concurrency: 1 };
    const { promise, resolve } = Promise.withResolvers<void>();
    const seen: string[] = [];
    let ended = false;
    const running = sweep(
      bench,
      (key) => {
        seen.push(key);
        return promise;
      },
      [ORDERS, STOCK],
    ).then(() => {
      ended = true;
    });
    await settled();
    assert.deepEqual([bench.asked, ended], [['we/orders'], false], 'the second sample waits for its place');
    resolve();
    await running;
    assert.deepEqual(seen, ['we/orders', 'we/stock']);
  });

  test('a swapped link is told of its primary only: the other end has no sample of its own', async () => {
    const bench = new Bench();
    bench.says('we/orders', row('ne', 'orders', { role: 'secondary' }));
    bench.says('ne/orders', row('we', 'orders'));
    const seen: string[] = [];
    await sweep(bench, async (key) => void seen.push(key));
    assert.deepEqual(seen, ['we/orders']);
  });

  test('what fails there is a problem of its own: state is stored and the others are asked', async () => {
    const bench = new Bench();
    bench.says('we/orders', row('ne', 'orders', { lagSeconds: 2 }));
    const result = await sweep(bench, async () => {
      throw new Error('the table is gone');
    }, [ORDERS, STOCK]);
    assert.deepEqual(result.problems.map(({ subject, code, message }) => `${subject} ${code} ${message}`).sort(), [
      'we/orders after-sample-failed the table is gone',
      'we/stock after-sample-failed the table is gone',
    ]);
    const stored = await bench.table.subjects.loadOne(shardOf(ORDERS.linkKey), ORDERS.linkKey);
    assert.deepEqual(stored?.value.link?.state, { name: 'caughtUp', lagSeconds: 2 });
    assert.equal(result.sampled, 2);
  });

  test('what throws before it promises anything breaks nothing either', async () => {
    const bench = new Bench();
    const result = await sweep(bench, () => {
      throw new Error('at once');
    });
    assert.equal(result.problems.length, 1);
  });
});
