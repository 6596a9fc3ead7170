import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { rangeOf, rowKey } from '../../../../../shared/adapters/azure/tables/keys.ts';

const FORBIDDEN = /[/\\#?%\p{Cc}]/u;

test('a linkKey stays readable', () => {
  assert.equal(rowKey('s', 'shop-ne/orders~shop-we/orders'), 's-shop-ne!2forders~shop-we!2forders');
});

test('whatever the key, the RowKey is allowed, short enough, and in the range of its kind', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 700 }), (key) => {
      const row = rowKey('o', key);
      assert.equal(FORBIDDEN.test(row), false);
      assert.ok(row.length <= 500);
      assert.ok(row >= 'o-' && row < 'o.');
    }),
  );
});

test('two keys never share a row', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (one, other) => {
      // Halves of surrogate pairs have no UTF-8: names in Azure are whole characters.
      fc.pre(one !== other && one.isWellFormed() && other.isWellFormed());
      assert.notEqual(rowKey('s', one), rowKey('s', other));
    }),
  );
});

test('long keys keep their beginning and differ by their end', () => {
  const [one, other] = [rowKey('s', `${'x'.repeat(600)}1`), rowKey('s', `${'x'.repeat(600)}2`)];
  assert.notEqual(one, other);
  assert.ok(one.startsWith(`s-${'x'.repeat(400)}!!`));
});

test('a range holds one kind of one partition', () => {
  assert.equal(rangeOf('03', 's'), "PartitionKey eq '03' and RowKey ge 's-' and RowKey lt 's.'");
});
