import { randomUUID } from 'node:crypto';
import type { Value } from '../../types.ts';
import { databaseIdOf, databaseNameOf } from '../../views/databaseId.ts';
import { viewAt, viewId } from '../../views/registry.ts';
import type { Run } from '../bind/bound.ts';
import { BIGINT, GUID, INT, nvarchar, VARIANT } from '../types/sqlType.ts';
import { always, type BuiltIn, type FunctionTable } from './builtIn.ts';
import { hasPermission } from './permissions.ts';
import { databaseProperty, serverProperty } from './properties.ts';

function said(type: ReturnType<typeof nvarchar>, read: (run: Run) => Value): BuiltIn {
  return { least: 0, most: 0, accepts: [], result: always(type), evaluate: (_, run) => read(run) };
}

function login(most: number): BuiltIn {
  return {
    least: 0,
    most,
    accepts: ['any'],
    result: always(nvarchar(128)),
    // Only one's own name: the estate has no other logins to name.
    evaluate: (values, run) => (values.length === 0 ? run.session.loginName : null),
  };
}

const userName: BuiltIn = said(nvarchar(128), ({ session }) =>
  session.principal.serverPrincipal ? 'dbo' : session.principal.name,
);

/** What a session may ask about itself, its server and its database. */
export const SYSTEM_FUNCTIONS: FunctionTable = {
  DB_NAME: {
    least: 0,
    most: 1,
    accepts: ['integer'],
    result: always(nvarchar(128)),
    evaluate: ([id], { session }) => (id === undefined ? session.database : databaseNameOf(session, Number(id))),
  },
  DB_ID: {
    least: 0,
    most: 1,
    accepts: ['text'],
    result: always({ name: 'smallint' }),
    evaluate: ([name], { session }) => databaseIdOf(session, name === undefined ? session.database : String(name)),
  },
  SERVERPROPERTY: {
    least: 1,
    most: 1,
    accepts: ['text'],
    result: always(VARIANT),
    evaluate: ([name], { session }) => serverProperty(session, String(name)),
  },
  DATABASEPROPERTYEX: {
    least: 2,
    most: 2,
    accepts: ['text'],
    result: always(VARIANT),
    evaluate: ([database, name], { session }) => databaseProperty(session, String(database), String(name)),
  },
  OBJECT_ID: {
    least: 1,
    most: 2,
    accepts: ['text'],
    result: always(INT),
    evaluate: ([name, type], { session }) => {
      if (type !== undefined && String(type).trim().toUpperCase() !== 'V') return null;
      const parts = String(name)
        .split('.')
        .map((part) => part.replace(/^[["]|[\]"]$/g, ''));
      const view = viewAt(parts, session.database.toLowerCase() === 'master');
      return view === undefined ? null : viewId(view);
    },
  },
  ORIGINAL_LOGIN: login(0),
  SUSER_SNAME: login(1),
  SUSER_NAME: login(1),
  SYSTEM_USER: login(0),
  USER_NAME: userName,
  CURRENT_USER: userName,
  SESSION_USER: userName,
  USER: userName,
  APP_NAME: said(nvarchar(128), ({ session }) => session.applicationName),
  HOST_NAME: said(nvarchar(128), ({ session }) => session.hostName),
  NEWID: { least: 0, most: 0, accepts: [], result: always(GUID, false), evaluate: () => randomUUID().toUpperCase() },
  ROWCOUNT_BIG: said(BIGINT, ({ state }) => BigInt(state.rowCount)),
  XACT_STATE: said({ name: 'smallint' }, ({ state }) => (state.transactionCount > 0 ? 1 : 0)),
  HAS_DBACCESS: {
    least: 1,
    most: 1,
    accepts: ['text'],
    result: always(INT),
    evaluate: ([name], { session }) => {
      if (databaseIdOf(session, String(name)) === null) return null;
      return session.principal.serverPrincipal || same(String(name), session.database) ? 1 : 0;
    },
  },
  HAS_PERMS_BY_NAME: {
    least: 3,
    most: 5,
    accepts: ['text'],
    takesNull: true,
    result: always(INT),
    evaluate: (values, { session }) => hasPermission(session, values.map(textOrNull)),
  },
  IS_SRVROLEMEMBER: {
    least: 1,
    most: 2,
    accepts: ['text'],
    result: always(INT),
    evaluate: ([role], { session }) =>
      /^(sysadmin|##MS_\w+##)$/i.test(String(role)) ? Number(session.principal.serverPrincipal) : null,
  },
};

/** @@ variables. */
export const GLOBAL_VARIABLES: FunctionTable = {
  '@@SERVERNAME': said(nvarchar(128), ({ session }) => session.server),
  '@@VERSION': said(nvarchar(300), () => AZURE_SQL_VERSION),
  '@@SPID': said({ name: 'smallint' }, ({ session }) => session.sessionId),
  '@@ROWCOUNT': said(INT, ({ state }) => state.rowCount),
  '@@ERROR': said(INT, ({ state }) => state.lastError),
  '@@TRANCOUNT': said(INT, ({ state }) => state.transactionCount),
  '@@LOCK_TIMEOUT': said(INT, ({ state }) => state.lockTimeoutMs),
  '@@LANGUAGE': said(nvarchar(128), () => 'us_english'),
  '@@DATEFIRST': said({ name: 'tinyint' }, () => 7),
  '@@MAX_PRECISION': said({ name: 'tinyint' }, () => 38),
  '@@MICROSOFTVERSION': said(INT, () => 0x0c0007d0),
};

const AZURE_SQL_VERSION = `Microsoft SQL Azure (RTM) - 12.0.2000.8 \n\tOct  1 2026 10:00:00 \n\tCopyright (C) 2025 Microsoft Corporation\n`;

function textOrNull(value: Value): string | null {
  return value === null ? null : String(value);
}

function same(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
