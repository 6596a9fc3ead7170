import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layOutColumns } from '../../../../../local/estate/sql/tds/columnLayout.ts';
import type { Column, Value } from '../../../../../local/estate/sql/types.ts';

function layOut(column: Partial<Column>, ...values: Value[]) {
  const rows = values.map((value) => [value]);
  const [layout] = layOutColumns([{ name: 'c', type: 'nvarchar', nullable: false, ...column }], rows);
  assert.ok(layout);
  return layout;
}

test('what a column says stands', () => {
  const layout = layOut({ length: 128 }, 'short');
  assert.deepEqual([layout.length, layout.nullable], [128, false]);
});

test('a column that says no length takes that of its longest value, at least one', () => {
  assert.equal(layOut({}, 'ab', 'abcd').length, 4);
  assert.equal(layOut({}, '').length, 1);
  assert.equal(layOut({}).length, 1);
});

test('a value longer than its column widens it, beyond the limit to max', () => {
  assert.equal(layOut({ length: 3 }, 'abcdef').length, 6);
  assert.equal(layOut({ length: 3 }, 'x'.repeat(4000)).length, 4000);
  assert.equal(layOut({ length: 3 }, 'x'.repeat(4001)).length, -1);
  assert.equal(layOut({ type: 'varchar' }, 'x'.repeat(8000)).length, 8000);
  assert.equal(layOut({ type: 'varbinary' }, new Uint8Array(8001)).length, -1);
});

test('max stays max', () => {
  assert.equal(layOut({ length: -1 }, 'a').length, -1);
});

test('a NULL where none may be makes the column nullable', () => {
  assert.equal(layOut({}, 'a', null).nullable, true);
});

test('a row that is too short counts as NULL', () => {
  const [, second] = layOutColumns(
    [
      { name: 'a', type: 'int', nullable: false },
      { name: 'b', type: 'int', nullable: false },
    ],
    [[1]],
  );
  assert.equal(second?.nullable, true);
});

test('precision and scale have the defaults of T-SQL', () => {
  const decimal = layOut({ type: 'decimal' });
  assert.deepEqual([decimal.precision, decimal.scale], [18, 0]);
  assert.equal(layOut({ type: 'datetime2' }).scale, 7);
  assert.equal(layOut({ type: 'datetimeoffset' }).scale, 7);
  assert.equal(layOut({ type: 'datetimeoffset', scale: 0 }).scale, 0);
});
