import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { digestMetrics, FRESH_MS } from '../../../shared/replication/metricsDigest.ts';
import type { MetricPoint, ResourceMetrics } from '../../../shared/replication/metricsPorts.ts';

const MINUTE = 60_000;
const NOW = 1_800_000_000_000;
const at = (minutesAgo: number, value: number | null): MetricPoint => ({ atMs: NOW - minutesAgo * MINUTE, value });

const read = (parts: Partial<ResourceMetrics>): ResourceMetrics => ({
  resourceId: 'id',
  lag: [],
  availability: [],
  connectionFailed: [],
  logWritePercent: [],
  ...parts,
});
const lagOf = (...points: MetricPoint[]) =>
  digestMetrics(read({ lag: [{ partnerServer: 'Shop-NE', partnerDatabase: 'Orders', points }] }), NOW).lag;

test('the newest minute that has a number is the lag, by partner, in whole seconds that are never fewer', () => {
  assert.deepEqual(lagOf(at(4, 9), at(3, 0.2), at(2, null)), {
    'shop-ne/orders': { lagSeconds: 1, atMs: NOW - 3 * MINUTE },
  });
});

test('a minute without a number is none: it is neither zero nor the number before it, once that is old', () => {
  assert.deepEqual(lagOf(at(6, 3), at(4, null), at(3, null), at(2, null)), {});
  assert.deepEqual(lagOf(at(2, null)), {});
  assert.deepEqual(lagOf(), {});
});

test('a zero is a number', () => {
  assert.equal(lagOf(at(2, 0))['shop-ne/orders']?.lagSeconds, 0);
});

test('points in any order give the newest', () => {
  assert.equal(lagOf(at(2, 7), at(4, 1), at(3, 2))['shop-ne/orders']?.lagSeconds, 7);
});

test('a database that Azure knows nothing of has nothing', () => {
  assert.deepEqual(digestMetrics(read({}), NOW), {
    atMs: NOW,
    lag: {},
    availability: null,
    connectionFailed: null,
    logWritePercent: null,
  });
});

test('every metric is digested alike', () => {
  const metrics = read({
    availability: [at(3, 100), at(2, 0)],
    connectionFailed: [at(3, 4), at(2, null)],
    logWritePercent: [at(FRESH_MS / MINUTE + 1, 80)],
  });
  assert.deepEqual(digestMetrics(metrics, NOW), {
    atMs: NOW,
    lag: {},
    availability: { percent: 0, atMs: NOW - 2 * MINUTE },
    connectionFailed: 4,
    logWritePercent: null,
  });
});

test('the log write of the fresh minutes is their mean and their highest', () => {
  const logWritePercent = [at(9, 100), at(4, 40), at(3, null), at(2, 60)];
  assert.deepEqual(digestMetrics(read({ logWritePercent }), NOW).logWritePercent, { sustained: 50, peak: 60 });
});

test('no lag is told that no fresh minute had', () => {
  const point = fc.record({ atMs: fc.integer({ min: NOW - 20 * MINUTE, max: NOW }), value: fc.option(fc.nat(1_000)) });
  fc.assert(
    fc.property(fc.array(point), (points) => {
      const lag = lagOf(...points)['shop-ne/orders'];
      const fresh = points.filter(({ atMs, value }) => value !== null && NOW - atMs <= FRESH_MS);
      if (lag === undefined) assert.equal(fresh.length, 0);
      else {
        assert.ok(fresh.some(({ atMs, value }) => atMs === lag.atMs && value === lag.lagSeconds));
        assert.ok(fresh.every(({ atMs }) => atMs <= lag.atMs));
      }
    }),
  );
});
