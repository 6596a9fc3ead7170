import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DatabaseMetrics } from '../../../../shared/replication/metricsPorts.ts';
import { foldMetrics } from '../../../../shared/replication/signals/foldMetrics.ts';

const read = (lag: DatabaseMetrics['lag']): DatabaseMetrics => ({
  atMs: 9_000,
  lag,
  availability: null,
  connectionFailed: null,
  logWritePercent: null,
});

test("the partner's figure is taken with the moment it speaks of, not the moment it was read", () => {
  const metrics = read({ 'ne/orders': { lagSeconds: 3, atMs: 8_000 }, 'us/orders': { lagSeconds: 70, atMs: 8_000 } });
  assert.deepEqual(foldMetrics(metrics, 'ne/orders'), { atMs: 8_000, lagSeconds: 3 });
  assert.deepEqual(foldMetrics(metrics, 'us/orders'), { atMs: 8_000, lagSeconds: 70 });
});

test('a lag of zero is a number', () => {
  assert.deepEqual(foldMetrics(read({ 'ne/orders': { lagSeconds: 0, atMs: 1 } }), 'ne/orders')?.lagSeconds, 0);
});

test('asked and without a number for this partner is null', () => {
  assert.deepEqual(foldMetrics(read({}), 'ne/orders'), { atMs: 9_000, lagSeconds: null });
});

test('never asked is nothing', () => {
  assert.equal(foldMetrics(undefined, 'ne/orders'), undefined);
});
