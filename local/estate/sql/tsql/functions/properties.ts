import { objectiveName } from '../../../model/sku.ts';
import type { SqlSession, Value } from '../../types.ts';
import { databaseIdOf } from '../../views/databaseId.ts';
import { tierName } from '../../views/tierName.ts';

const COLLATION = 'SQL_Latin1_General_CP1_CI_AS';

/** SERVERPROPERTY as Azure SQL Database answers it; NULL for a name it does not know. */
export function serverProperty(session: SqlSession, name: string): Value {
  const properties: Record<string, Value> = {
    collation: COLLATION,
    edition: 'SQL Azure',
    editionid: 1674378470,
    engineedition: 5,
    isclustered: 0,
    ishadrenabled: 1,
    issingleuser: 0,
    isintegratedsecurityonly: 0,
    machinename: session.server,
    productlevel: 'RTM',
    productmajorversion: '12',
    productminorversion: '0',
    productversion: '12.0.2000.8',
    servername: session.server,
  };
  return properties[name.toLowerCase()] ?? null;
}

/** DATABASEPROPERTYEX; NULL for a database or a property that does not exist. */
export function databaseProperty(session: SqlSession, database: string, name: string): Value {
  if (databaseIdOf(session, database) === null) return null;
  const state = session.model.database(session.server, database);
  const writable = state === undefined || state.writable;
  const properties: Record<string, Value> = {
    collation: COLLATION,
    comparisonstyle: 196609,
    edition: state === undefined ? 'System' : tierName(state.sku.tier),
    isautoclose: 0,
    isautoshrink: 0,
    isfulltextenabled: 1,
    isinstandby: 0,
    ispublished: 0,
    lcid: 1033,
    recovery: 'FULL',
    serviceobjective: state === undefined ? 'System0' : objectiveName(state.sku),
    sqlsortorder: 52,
    status: 'ONLINE',
    updateability: writable ? 'READ_WRITE' : 'READ_ONLY',
    useraccess: 'MULTI_USER',
    version: 957,
  };
  return properties[name.toLowerCase()] ?? null;
}
