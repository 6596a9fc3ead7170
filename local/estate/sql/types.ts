/** Between the TDS server (bytes) and the T-SQL front (meaning): what a batch answers. */
import type { EstateModel } from '../model/types.ts';

export type ColumnType =
  | 'tinyint'
  | 'smallint'
  | 'int'
  | 'bigint'
  | 'bit'
  | 'float'
  | 'decimal'
  | 'nvarchar'
  | 'varchar'
  | 'uniqueidentifier'
  | 'datetime'
  | 'datetime2'
  | 'datetimeoffset'
  | 'sql_variant'
  | 'varbinary';

export interface Column {
  name: string;
  type: ColumnType;
  nullable: boolean;
  /** Characters for text (-1 is max), bytes for varbinary. */
  length?: number;
  precision?: number;
  scale?: number;
}

/** Date-and-time types travel as epoch milliseconds; bigint as bigint; bit as boolean; decimal as number. */
export type Value = null | number | bigint | string | boolean | Uint8Array;

export interface Principal {
  name: string;
  /** The server administrator or an Entra admin: may read the server-principal-only views in master. */
  serverPrincipal: boolean;
  /** dbmanager: may fail databases over. */
  databaseManager: boolean;
}

export interface SqlSession {
  model: EstateModel;
  /** Logical server name. */
  server: string;
  /** `master` or a user database. */
  database: string;
  principal: Principal;
  applicationName: string;
  hostName: string;
  loginName: string;
  sessionId: number;
}

/** What one statement of a batch does, in order. */
export type SqlStep =
  | { kind: 'resultSet'; columns: Column[]; rows: Value[][] }
  | { kind: 'rowCount'; count: number }
  | { kind: 'done' }
  | { kind: 'error'; number: number; severity: number; state: number; message: string }
  /** Waits (WAITFOR, sp_wait_for_database_copy_sync, ALTER DATABASE ... FAILOVER); attention ends it. */
  | { kind: 'wait'; until: () => 'ready' | 'waiting'; pollMs: number; timeoutMs?: number }
  /** The database context changed (USE is refused by Azure SQL, so only for completeness). */
  | { kind: 'print'; message: string };

export interface SqlParameter {
  /** With its `@`. */
  name: string;
  type: ColumnType;
  value: Value;
}

/** Runs a batch. Steps are produced lazily: a step after a wait sees the model as it is then. Never throws. */
export type ExecuteBatch = (text: string, parameters: SqlParameter[], session: SqlSession) => Iterable<SqlStep>;
