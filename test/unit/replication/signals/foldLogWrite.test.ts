import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DatabaseMetrics } from '../../../../shared/replication/metricsPorts.ts';
import { foldLogWrite, newerLogWrite } from '../../../../shared/replication/signals/foldLogWrite.ts';

const READ: DatabaseMetrics = {
  atMs: 5_000,
  lag: {},
  availability: null,
  connectionFailed: null,
  logWritePercent: { sustained: 50, peak: 70 },
};

test('what Azure Monitor knows of the log becomes the signal, as old as its reading', () => {
  assert.deepEqual(foldLogWrite(READ), { atMs: 5_000, sustainedPercent: 50, peakPercent: 70 });
});

test('what it does not know is no signal', () => {
  assert.equal(foldLogWrite(undefined), undefined);
  assert.equal(foldLogWrite({ ...READ, logWritePercent: null }), undefined);
});

test('of two figures the newer stands, and the one that is there', () => {
  const at = (atMs: number) => ({ atMs, sustainedPercent: 1, peakPercent: 1 });
  assert.deepEqual(newerLogWrite(at(1), at(2)), at(2));
  assert.deepEqual(newerLogWrite(at(2), at(1)), at(2));
  assert.deepEqual(newerLogWrite(undefined, at(1)), at(1));
  assert.deepEqual(newerLogWrite(at(1), undefined), at(1));
  assert.equal(newerLogWrite(undefined, undefined), undefined);
});
