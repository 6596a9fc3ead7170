import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { hundredths, median, megabytes, seconds } from '../../../bench/figures.ts';

describe('the median', () => {
  test('is the middle one, in whatever order they come, and leaves them in it', () => {
    const values = [9, 1, 5];
    assert.equal(median(values), 5);
    assert.deepEqual(values, [9, 1, 5]);
  });

  test('of an even number is the lower of the two in the middle: no figure that nobody measured', () => {
    assert.equal(median([4, 1, 3, 2]), 2);
  });

  test('compares numbers, not their texts', () => {
    assert.equal(median([10, 9, 100]), 10);
  });

  test('of none is not a number', () => {
    assert.ok(Number.isNaN(median([])));
  });
});

test('figures are rounded to what is worth printing', () => {
  assert.equal(seconds(1_234.6), 1.235);
  assert.equal(hundredths(1.2349), 1.23);
  assert.equal(megabytes(1.6 * 1_048_576), 2);
});
