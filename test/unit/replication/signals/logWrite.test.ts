import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logWriteOf } from '../../../../shared/replication/signals/logWrite.ts';

const of = (sustainedPercent: number, peakPercent: number) =>
  logWriteOf({ atMs: 7, logWrite: { sustainedPercent, peakPercent, spanMs: 300_000 } });

test('the percentages are kept with their moment', () => {
  assert.deepEqual(of(50, 93.5), { atMs: 7, sustainedPercent: 50, peakPercent: 93.5 });
});

test('an idle primary writes 0 percent, which is a number', () => {
  assert.deepEqual(of(0, 0), { atMs: 7, sustainedPercent: 0, peakPercent: 0 });
});

test('what could not be read is nothing, not zero', () => {
  assert.equal(logWriteOf({ atMs: 7, logWrite: null }), undefined);
});

for (const wrong of [Number.NaN, -1, Number.POSITIVE_INFINITY]) {
  test(`${wrong} is no percentage`, () => {
    assert.equal(of(wrong, 1), undefined);
    assert.equal(of(1, wrong), undefined);
  });
}
