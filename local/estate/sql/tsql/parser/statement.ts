import { unsupportedStatement } from '../syntax/syntaxErrors.ts';
import type { Declaration, Statement } from '../syntax/tree.ts';
import { parseAlterDatabase } from './alterDatabase.ts';
import type { Cursor } from './cursor.ts';
import { parseExecute } from './execute.ts';
import { tooDeep } from './expression.ts';
import { parseSet } from './set.ts';
import { parseTypeName } from './typeName.ts';

const PARSERS: Record<string, (cursor: Cursor) => Statement> = {
  SELECT: parseQueryStatement,
  WITH: parseQueryStatement,
  DECLARE: parseDeclare,
  SET: parseSet,
  PRINT: (cursor) => ({ kind: 'print', value: after(cursor, 'PRINT').grammar.expression(cursor) }),
  WAITFOR: parseWaitFor,
  IF: parseIf,
  BEGIN: parseBegin,
  COMMIT: (cursor) => parseTransaction(cursor, 'commit'),
  ROLLBACK: (cursor) => parseTransaction(cursor, 'rollback'),
  SAVE: (cursor) => parseTransaction(cursor, 'save'),
  EXEC: parseExecute,
  EXECUTE: parseExecute,
  ALTER: parseAlterDatabase,
  USE: (cursor) => ({ kind: 'use', database: after(cursor, 'USE').expectName() }),
  RETURN: parseReturn,
};

/** Statements that T-SQL has and the estate does not: refused by name, never ignored. */
const UNSUPPORTED = new Set(
  `INSERT UPDATE DELETE MERGE CREATE DROP TRUNCATE GRANT REVOKE DENY BACKUP RESTORE BULK CHECKPOINT CLOSE DEALLOCATE OPEN
  FETCH KILL RAISERROR THROW RECONFIGURE SHUTDOWN WHILE GOTO BREAK CONTINUE DBCC READTEXT WRITETEXT UPDATETEXT REVERT
  ENABLE DISABLE`.split(/\s+/),
);

/** One statement, with the semicolons after it. */
export function parseStatement(cursor: Cursor): Statement {
  return cursor.nested(() => {
    const word = cursor.peek().upper;
    const parse = Object.hasOwn(PARSERS, word) ? PARSERS[word] : undefined;
    if (parse === undefined && UNSUPPORTED.has(word)) throw unsupportedStatement(word);
    if (parse === undefined && !isParenthesisedQuery(cursor)) throw cursor.unexpected();
    const statement = (parse ?? parseQueryStatement)(cursor);
    while (cursor.acceptSymbol(';'));
    return statement;
  }, tooDeep);
}

/** Statements up to the end of the text, or up to a word that closes the block. */
export function parseStatements(cursor: Cursor, closing: string | null): Statement[] {
  const statements: Statement[] = [];
  while (cursor.acceptSymbol(';'));
  // A batch may begin with a procedure's name alone.
  if (closing === null && startsBareCall(cursor)) statements.push(parseExecute(cursor, false));
  while (cursor.acceptSymbol(';'));
  while (!cursor.atEnd && !(closing !== null && cursor.isWord(closing))) statements.push(parseStatement(cursor));
  return statements;
}

function startsBareCall(cursor: Cursor): boolean {
  const { upper, kind } = cursor.peek();
  return kind === 'quotedName' || (cursor.isName() && !UNSUPPORTED.has(upper));
}

function isParenthesisedQuery(cursor: Cursor): boolean {
  let ahead = 0;
  while (cursor.isSymbol('(', ahead)) ahead += 1;
  return ahead > 0 && cursor.peek(ahead).upper === 'SELECT';
}

function after(cursor: Cursor, word: string): Cursor {
  cursor.expectWord(word);
  return cursor;
}

function parseQueryStatement(cursor: Cursor): Statement {
  return { kind: 'query', query: cursor.grammar.query(cursor) };
}

function parseDeclare(cursor: Cursor): Statement {
  cursor.expectWord('DECLARE');
  const declarations = cursor.list((): Declaration => {
    const name = cursor.expectVariable();
    cursor.acceptWord('AS');
    if (cursor.isWord('TABLE') || cursor.isWord('CURSOR')) throw unsupportedStatement(`DECLARE ${cursor.peek().upper}`);
    const type = parseTypeName(cursor, 1);
    return { name, type, initial: cursor.acceptSymbol('=') ? cursor.grammar.expression(cursor) : null };
  });
  return { kind: 'declare', declarations };
}

function parseWaitFor(cursor: Cursor): Statement {
  cursor.expectWord('WAITFOR');
  if (cursor.isWord('TIME')) throw unsupportedStatement('WAITFOR TIME');
  cursor.expectWord('DELAY');
  const { kind } = cursor.peek();
  if (kind !== 'string' && kind !== 'variable') throw cursor.unexpected();
  return { kind: 'waitForDelay', delay: cursor.grammar.expression(cursor) };
}

function parseIf(cursor: Cursor): Statement {
  cursor.expectWord('IF');
  const condition = cursor.grammar.condition(cursor);
  const holds = parseStatement(cursor);
  const otherwise = cursor.acceptWord('ELSE') ? parseStatement(cursor) : null;
  return { kind: 'if', condition, holds, otherwise };
}

function parseBegin(cursor: Cursor): Statement {
  if (cursor.isWord('BEGIN', 'TRAN') || cursor.isWord('BEGIN', 'TRANSACTION')) {
    return parseTransaction(cursor, 'begin');
  }
  cursor.expectWord('BEGIN');
  if (cursor.isWord('TRY') || cursor.isWord('CATCH')) throw unsupportedStatement(`BEGIN ${cursor.peek().upper}`);
  const statements = parseStatements(cursor, 'END');
  if (statements.length === 0) throw cursor.unexpected();
  cursor.expectWord('END');
  return { kind: 'block', statements };
}

function parseTransaction(cursor: Cursor, action: 'begin' | 'commit' | 'rollback' | 'save'): Statement {
  cursor.next();
  const named = cursor.acceptWord('TRAN') || cursor.acceptWord('TRANSACTION');
  if (!named) cursor.acceptWord('WORK');
  else if (cursor.isName()) cursor.next();
  return { kind: 'transaction', action };
}

function parseReturn(cursor: Cursor): Statement {
  cursor.expectWord('RETURN');
  if (cursor.peek().kind === 'number') cursor.next();
  return { kind: 'return' };
}
