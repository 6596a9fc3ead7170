import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { HistoryStore } from '../../shared/replication/ports.ts';
import type { HistoryLine } from '../../shared/replication/types.ts';
import { LINK_KEY } from './records.ts';

const SHARD = '03';
const HOUR_MS = 3_600_000;
const NOON = Date.UTC(2026, 10, 22, 12);
const line = (atMs: number, lagSeconds: number | null = 1, linkKey = LINK_KEY): HistoryLine => ({
  atMs,
  linkKey,
  state: lagSeconds === null ? 'lagUnknown' : 'caughtUp',
  lagSeconds,
});

/** What every HistoryStore promises, whatever it is made of. */
export function historyStoreContract(kind: string, make: () => Promise<HistoryStore>): void {
  describe(`HistoryStore in ${kind}`, () => {
    test('is empty at first', async () => {
      assert.deepEqual(await (await make()).recent(SHARD, LINK_KEY, 0, 10), []);
    });

    test('gives lines back, newest last, NULL as null', async () => {
      const history = await make();
      await history.append(SHARD, [line(NOON, 4)]);
      await history.append(SHARD, [line(NOON + 1_000, null)]);
      assert.deepEqual(await history.recent(SHARD, LINK_KEY, NOON, 10), [line(NOON, 4), line(NOON + 1_000, null)]);
    });

    test('keeps links apart, also where one key is the beginning of another', async () => {
      const history = await make();
      await history.append(SHARD, [line(NOON), line(NOON, 9, `${LINK_KEY}2`), line(NOON + 1)]);
      assert.deepEqual(await history.recent(SHARD, LINK_KEY, NOON, 10), [line(NOON), line(NOON + 1)]);
    });

    test('of many lines the newest are given, and none from before', async () => {
      const history = await make();
      for (let n = 0; n < 6; n += 1) await history.append(SHARD, [line(NOON + n * 1_000, n)]);
      assert.deepEqual(
        (await history.recent(SHARD, LINK_KEY, 0, 2)).map(({ lagSeconds }) => lagSeconds),
        [4, 5],
      );
      assert.deepEqual(
        (await history.recent(SHARD, LINK_KEY, NOON + 3_000, 10)).map(({ lagSeconds }) => lagSeconds),
        [3, 4, 5],
      );
      assert.deepEqual(await history.recent(SHARD, LINK_KEY, 0, 0), []);
    });

    test('reads across hours, days and an append that straddles an hour', async () => {
      const history = await make();
      const midnight = Date.UTC(2026, 10, 23);
      await history.append(SHARD, [line(midnight - HOUR_MS, 1)]);
      await history.append(SHARD, [line(midnight - 1, 2), line(midnight, 3)]);
      await history.append(SHARD, [line(midnight + 5 * HOUR_MS, 4)]);
      const lags = async (sinceMs: number) =>
        (await history.recent(SHARD, LINK_KEY, sinceMs, 10)).map(({ lagSeconds }) => lagSeconds);
      assert.deepEqual(await lags(0), [1, 2, 3, 4]);
      assert.deepEqual(await lags(midnight), [3, 4]);
    });

    test('loses nothing to appends at once', async () => {
      const history = await make();
      await Promise.all(Array.from({ length: 20 }, (_, n) => history.append(SHARD, [line(NOON + n, n)])));
      const found = await history.recent(SHARD, LINK_KEY, NOON, 100);
      assert.deepEqual(
        found.map(({ lagSeconds }) => lagSeconds),
        Array.from({ length: 20 }, (_, n) => n),
      );
    });

    test('appending nothing is done', async () => {
      const history = await make();
      await history.append(SHARD, []);
      assert.deepEqual(await history.recent(SHARD, LINK_KEY, 0, 10), []);
    });

    test('removes whole hours that have ended, the oldest first', async () => {
      const history = await make();
      for (const [shard, hour] of [
        [SHARD, 0],
        ['09', 0],
        [SHARD, 1],
        [SHARD, 2],
      ] as const) {
        await history.append(shard, [line(NOON + hour * HOUR_MS, hour)]);
      }
      assert.equal(await history.removeOlderThan(NOON + HOUR_MS - 1, 10), 0);
      assert.equal(await history.removeOlderThan(NOON + 2 * HOUR_MS, 2), 2);
      assert.deepEqual(await history.recent('09', LINK_KEY, 0, 10), []);
      assert.deepEqual(
        (await history.recent(SHARD, LINK_KEY, 0, 10)).map(({ lagSeconds }) => lagSeconds),
        [1, 2],
      );
      assert.equal(await history.removeOlderThan(NOON + 2 * HOUR_MS, 10), 1);
    });

    test('compacts hours that have ended, the oldest first, no more than asked, and each once', async () => {
      const history = await make();
      for (const hour of [2, 0, 1]) await history.append(SHARD, [line(NOON + hour * HOUR_MS, hour)]);
      await history.append('09', [line(NOON, 9)]);
      assert.equal(await history.compact(NOON + HOUR_MS - 1, 10, () => true), 0);
      assert.equal(await history.compact(NOON + 2 * HOUR_MS, 2, () => true), 2);
      assert.equal(await history.compact(NOON + 2 * HOUR_MS, 10, () => false), 0);
      assert.equal(await history.compact(NOON + 2 * HOUR_MS, 10, () => true), 1);
      assert.equal(await history.compact(NOON + 2 * HOUR_MS, 10, () => true), 0);
      assert.deepEqual(
        (await history.recent(SHARD, LINK_KEY, 0, 10)).map(({ lagSeconds }) => lagSeconds),
        [0, 1, 2],
      );
    });

    test('of a compacted hour a minute is one line with its last, least and most lag, and a change of state is exact', async () => {
      const history = await make();
      const lags = [3, 1, 8, 2, null, null, 4];
      await history.append(
        SHARD,
        lags.flatMap((lag, n) => [line(NOON + n * 5_000, lag), line(NOON + n * 5_000, 1, `${LINK_KEY}2`)]),
      );
      await history.append(SHARD, [line(NOON + HOUR_MS, 6)]);
      await history.compact(NOON + HOUR_MS, 10, () => true);
      assert.deepEqual(await history.recent(SHARD, LINK_KEY, 0, 10), [
        line(NOON, 3),
        { ...line(NOON + 15_000, 2), minLagSeconds: 1, maxLagSeconds: 8 },
        line(NOON + 20_000, null),
        line(NOON + 25_000, null),
        line(NOON + 30_000, 4),
        line(NOON + HOUR_MS, 6),
      ]);
      assert.deepEqual(
        (await history.recent(SHARD, LINK_KEY, NOON + 16_000, 2)).map(({ lagSeconds }) => lagSeconds),
        [4, 6],
      );
    });

    test('what comes to an hour after it was compacted neither counts twice nor grows it', async () => {
      const history = await make();
      await history.append(SHARD, [line(NOON, 1)]);
      assert.equal(await history.compact(NOON + HOUR_MS, 10, () => true), 1);
      await history.append(SHARD, [line(NOON + 1_000, 2)]);
      assert.deepEqual(await history.recent(SHARD, LINK_KEY, 0, 10), [line(NOON, 1)]);
      assert.equal(await history.compact(NOON + HOUR_MS, 10, () => true), 1);
      assert.equal(await history.compact(NOON + HOUR_MS, 10, () => true), 0);
      assert.deepEqual(await history.recent(SHARD, LINK_KEY, 0, 10), [line(NOON, 1)]);
    });

    test('removes compacted hours as it does others', async () => {
      const history = await make();
      await history.append(SHARD, [line(NOON, 1), line(NOON + HOUR_MS, 2)]);
      await history.compact(NOON + HOUR_MS, 10, () => true);
      assert.equal(await history.removeOlderThan(NOON + HOUR_MS, 10), 1);
      assert.deepEqual(await history.recent(SHARD, LINK_KEY, 0, 10), [line(NOON + HOUR_MS, 2)]);
      assert.equal(await history.removeOlderThan(NOON + HOUR_MS, 10), 0);
    });
  });
}
