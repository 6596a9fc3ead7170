import type { SqlSession, Value } from '../types.ts';
import { defineView } from './catalogView.ts';
import { bit, datetime, int, nvarchar, optional, required, sysname, varbinary, varchar } from './columnTypes.ts';

const CREATED_MS = Date.UTC(2020, 0, 1);
const columns = {
  name: sysname,
  principal_id: required(int),
  type: required(varchar(1)),
  type_desc: nvarchar(60),
  default_schema_name: optional(sysname),
  create_date: required(datetime),
  modify_date: required(datetime),
  owning_principal_id: int,
  sid: varbinary(85),
  is_fixed_role: required(bit),
  authentication_type: required(int),
  authentication_type_desc: nvarchar(60),
  default_language_name: optional(sysname),
  default_language_lcid: int,
  allow_encrypted_value_modifications: required(bit),
};

type Row = Record<keyof typeof columns, Value>;

/** Roles that every database has, with their ids. */
const ROLES: [string, number][] = [
  ['public', 0],
  ['db_owner', 16384],
  ['db_accessadmin', 16385],
  ['db_securityadmin', 16386],
  ['db_ddladmin', 16387],
  ['db_backupoperator', 16389],
  ['db_datareader', 16390],
  ['db_datawriter', 16391],
  ['db_denydatareader', 16392],
  ['db_denydatawriter', 16393],
];

/** sys.database_principals: what any user may see: the system users, the fixed roles, and oneself. */
export const databasePrincipals = defineView({
  name: 'database_principals',
  place: 'both',
  permission: 'login',
  columns,
  rows: ({ session }) => [
    ...ROLES.map(([name, id]) => role(name, id)),
    user('dbo', 1, 'S', 'SQL_USER', 'dbo', 1),
    user('guest', 2, 'S', 'SQL_USER', 'guest', 0),
    user('INFORMATION_SCHEMA', 3, 'S', 'SQL_USER', null, 0),
    user('sys', 4, 'S', 'SQL_USER', null, 0),
    ...self(session),
  ],
});

/** A server principal is dbo; everybody else is an Entra user of the database. */
function self({ principal }: SqlSession): Row[] {
  return principal.serverPrincipal ? [] : [user(principal.name, 5, 'E', 'EXTERNAL_USER', 'dbo', 4)];
}

const AUTHENTICATION: Record<number, string> = { 0: 'NONE', 1: 'INSTANCE', 4: 'EXTERNAL' };

function user(
  name: string,
  id: number,
  type: string,
  text: string,
  schema: string | null,
  authentication: number,
): Row {
  return {
    ...role(name, id),
    type,
    type_desc: text,
    default_schema_name: schema,
    owning_principal_id: null,
    is_fixed_role: false,
    authentication_type: authentication,
    authentication_type_desc: AUTHENTICATION[authentication] ?? null,
  };
}

function role(name: string, id: number): Row {
  return {
    name,
    principal_id: id,
    type: 'R',
    type_desc: 'DATABASE_ROLE',
    default_schema_name: null,
    create_date: CREATED_MS,
    modify_date: CREATED_MS,
    owning_principal_id: 1,
    sid: null,
    is_fixed_role: id >= 16384,
    authentication_type: 0,
    authentication_type_desc: 'NONE',
    default_language_name: null,
    default_language_lcid: null,
    allow_encrypted_value_modifications: false,
  };
}
