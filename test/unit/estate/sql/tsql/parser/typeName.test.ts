import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseParameterList } from '../../../../../../local/estate/sql/tsql/parser/parseBatch.ts';

test('every spelling of a type means what T-SQL means by it', () => {
  const list = parseParameterList(
    '@a int, @b INTEGER, @c varchar, @d nvarchar(50), @e varchar(max), @f decimal, @g numeric(9,2), @h datetime2, @i datetimeoffset(3), @j sysname, @k char(3), @l float, @m sys.bit, @n varbinary(8)',
  );
  assert.deepEqual(
    list.map(({ type }) => type),
    [
      { name: 'int' },
      { name: 'int' },
      { name: 'varchar', length: 1 },
      { name: 'nvarchar', length: 50 },
      { name: 'varchar', length: -1 },
      { name: 'decimal', precision: 18, scale: 0 },
      { name: 'decimal', precision: 9, scale: 2 },
      { name: 'datetime2', scale: 7 },
      { name: 'datetimeoffset', scale: 3 },
      { name: 'nvarchar', length: 128 },
      { name: 'varchar', length: 3, fixed: true },
      { name: 'float' },
      { name: 'bit' },
      { name: 'varbinary', length: 8 },
    ],
  );
});

test('an empty list has no parameters; anything after the list is refused', () => {
  assert.deepEqual(parseParameterList('  '), []);
  assert.throws(() => parseParameterList('@a int @b int'), { number: 102 });
});
