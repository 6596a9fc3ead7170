import { tokenize } from '../syntax/tokenize.ts';
import type { Statement } from '../syntax/tree.ts';
import type { SqlType } from '../types/sqlType.ts';
import { parseCondition } from './condition.ts';
import { Cursor, type Grammar } from './cursor.ts';
import { parseExpression } from './expression.ts';
import { parseQuery } from './query.ts';
import { parseStatement, parseStatements } from './statement.ts';
import { parseTypeName } from './typeName.ts';

const GRAMMAR: Grammar = {
  expression: parseExpression,
  condition: parseCondition,
  query: parseQuery,
  statement: parseStatement,
};

/** Parses a whole batch. @throws SqlError with SQL Server's number and wording; nothing of the batch has run then. */
export function parseBatch(text: string): Statement[] {
  return parseStatements(new Cursor(tokenize(text), GRAMMAR), null);
}

/** `@p1 int, @p2 nvarchar(50)`: the second argument of sp_executesql. @throws SqlError */
export function parseParameterList(text: string): { name: string; type: SqlType }[] {
  const cursor = new Cursor(tokenize(text), GRAMMAR);
  if (cursor.atEnd) return [];
  const list = cursor.list(() => {
    const name = cursor.expectVariable();
    cursor.acceptWord('AS');
    return { name, type: parseTypeName(cursor, 1) };
  });
  if (!cursor.atEnd) throw cursor.unexpected();
  return list;
}
