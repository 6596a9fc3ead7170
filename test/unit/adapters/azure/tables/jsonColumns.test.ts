import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fromColumns, toColumns } from '../../../../../shared/adapters/azure/tables/jsonColumns.ts';

test('whatever JSON can say comes back, through plain ASCII', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const columns = toColumns(value);
      for (const column of Object.values(columns)) assert.match(column, /^[\x20-\x7e]*$/);
      assert.deepEqual(fromColumns(columns), JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('a long value is divided, and no column is longer than a property may be', () => {
  const value = { text: 'ü“'.repeat(20_000) };
  const columns = toColumns(value);
  assert.ok(Object.keys(columns).length > 5);
  for (const column of Object.values(columns)) assert.ok(column.length <= 32_000);
  assert.deepEqual(fromColumns(columns), value);
});

test('what is missing or half is undefined, never an exception', () => {
  for (const entity of [{}, { data0: '' }, { data0: '{"a":' }, { data0: 7 }, { data1: '{}' }]) {
    assert.equal(fromColumns(entity as Record<string, unknown>), undefined);
  }
});

test('a value that no entity can hold is refused with both sizes', () => {
  assert.throws(() => toColumns('x'.repeat(448_001)), /at most 448000 characters of JSON, saw 448003/);
});
