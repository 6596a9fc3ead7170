import { unsupportedOption, unsupportedStatement } from '../syntax/syntaxErrors.ts';
import type { DatabaseAction, Statement } from '../syntax/tree.ts';
import type { Cursor } from './cursor.ts';

/** ALTER DATABASE for geo-replication. Source: ALTER DATABASE (Transact-SQL), Azure SQL Database. */
export function parseAlterDatabase(cursor: Cursor): Statement {
  cursor.expectWord('ALTER');
  if (!cursor.isWord('DATABASE')) throw unsupportedStatement(`ALTER ${cursor.peek().upper}`);
  cursor.next();
  if (cursor.isWord('CURRENT')) throw unsupportedStatement('ALTER DATABASE CURRENT');
  const database = cursor.expectName();
  return { kind: 'alterDatabase', database, action: parseAction(cursor) };
}

function parseAction(cursor: Cursor): DatabaseAction {
  if (cursor.acceptWord('FAILOVER')) return { kind: 'failover', mode: 'planned' };
  if (cursor.acceptWord('FORCE_FAILOVER_ALLOW_DATA_LOSS')) return { kind: 'failover', mode: 'forced' };
  if (cursor.acceptWord('ADD', 'SECONDARY', 'ON', 'SERVER')) {
    const server = cursor.expectName();
    if (cursor.acceptWord('WITH')) parseSecondaryOptions(cursor);
    return { kind: 'addSecondary', server };
  }
  if (cursor.acceptWord('REMOVE', 'SECONDARY', 'ON', 'SERVER')) {
    return { kind: 'removeSecondary', server: cursor.expectName() };
  }
  if (cursor.atEnd) throw cursor.unexpected();
  throw unsupportedStatement(`ALTER DATABASE ${cursor.peek().text.toUpperCase()}`);
}

/** The model makes every new secondary readable and like its primary: other wishes are refused, not forgotten. */
function parseSecondaryOptions(cursor: Cursor): void {
  cursor.expectSymbol('(');
  cursor.list(() => {
    const option = cursor.next().upper;
    if (option === 'ALLOW_CONNECTIONS' && cursor.acceptSymbol('=') && cursor.acceptWord('ALL')) return;
    if (option === 'SECONDARY_TYPE' && cursor.acceptSymbol('=') && cursor.acceptWord('GEO')) return;
    throw option === '' ? cursor.unexpected() : unsupportedOption(option);
  });
  cursor.expectSymbol(')');
}
