import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expandRange, expandTogether } from '../../../local/play/ranges.ts';

test('a range stands for every number in it, both ends included', () => {
  assert.deepEqual(expandRange('stock-{1..3}'), ['stock-1', 'stock-2', 'stock-3']);
});

test('a text without a range stands for itself', () => {
  assert.deepEqual(expandRange('orders'), ['orders']);
});

test('a range of one number makes one', () => {
  assert.deepEqual(expandRange('a{7..7}b'), ['a7b']);
});

test('a range that runs backwards is refused', () => {
  assert.throws(() => expandRange('x{3..1}'), /runs upwards/);
});

test('a range too large to be meant is refused', () => {
  assert.throws(() => expandRange('x{1..999999}'), RangeError);
});

test('ranges of one value run in step', () => {
  const expanded = expandTogether({
    database: 'srv/db-{1..2}',
    nested: { copy: 'db-{1..2}' },
    list: ['{1..2}', 'same'],
    n: 4,
  });
  assert.deepEqual(expanded, [
    { database: 'srv/db-1', nested: { copy: 'db-1' }, list: ['1', 'same'], n: 4 },
    { database: 'srv/db-2', nested: { copy: 'db-2' }, list: ['2', 'same'], n: 4 },
  ]);
});

test('a value without a range is itself, untouched', () => {
  const value = { database: 'srv/db', rate: undefined };
  assert.equal(expandTogether(value)[0], value);
});
