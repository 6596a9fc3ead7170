import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  decimalBytes,
  decimalFromBytes,
  decimalToBytes,
  toUnscaled,
} from '../../../../../local/estate/sql/tds/decimal.ts';

test('a number is scaled by its decimal spelling, not its binary one', () => {
  assert.equal(toUnscaled(-12345.6789, 20, 4), -123456789n);
  assert.equal(toUnscaled(1.005, 5, 2), 101n);
  assert.equal(toUnscaled(0.1, 38, 20), 10_000_000_000_000_000_000n);
  assert.equal(toUnscaled(1e-7, 10, 3), 0n);
  assert.equal(toUnscaled(1e21, 38, 2), 10n ** 23n);
  assert.equal(toUnscaled(2n ** 70n, 38, 0), 2n ** 70n);
});

test('rounding is half away from zero on both sides', () => {
  assert.deepEqual([toUnscaled(2.5, 5, 0), toUnscaled(-2.5, 5, 0), toUnscaled(2.4, 5, 0)], [3n, -3n, 2n]);
});

test('what does not fit the precision, and what is no number, are RangeErrors', () => {
  assert.throws(() => toUnscaled(1000, 5, 2), RangeError);
  assert.equal(toUnscaled(999.99, 5, 2), 99_999n);
  assert.throws(() => toUnscaled(999.999, 5, 2), RangeError);
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) assert.throws(() => toUnscaled(value, 5, 2), RangeError);
});

test('storage grows with precision', () => {
  assert.deepEqual([1, 9, 10, 19, 20, 28, 29, 38].map(decimalBytes), [4, 4, 8, 8, 12, 12, 16, 16]);
});

test('sign and magnitude travel little-endian', () => {
  assert.equal(decimalToBytes(-258n, 4).toString('hex'), '0002010000');
  assert.equal(decimalToBytes(258n, 4).toString('hex'), '0102010000');
});

test('what is written is read back', () => {
  const values = fc.integer({ min: -999_999_999, max: 999_999_999 });
  fc.assert(
    fc.property(values, fc.integer({ min: 0, max: 9 }), (unscaled, scale) => {
      const value = unscaled / 10 ** scale;
      const bytes = decimalToBytes(toUnscaled(value, 18, scale), 8);
      assert.equal(decimalFromBytes(bytes, scale) + 0, value + 0);
    }),
  );
});

test('a fraction keeps its leading zeros', () => {
  assert.equal(decimalFromBytes(decimalToBytes(5n, 4), 3), 0.005);
});
