import type { DatabaseState } from '../../model/types.ts';
import type { Value } from '../types.ts';
import { defineView } from './catalogView.ts';
import {
  bit,
  datetime,
  int,
  nvarchar,
  optional,
  sysname,
  tinyint,
  uniqueidentifier,
  varbinary,
} from './columnTypes.ts';
import { visibleIds } from './databaseId.ts';

const MASTER_CREATED_MS = Date.UTC(2020, 0, 1);

/** Columns that are the same for every database of the estate, with the values Azure SQL Database gives new databases. */
const DEFAULTS = {
  is_auto_close_on: false,
  is_auto_shrink_on: false,
  is_in_standby: false,
  is_cleanly_shutdown: false,
  is_supplemental_logging_enabled: false,
  is_read_committed_snapshot_on: true,
  is_auto_create_stats_on: true,
  is_auto_create_stats_incremental_on: false,
  is_auto_update_stats_on: true,
  is_auto_update_stats_async_on: false,
  is_ansi_null_default_on: false,
  is_ansi_nulls_on: false,
  is_ansi_padding_on: false,
  is_ansi_warnings_on: false,
  is_arithabort_on: false,
  is_concat_null_yields_null_on: false,
  is_numeric_roundabort_on: false,
  is_quoted_identifier_on: false,
  is_recursive_triggers_on: false,
  is_cursor_close_on_commit_on: false,
  is_local_cursor_default: false,
  is_fulltext_enabled: true,
  is_trustworthy_on: false,
  is_db_chaining_on: false,
  is_parameterization_forced: false,
  is_master_key_encrypted_by_server: false,
  is_query_store_on: true,
  is_published: false,
  is_subscribed: false,
  is_merge_published: false,
  is_distributor: false,
  is_sync_with_backup: false,
  is_broker_enabled: false,
  is_date_correlation_on: false,
  is_cdc_enabled: false,
  is_encrypted: true,
  is_honor_broker_priority_on: false,
};
const defaultColumns = Object.fromEntries(Object.keys(DEFAULTS).map((name) => [name, bit])) as Record<
  keyof typeof DEFAULTS,
  typeof bit
>;

/** sys.databases: in master every database of the server, elsewhere master and the database itself. */
export const databases = defineView({
  name: 'databases',
  place: 'both',
  permission: 'login',
  columns: {
    name: sysname,
    database_id: { ...int, nullable: false },
    source_database_id: int,
    owner_sid: varbinary(85),
    create_date: { ...datetime, nullable: false },
    compatibility_level: { ...tinyint, nullable: false },
    collation_name: optional(sysname),
    user_access: tinyint,
    user_access_desc: nvarchar(60),
    is_read_only: bit,
    state: tinyint,
    state_desc: nvarchar(60),
    snapshot_isolation_state: tinyint,
    snapshot_isolation_state_desc: nvarchar(60),
    recovery_model: tinyint,
    recovery_model_desc: nvarchar(60),
    page_verify_option: tinyint,
    page_verify_option_desc: nvarchar(60),
    ...defaultColumns,
    service_broker_guid: { ...uniqueidentifier, nullable: false },
    log_reuse_wait: tinyint,
    log_reuse_wait_desc: nvarchar(60),
    replica_id: uniqueidentifier,
    group_database_id: uniqueidentifier,
    physical_database_name: optional(sysname),
  },
  rows: ({ session }) =>
    visibleIds(session).map(({ id, name }) => rowOf(id, name, session.model.database(session.server, name))),
});

/** Catalog states: a database being seeded as a copy is COPYING, one that nobody may log in to is OFFLINE_SECONDARY or OFFLINE. */
function stateOf(database: DatabaseState | undefined): { code: number; text: string } {
  if (database === undefined || database.availability === 'Online' || database.availability === 'Scaling') {
    return { code: 0, text: 'ONLINE' };
  }
  return database.role === 'SECONDARY' ? { code: 10, text: 'OFFLINE_SECONDARY' } : { code: 6, text: 'OFFLINE' };
}

function rowOf(id: number, name: string, database: DatabaseState | undefined) {
  const state = stateOf(database);
  const guid = database?.databaseId.toUpperCase() ?? '00000000-0000-0000-0000-000000000000';
  const row = {
    ...DEFAULTS,
    name,
    database_id: id,
    source_database_id: null,
    owner_sid: Uint8Array.of(1),
    create_date: database?.createdMs ?? MASTER_CREATED_MS,
    compatibility_level: 160,
    collation_name: 'SQL_Latin1_General_CP1_CI_AS',
    user_access: 0,
    user_access_desc: 'MULTI_USER',
    is_read_only: database?.role === 'SECONDARY',
    state: state.code,
    state_desc: state.text,
    snapshot_isolation_state: 1,
    snapshot_isolation_state_desc: 'ON',
    recovery_model: 1,
    recovery_model_desc: 'FULL',
    page_verify_option: 2,
    page_verify_option_desc: 'CHECKSUM',
    service_broker_guid: guid,
    log_reuse_wait: 0,
    log_reuse_wait_desc: 'NOTHING',
    replica_id: null,
    group_database_id: null,
    physical_database_name: database === undefined ? 'master' : guid,
  } satisfies Record<string, Value>;
  return row;
}
