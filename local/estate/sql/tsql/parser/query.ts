import { unsupportedOption } from '../syntax/syntaxErrors.ts';
import type { CommonTable, OrderItem, Query, QueryBody } from '../syntax/tree.ts';
import type { Cursor } from './cursor.ts';
import { tooDeep } from './expression.ts';
import { parseSelect } from './select.ts';

/** WITH ... SELECT ... [UNION ...] [ORDER BY ...]. */
export function parseQuery(cursor: Cursor): Query {
  return cursor.nested(() => {
    const commonTables = cursor.acceptWord('WITH') ? cursor.list(() => parseCommonTable(cursor)) : [];
    const body = parseUnion(cursor);
    const orderBy = parseOrderBy(cursor);
    const { offset, fetch } = parseOffset(cursor, orderBy.length > 0);
    if (cursor.isWord('FOR')) throw unsupportedOption('FOR');
    acceptHints(cursor);
    return { commonTables, body, orderBy, offset, fetch };
  }, tooDeep);
}

function parseCommonTable(cursor: Cursor): CommonTable {
  const name = cursor.expectName();
  const columns = parseColumnNames(cursor);
  cursor.expectWord('AS');
  cursor.expectSymbol('(');
  const query = parseQuery(cursor);
  cursor.expectSymbol(')');
  return { name, columns, query };
}

function parseColumnNames(cursor: Cursor): string[] {
  if (!cursor.acceptSymbol('(')) return [];
  const names = cursor.list(() => cursor.expectName());
  cursor.expectSymbol(')');
  return names;
}

/** INTERSECT binds tighter than UNION and EXCEPT. */
function parseUnion(cursor: Cursor): QueryBody {
  let left = parseIntersect(cursor);
  for (;;) {
    if (cursor.acceptWord('UNION')) {
      const operator = cursor.acceptWord('ALL') ? 'UNION ALL' : 'UNION';
      left = { kind: 'setOperation', operator, left, right: parseIntersect(cursor) };
    } else if (cursor.acceptWord('EXCEPT')) {
      left = { kind: 'setOperation', operator: 'EXCEPT', left, right: parseIntersect(cursor) };
    } else return left;
  }
}

function parseIntersect(cursor: Cursor): QueryBody {
  let left = parseTerm(cursor);
  while (cursor.acceptWord('INTERSECT')) {
    left = { kind: 'setOperation', operator: 'INTERSECT', left, right: parseTerm(cursor) };
  }
  return left;
}

function parseTerm(cursor: Cursor): QueryBody {
  if (!cursor.acceptSymbol('(')) return parseSelect(cursor);
  const inner = cursor.nested(() => parseUnion(cursor), tooDeep);
  cursor.expectSymbol(')');
  return inner;
}

function parseOrderBy(cursor: Cursor): OrderItem[] {
  if (!cursor.acceptWord('ORDER')) return [];
  cursor.expectWord('BY');
  return cursor.list(() => {
    const value = cursor.grammar.expression(cursor);
    const descending = cursor.acceptWord('DESC');
    if (!descending) cursor.acceptWord('ASC');
    return { value, descending };
  });
}

function parseOffset(cursor: Cursor, ordered: boolean): Pick<Query, 'offset' | 'fetch'> {
  if (!ordered || !cursor.acceptWord('OFFSET')) return { offset: null, fetch: null };
  const offset = cursor.grammar.expression(cursor);
  if (!cursor.acceptWord('ROWS')) cursor.expectWord('ROW');
  if (!cursor.acceptWord('FETCH')) return { offset, fetch: null };
  if (!cursor.acceptWord('NEXT')) cursor.expectWord('FIRST');
  const fetch = cursor.grammar.expression(cursor);
  if (!cursor.acceptWord('ROWS')) cursor.expectWord('ROW');
  cursor.expectWord('ONLY');
  return { offset, fetch };
}

/** OPTION (...) advises the optimiser; the estate has none. */
function acceptHints(cursor: Cursor): void {
  if (!cursor.acceptWord('OPTION')) return;
  cursor.expectSymbol('(');
  for (let depth = 1; depth > 0; ) {
    if (cursor.atEnd) throw cursor.unexpected();
    const token = cursor.next();
    if (token.kind === 'symbol' && token.text === '(') depth += 1;
    if (token.kind === 'symbol' && token.text === ')') depth -= 1;
  }
}
