import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConditionName } from '../../../shared/alerting/types.ts';
import { FRESH_MS } from '../../../shared/replication/metricsDigest.ts';
import type { DatabaseMetrics, StoredMetrics } from '../../../shared/replication/metricsPorts.ts';
import { shardOf } from '../../../shared/replication/shards.ts';
import type { Source } from '../../../shared/replication/sources.ts';
import { runSweep } from '../../../shared/replication/sweep.ts';
import type { Subject } from '../../../shared/replication/types.ts';
import type { ReplicationLink } from '../../../shared/topology/types.ts';
import { link, row, topology } from './builders.ts';
import { Bench } from './fixture.ts';

const MINUTE = 60_000;
const ORDERS = link('we', 'ne', 'orders');

/** Read a minute ago; the newest minute began two minutes before that. */
function metrics(bench: Bench, lagSeconds: number | null, more: Partial<DatabaseMetrics> = {}): DatabaseMetrics {
  const atMs = bench.nowMs - MINUTE;
  const lag = lagSeconds === null ? {} : { 'ne/orders': { lagSeconds, atMs: atMs - 2 * MINUTE } };
  return { atMs, lag, availability: null, connectionFailed: null, logWritePercent: null, ...more };
}

function sweep(bench: Bench, source: Source, stored: StoredMetrics, links: ReplicationLink[] = [ORDERS]) {
  const seen = { stored, sourceOf: () => source, calmLagSeconds: 5 };
  return runSweep({ ...bench.input(topology(links)), metrics: seen });
}

async function statusOf(bench: Bench, { linkKey }: ReplicationLink = ORDERS) {
  return (await bench.table.subjects.loadOne(shardOf(linkKey), linkKey))?.value.link;
}

function begin(): Bench {
  const bench = new Bench();
  bench.nowMs = 100 * MINUTE;
  bench.says('we/orders', row('ne', 'orders', { lagSeconds: 1 }));
  return bench;
}

test('where there are no rights nobody is asked, and the link is what the metrics tell', async () => {
  const bench = begin();
  const result = await sweep(bench, 'metricsOnly', { 'we/orders': metrics(bench, 3) });
  assert.deepEqual(bench.asked, []);
  const status = await statusOf(bench);
  assert.deepEqual(status?.state, { name: 'caughtUp', lagSeconds: 3 });
  assert.equal(status?.sampledAtMs, bench.nowMs - 3 * MINUTE);
  assert.deepEqual([result.sampled, result.postponed, result.problems], [0, 0, []]);
  assert.equal((await bench.history.recent(shardOf(ORDERS.linkKey), ORDERS.linkKey, 0, 10)).length, 1);
});

test('a lag that the metrics do not know is a lag that is not known, and people hear of it', async () => {
  const bench = begin();
  await sweep(bench, 'metricsOnly', { 'we/orders': metrics(bench, null) });
  assert.equal((await statusOf(bench))?.state.name, 'lagUnknown');
  bench.nowMs += MINUTE;
  await sweep(bench, 'metricsOnly', { 'we/orders': metrics(bench, null) });
  assert.deepEqual(await bench.outbox(), ['LagUnknown first']);
});

test('a high lag by the metrics is told', async () => {
  const bench = begin();
  await sweep(bench, 'metricsOnly', { 'we/orders': metrics(bench, 60) });
  assert.deepEqual(await bench.outbox(), ['LagHigh first']);
});

test('the same number once more is no news: nothing is written', async () => {
  const bench = begin();
  const stored = { 'we/orders': metrics(bench, 3) };
  await sweep(bench, 'metricsOnly', stored);
  bench.nowMs += 30_000;
  await sweep(bench, 'metricsOnly', stored);
  assert.equal((await bench.history.recent(shardOf(ORDERS.linkKey), ORDERS.linkKey, 0, 10)).length, 1);
});

test('a minute that has gone on is news', async () => {
  const bench = begin();
  await sweep(bench, 'metricsOnly', { 'we/orders': metrics(bench, 3) });
  await sweep(bench, 'metricsOnly', { 'we/orders': metrics(bench, 40) });
  assert.deepEqual((await statusOf(bench))?.state, { name: 'caughtUp', lagSeconds: 40 });
});

test('economy leaves calm primaries alone, and asks the one of which metrics show something', async () => {
  const bench = begin();
  const stock = link('we', 'ne', 'stock');
  const stored = {
    'we/orders': metrics(bench, 3),
    'we/stock': metrics(bench, null, { lag: { 'ne/stock': { lagSeconds: 6, atMs: bench.nowMs - 3 * MINUTE } } }),
  };
  bench.says('we/stock', row('ne', 'stock', { lagSeconds: 8 }));
  await sweep(bench, 'economy', stored, [ORDERS, stock]);
  assert.deepEqual(bench.asked, ['we/stock']);
  assert.deepEqual((await statusOf(bench, stock))?.state, { name: 'caughtUp', lagSeconds: 8 });
  assert.deepEqual((await statusOf(bench))?.state, { name: 'caughtUp', lagSeconds: 3 });
});

test('economy asks everybody while Azure Monitor tells nothing', async () => {
  const bench = begin();
  await sweep(bench, 'economy', {});
  assert.deepEqual(bench.asked, ['we/orders']);
  bench.asked.length = 0;
  const unread = { kind: 'unavailable' as const, atMs: bench.nowMs, subject: 'w', message: '' };
  await sweep(bench, 'economy', { 'we/orders': metrics(bench, 1, { unread }) });
  assert.deepEqual(bench.asked, ['we/orders']);
});

test('what a primary said itself is not taken back by an older number', async () => {
  const bench = begin();
  await sweep(bench, 'economy', {});
  const asked = await statusOf(bench);
  bench.nowMs += MINUTE;
  await sweep(bench, 'economy', { 'we/orders': metrics(bench, 4) });
  assert.deepEqual(await statusOf(bench), asked);
  bench.nowMs += 3 * MINUTE;
  await sweep(bench, 'economy', { 'we/orders': metrics(bench, 4) });
  assert.deepEqual((await statusOf(bench))?.state, { name: 'caughtUp', lagSeconds: 4 });
});

test('Azure Monitor that refuses for long blinds us, and is no outage of the database', async () => {
  const bench = begin();
  const unread = { kind: 'forbidden' as const, atMs: bench.nowMs, subject: 'w', message: 'Give it the role.' };
  await sweep(bench, 'metricsOnly', { 'we/orders': metrics(bench, 3, { atMs: bench.nowMs - 2 * FRESH_MS, unread }) });
  const { state } = (await statusOf(bench)) ?? assert.fail('expected the link');
  assert.deepEqual(state, { name: 'unreachable', failure: { kind: 'monitor', message: 'Give it the role.' } });
});

test('the second opinion is kept beside what the primary says', async () => {
  const bench = begin();
  const seen = { stored: { 'we/orders': metrics(bench, 90) }, sourceOf: () => 'sql' as const, calmLagSeconds: 5 };
  const told: string[] = [];
  await runSweep({
    ...bench.input(topology([ORDERS])),
    metrics: seen,
    afterSample: async ({ server }) => void told.push(server),
  });
  assert.deepEqual(told, ['we']);
  assert.deepEqual((await statusOf(bench))?.state, { name: 'caughtUp', lagSeconds: 1 });
});

/** What was told earlier, and has not been told to be over. */
async function firing(bench: Bench, subject: Subject, condition: ConditionName): Promise<void> {
  const state = { phase: 'firing' as const, sinceMs: 0, firedAtMs: 0, sentence: '' };
  const record = { value: { subject, alerts: { [condition]: state } } };
  await bench.table.subjects.commit(shardOf(subject.key), [{ record, outbox: [] }]);
}

const ORDERS_LINK: Subject = { kind: 'link', key: ORDERS.linkKey, primary: 'we/orders', secondary: 'ne/orders' };
const ORDERS_DATABASE: Subject = { kind: 'database', key: 'we/orders' };

test('economy goes on asking where an alert is open that only an answer can end', async () => {
  for (const [subject, condition] of [
    [ORDERS_LINK, 'SecondaryUnreachable'],
    [ORDERS_LINK, 'CommitGapHigh'],
    [ORDERS_LINK, 'RedoLagHigh'],
    [ORDERS_DATABASE, 'PrimaryThrottled'],
  ] as const) {
    for (const shard of [undefined, shardOf(ORDERS.linkKey)]) {
      const bench = begin();
      await firing(bench, subject, condition);
      const input = { ...bench.input(topology([ORDERS])), ...(shard === undefined ? {} : { shard }) };
      const stored = { 'we/orders': metrics(bench, 1) };
      await runSweep({ ...input, metrics: { stored, sourceOf: () => 'economy', calmLagSeconds: 5 } });
      assert.deepEqual(bench.asked, ['we/orders'], `${condition} ${shard}`);
    }
  }
});

test('an alert that the metrics can end, and one where there are no rights, make nobody ask', async () => {
  const bench = begin();
  await firing(bench, ORDERS_LINK, 'LagHigh');
  await sweep(bench, 'economy', { 'we/orders': metrics(bench, 1) });
  await firing(bench, ORDERS_DATABASE, 'PrimaryThrottled');
  await sweep(bench, 'metricsOnly', { 'we/orders': metrics(bench, 1) });
  assert.deepEqual(bench.asked, []);
});
