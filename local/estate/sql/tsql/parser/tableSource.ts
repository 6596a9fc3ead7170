import { unsupportedOption } from '../syntax/syntaxErrors.ts';
import type { JoinKind, TableSource } from '../syntax/tree.ts';
import type { Cursor } from './cursor.ts';
import { tooDeep } from './expression.ts';

const TABLE_HINTS = new Set([
  'NOLOCK',
  'READUNCOMMITTED',
  'READCOMMITTED',
  'READCOMMITTEDLOCK',
  'READPAST',
  'REPEATABLEREAD',
  'SERIALIZABLE',
  'SNAPSHOT',
  'HOLDLOCK',
  'NOWAIT',
]);

/** What follows FROM. */
export function parseTableSources(cursor: Cursor): TableSource[] {
  return cursor.list(() => parseJoined(cursor));
}

function parseJoined(cursor: Cursor): TableSource {
  let left = parseTable(cursor);
  for (;;) {
    const join = parseJoinKind(cursor);
    if (join === null) return left;
    const right = cursor.nested(() => parseJoinOperand(cursor, join), tooDeep);
    let on = null;
    if (join !== 'CROSS') {
      cursor.expectWord('ON');
      on = cursor.grammar.condition(cursor);
    }
    left = { kind: 'join', join, left, right, on };
  }
}

/** `a JOIN b JOIN c ON .. ON ..` nests to the right. */
function parseJoinOperand(cursor: Cursor, join: JoinKind): TableSource {
  const table = parseTable(cursor);
  if (join === 'CROSS' || cursor.isWord('ON')) return table;
  const inner = parseJoinKind(cursor);
  if (inner === null) throw cursor.unexpected();
  const right = parseJoinOperand(cursor, inner);
  if (inner === 'CROSS') return { kind: 'join', join: inner, left: table, right, on: null };
  cursor.expectWord('ON');
  return { kind: 'join', join: inner, left: table, right, on: cursor.grammar.condition(cursor) };
}

function parseJoinKind(cursor: Cursor): JoinKind | null {
  if (cursor.isWord('CROSS', 'APPLY') || cursor.isWord('OUTER', 'APPLY')) throw unsupportedOption('APPLY');
  if (cursor.acceptWord('CROSS')) {
    cursor.expectWord('JOIN');
    return 'CROSS';
  }
  if (cursor.acceptWord('JOIN')) return 'INNER';
  for (const kind of ['INNER', 'LEFT', 'RIGHT', 'FULL'] as const) {
    if (!cursor.acceptWord(kind)) continue;
    if (kind !== 'INNER') cursor.acceptWord('OUTER');
    for (const hint of ['LOOP', 'HASH', 'MERGE']) if (cursor.acceptWord(hint)) break;
    cursor.expectWord('JOIN');
    return kind;
  }
  return null;
}

function parseTable(cursor: Cursor): TableSource {
  if (!cursor.acceptSymbol('(')) return parseObject(cursor);
  if (cursor.isWord('SELECT')) {
    const query = cursor.grammar.query(cursor);
    cursor.expectSymbol(')');
    return { kind: 'derived', query, ...parseDerivedName(cursor) };
  }
  if (cursor.acceptWord('VALUES')) {
    const rows = cursor.list(() => {
      cursor.expectSymbol('(');
      const row = cursor.list(() => cursor.grammar.expression(cursor));
      cursor.expectSymbol(')');
      return row;
    });
    cursor.expectSymbol(')');
    return { kind: 'values', rows, ...parseDerivedName(cursor) };
  }
  const joined = cursor.nested(() => parseJoined(cursor), tooDeep);
  cursor.expectSymbol(')');
  return joined;
}

function parseDerivedName(cursor: Cursor): { alias: string; columns: string[] } {
  cursor.acceptWord('AS');
  const alias = cursor.expectName();
  if (!cursor.acceptSymbol('(')) return { alias, columns: [] };
  const columns = cursor.list(() => cursor.expectName());
  cursor.expectSymbol(')');
  return { alias, columns };
}

function parseObject(cursor: Cursor): TableSource {
  const parts = [cursor.expectName()];
  while (cursor.acceptSymbol('.')) parts.push(cursor.isSymbol('.') ? '' : cursor.expectName());
  // A table-valued function: the estate has none, and names it as SQL Server does when it does not know it.
  if (cursor.isSymbol('(') && !isHintList(cursor)) throw unsupportedOption(`${parts.join('.')}()`);
  const alias = cursor.acceptWord('AS') ? cursor.expectName() : cursor.isName() ? cursor.expectName() : null;
  if (cursor.isWord('TABLESAMPLE') || cursor.isWord('PIVOT') || cursor.isWord('UNPIVOT')) {
    throw unsupportedOption(cursor.peek().upper);
  }
  acceptTableHints(cursor);
  return { kind: 'object', parts, alias };
}

function isHintList(cursor: Cursor): boolean {
  return cursor.isSymbol('(') && TABLE_HINTS.has(cursor.peek(1).upper);
}

/** Locking hints: catalog views take no locks here. */
function acceptTableHints(cursor: Cursor): void {
  const withWord = cursor.isWord('WITH') && cursor.isSymbol('(', 1) && cursor.acceptWord('WITH');
  if (!withWord && !isHintList(cursor)) return;
  cursor.expectSymbol('(');
  cursor.list(() => {
    if (!TABLE_HINTS.has(cursor.peek().upper)) throw cursor.unexpected();
    cursor.next();
  });
  cursor.expectSymbol(')');
}
