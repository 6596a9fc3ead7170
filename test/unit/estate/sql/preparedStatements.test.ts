import assert from 'node:assert/strict';
import { test } from 'node:test';
import { declaredNames, PreparedStatements } from '../../../../local/estate/sql/preparedStatements.ts';

test('names are read from a declaration, whatever the types look like', () => {
  assert.deepEqual(declaredNames('@id int, @amount decimal(10,2) OUTPUT,@name nvarchar(max) = @default'), [
    '@id',
    '@amount',
    '@name',
  ]);
  assert.deepEqual(declaredNames(''), []);
  assert.deepEqual(declaredNames('@größe int, @a#1 varchar(5)'), ['@größe', '@a#1']);
});

test('a handle finds its statement until it is released', () => {
  const prepared = new PreparedStatements();
  const handle = prepared.prepare('select @a', '@a int');
  assert.ok(handle !== null);
  assert.deepEqual(prepared.find(handle), { text: 'select @a', parameterNames: ['@a'] });
  assert.equal(prepared.release(handle), true);
  assert.equal(prepared.find(handle), undefined);
  assert.equal(prepared.release(handle), false);
});

test('handles are not given twice, not after a clear either', () => {
  const prepared = new PreparedStatements();
  const first = prepared.prepare('a', '');
  prepared.clear();
  assert.equal(prepared.find(first ?? 0), undefined);
  assert.notEqual(prepared.prepare('b', ''), first);
});

test('a session holds at most 10,000', () => {
  const prepared = new PreparedStatements();
  for (let index = 0; index < 10_000; index++) assert.notEqual(prepared.prepare('a', ''), null);
  assert.equal(prepared.prepare('a', ''), null);
  prepared.release(1);
  assert.notEqual(prepared.prepare('a', ''), null);
});
