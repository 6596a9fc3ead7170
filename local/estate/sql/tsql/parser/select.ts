import { unsupportedOption } from '../syntax/syntaxErrors.ts';
import type { SelectCore, SelectItem, Top } from '../syntax/tree.ts';
import type { Cursor } from './cursor.ts';
import { parseTableSources } from './tableSource.ts';

/** One SELECT without ORDER BY. */
export function parseSelect(cursor: Cursor): SelectCore {
  cursor.expectWord('SELECT');
  const distinct = cursor.acceptWord('DISTINCT');
  if (!distinct) cursor.acceptWord('ALL');
  const top = cursor.acceptWord('TOP') ? parseTop(cursor) : null;
  const items = cursor.list(() => parseItem(cursor));
  if (cursor.isWord('INTO')) throw unsupportedOption('INTO');
  const from = cursor.acceptWord('FROM') ? parseTableSources(cursor) : [];
  const where = cursor.acceptWord('WHERE') ? cursor.grammar.condition(cursor) : null;
  const groupBy = cursor.isWord('GROUP') ? parseGroupBy(cursor) : [];
  const having = cursor.acceptWord('HAVING') ? cursor.grammar.condition(cursor) : null;
  return { kind: 'select', distinct, top, items, from, where, groupBy, having };
}

function parseGroupBy(cursor: Cursor): SelectCore['groupBy'] {
  cursor.next();
  cursor.expectWord('BY');
  for (const grouping of ['ROLLUP', 'CUBE', 'GROUPING']) {
    if (cursor.isWord(grouping)) throw unsupportedOption(grouping);
  }
  return cursor.list(() => cursor.grammar.expression(cursor));
}

function parseTop(cursor: Cursor): Top {
  let count: Top['count'];
  if (cursor.acceptSymbol('(')) {
    count = cursor.grammar.expression(cursor);
    cursor.expectSymbol(')');
  } else {
    if (cursor.peek().kind !== 'number') throw cursor.unexpected();
    const { text } = cursor.next();
    count = { kind: 'literal', type: { name: 'int' }, value: Number(text) };
  }
  const percent = cursor.acceptWord('PERCENT');
  return { count, percent, withTies: cursor.acceptWord('WITH', 'TIES') };
}

function parseItem(cursor: Cursor): SelectItem {
  if (cursor.acceptSymbol('*')) return { kind: 'star', qualifier: [] };
  const qualifier = parseQualifiedStar(cursor);
  if (qualifier !== null) return { kind: 'star', qualifier };
  const assigned = parseAssignment(cursor);
  if (assigned !== null) return assigned;
  const oldStyle = parseOldStyleAlias(cursor);
  const value = cursor.grammar.expression(cursor);
  return { kind: 'value', value, alias: oldStyle ?? parseAlias(cursor) };
}

function parseQualifiedStar(cursor: Cursor): string[] | null {
  const parts: string[] = [];
  let ahead = 0;
  while (['word', 'quotedName'].includes(cursor.peek(ahead).kind) && cursor.isSymbol('.', ahead + 1)) {
    parts.push(cursor.peek(ahead).text);
    ahead += 2;
  }
  if (parts.length === 0 || !cursor.isSymbol('*', ahead)) return null;
  for (let skipped = 0; skipped <= ahead; skipped += 1) cursor.next();
  return parts;
}

function parseAssignment(cursor: Cursor): SelectItem | null {
  if (cursor.peek().kind !== 'variable' || !cursor.isSymbol('=', 1)) return null;
  const variable = cursor.expectVariable();
  cursor.next();
  return { kind: 'assignment', variable, value: cursor.grammar.expression(cursor) };
}

/** `name = expression` */
function parseOldStyleAlias(cursor: Cursor): string | null {
  if (!cursor.isSymbol('=', 1) || !(cursor.isName() || cursor.peek().kind === 'string')) return null;
  const { text } = cursor.next();
  cursor.next();
  return text;
}

function parseAlias(cursor: Cursor): string | null {
  if (cursor.acceptWord('AS')) return cursor.peek().kind === 'string' ? cursor.next().text : cursor.expectName();
  if (cursor.peek().kind === 'string') return cursor.next().text;
  return cursor.isName() ? cursor.next().text : null;
}
