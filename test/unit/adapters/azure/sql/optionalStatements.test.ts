import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { batchOf, readBatch } from '../../../../../shared/adapters/azure/sql/optionalStatements.ts';
import type { BatchAnswer } from '../../../../../shared/adapters/azure/sql/sqlConnection.ts';
import { SqlFailure } from '../../../../../shared/adapters/azure/sql/sqlErrors.ts';

const ONE = { view: 'sys.dm_one', text: 'SELECT one FROM sys.dm_one;' };
const TWO = { view: 'sys.dm_two', text: 'SELECT two FROM sys.dm_two;' };
const STATEMENTS = [ONE, TWO];

const ended = (statement: number, error = 0) => ({ ended_statement: statement, ended_error: error });
/** What the server says where something was refused, after so many rows. */
const refused = (number: number, afterRows: number, message = `It is ${number}.`) => ({
  number,
  state: 1,
  message,
  afterRows,
});

function answer(rows: BatchAnswer['rows'], ...refusals: BatchAnswer['refusals']): BatchAnswer {
  if (refusals.length === 0) return { rows, refusals };
  return { rows, refusals, failure: new SqlFailure(new Error(refusals[0]?.message), refusals) };
}

test('each statement is followed by its number and how it ended', () => {
  assert.equal(
    batchOf(STATEMENTS),
    'SELECT one FROM sys.dm_one; SELECT 0 AS ended_statement, @@ERROR AS ended_error; ' +
      'SELECT two FROM sys.dm_two; SELECT 1 AS ended_statement, @@ERROR AS ended_error;',
  );
});

describe('a batch', () => {
  test('of which all was read gives the rows of the views, and not those of its ends', () => {
    const read = readBatch(STATEMENTS, answer([{ one: 1 }, ended(0), { two: 2 }, { two: 3 }, ended(1)]));
    assert.deepEqual(read, { rows: [{ one: 1 }, { two: 2 }, { two: 3 }], unread: [] });
  });

  test('of which a view has no rows was read all the same', () => {
    assert.deepEqual(readBatch(STATEMENTS, answer([ended(0), ended(1)])), { rows: [], unread: [] });
  });
});

describe('a refused view', () => {
  test('is told in the words of the server, and the others are read', () => {
    const said = refused(300, 0, 'VIEW SERVER STATE\n   was denied.');
    const read = readBatch(STATEMENTS, answer([ended(0, 300), { two: 2 }, ended(1)], said));
    assert.deepEqual(read.rows, [{ two: 2 }]);
    assert.deepEqual(read.unread, [
      { view: 'sys.dm_one', message: 'Expected to read sys.dm_one, saw error 300 (VIEW SERVER STATE was denied.).' },
    ]);
  });

  test('in the middle gets its own words, not those of another', () => {
    const both = answer([ended(0, 229), ended(1, 297)], refused(229, 0), refused(297, 1));
    assert.deepEqual(
      readBatch(STATEMENTS, both).unread.map(({ message }) => message),
      [
        'Expected to read sys.dm_one, saw error 229 (It is 229.).',
        'Expected to read sys.dm_two, saw error 297 (It is 297.).',
      ],
    );
  });

  test('that ends the batch leaves what comes after it unasked', () => {
    const read = readBatch(
      [ONE, TWO, { view: 'sys.dm_three', text: '' }],
      answer([{ one: 1 }, ended(0)], refused(262, 2)),
    );
    assert.deepEqual(read.rows, [{ one: 1 }]);
    assert.deepEqual(read.unread, [
      { view: 'sys.dm_two', message: 'Expected to read sys.dm_two, saw error 262 (It is 262.).' },
      { view: 'sys.dm_three', message: 'sys.dm_three was not asked: the batch ended before it.' },
    ]);
  });

  test('with a long word on it is told in short', () => {
    const [unread] = readBatch([ONE], answer([], refused(208, 0, 'x'.repeat(5_000)))).unread;
    assert.ok((unread?.message.length ?? 0) < 300, unread?.message);
  });
});

for (const number of [208, 229, 262, 297, 300]) {
  test(`error ${number} is a refusal`, () => {
    assert.deepEqual(
      readBatch([ONE], answer([ended(0, number)], refused(number, 0))).unread.map(({ view }) => view),
      ['sys.dm_one'],
    );
  });
}

for (const number of [1205, 4060, 18456, 40501, 40613]) {
  test(`error ${number} is none: the whole question failed`, () => {
    assert.throws(() => readBatch(STATEMENTS, answer([ended(0), ended(1, number)], refused(number, 1))), SqlFailure);
  });
}

test('a refusal beside another error hides it not', () => {
  const both = answer([ended(0, 300)], refused(300, 0), refused(40613, 1));
  assert.throws(() => readBatch(STATEMENTS, both), SqlFailure);
});
