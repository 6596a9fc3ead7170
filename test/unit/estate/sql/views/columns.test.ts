/** Every view's columns, transcribed from facts/azure.md (section 1) and, where that names no types, from the pages it names. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VIEWS } from '../../../../../local/estate/sql/views/registry.ts';
import { spell } from '../testEstate.ts';

const GEO_DMV = `link_guid uniqueidentifier; partner_server nvarchar(128) NOT NULL; partner_database nvarchar(128) NOT NULL;
  last_replication datetimeoffset(7); replication_lag_sec int; replication_state tinyint; replication_state_desc nvarchar(256);
  role tinyint; role_desc nvarchar(256); secondary_allow_connections tinyint; secondary_allow_connections_desc nvarchar(256);
  last_commit datetimeoffset(7)`;

/** View: where Azure has it, and its columns in order. */
const DOCUMENTED: Record<string, { place: string; columns: string }> = {
  dm_geo_replication_link_status: { place: 'both', columns: GEO_DMV },
  dm_continuous_copy_status: {
    place: 'both',
    columns: `copy_guid uniqueidentifier; partner_server nvarchar(128) NOT NULL; partner_database nvarchar(128) NOT NULL;
      last_replication datetimeoffset(7); replication_lag_sec int; replication_state tinyint; replication_state_desc nvarchar(256);
      is_rpo_limit_reached bit; is_target_role bit; is_interlink_connected bit`,
  },
  geo_replication_links: {
    place: 'master',
    columns: `database_id int; start_date datetimeoffset(7); modify_date datetimeoffset(7); link_guid uniqueidentifier;
      partner_server nvarchar(128) NOT NULL; partner_database nvarchar(128) NOT NULL; replication_state tinyint;
      replication_state_desc nvarchar(256); role tinyint; role_desc nvarchar(256); secondary_allow_connections tinyint;
      secondary_allow_connections_desc nvarchar(256)`,
  },
  dm_operation_status: {
    place: 'master',
    columns: `session_activity_id uniqueidentifier NOT NULL; resource_type int NOT NULL; resource_type_desc nvarchar(2048);
      major_resource_id sql_variant NOT NULL; minor_resource_id sql_variant NOT NULL; operation nvarchar(60); state tinyint;
      state_desc nvarchar(120); percent_complete int NOT NULL; error_code int; error_desc nvarchar(2048); error_severity int;
      error_state int; start_time datetime; last_modify_time datetime`,
  },
  dm_db_resource_stats: {
    place: 'user',
    columns: `end_time datetime; avg_cpu_percent decimal(5,2); avg_data_io_percent decimal(5,2); avg_log_write_percent decimal(5,2);
      avg_memory_usage_percent decimal(5,2); xtp_storage_percent decimal(5,2); max_worker_percent decimal(5,2);
      max_session_percent decimal(5,2); dtu_limit int; cpu_limit decimal(5,2); avg_instance_cpu_percent decimal(5,2);
      avg_instance_memory_percent decimal(5,2); avg_login_rate_percent decimal(5,2); replica_role int`,
  },
  resource_stats: {
    place: 'master',
    columns: `start_time datetime; end_time datetime; database_name varchar(128); sku varchar(128); storage_in_megabytes float;
      avg_cpu_percent decimal(5,2); avg_data_io_percent decimal(5,2); avg_log_write_percent decimal(5,2);
      max_worker_percent decimal(5,2); max_session_percent decimal(5,2); dtu_limit int`,
  },
  dm_database_replica_states: {
    place: 'user',
    columns: `database_id int; group_id uniqueidentifier; replica_id uniqueidentifier; group_database_id uniqueidentifier;
      is_local bit; is_primary_replica bit; synchronization_state tinyint; synchronization_state_desc nvarchar(60);
      is_commit_participant bit; synchronization_health tinyint; synchronization_health_desc nvarchar(60); database_state tinyint;
      database_state_desc nvarchar(60); is_suspended bit; suspend_reason tinyint; suspend_reason_desc nvarchar(60);
      recovery_lsn decimal(25,0); truncation_lsn decimal(25,0); last_sent_lsn decimal(25,0); last_sent_time datetime;
      last_received_lsn decimal(25,0); last_received_time datetime; last_hardened_lsn decimal(25,0); last_hardened_time datetime;
      last_redone_lsn decimal(25,0); last_redone_time datetime; log_send_queue_size bigint; log_send_rate bigint;
      redo_queue_size bigint; redo_rate bigint; filestream_send_rate bigint; end_of_log_lsn decimal(25,0);
      last_commit_lsn decimal(25,0); last_commit_time datetime; low_water_mark_for_ghosts bigint; secondary_lag_seconds bigint;
      quorum_commit_lsn decimal(25,0); quorum_commit_time datetime`,
  },
  database_service_objectives: {
    place: 'both',
    columns: `database_id int NOT NULL; edition nvarchar(128) NOT NULL; service_objective nvarchar(128) NOT NULL;
      elastic_pool_name nvarchar(128)`,
  },
  dm_db_wait_stats: { place: 'user', columns: waits() },
  dm_os_wait_stats: { place: 'both', columns: waits() },
  firewall_rules: { place: 'master', columns: firewall(45) },
  database_firewall_rules: { place: 'both', columns: firewall(50) },
  database_principals: {
    place: 'both',
    columns: `name nvarchar(128) NOT NULL; principal_id int NOT NULL; type varchar(1) NOT NULL; type_desc nvarchar(60);
      default_schema_name nvarchar(128); create_date datetime NOT NULL; modify_date datetime NOT NULL; owning_principal_id int;
      sid varbinary(85); is_fixed_role bit NOT NULL; authentication_type int NOT NULL; authentication_type_desc nvarchar(60);
      default_language_name nvarchar(128); default_language_lcid int; allow_encrypted_value_modifications bit NOT NULL`,
  },
};

function waits(): string {
  return `wait_type nvarchar(60) NOT NULL; waiting_tasks_count bigint NOT NULL; wait_time_ms bigint NOT NULL;
    max_wait_time_ms bigint NOT NULL; signal_wait_time_ms bigint NOT NULL`;
}

function firewall(addressLength: number): string {
  return `id int NOT NULL; name nvarchar(128) NOT NULL; start_ip_address varchar(${addressLength}) NOT NULL;
    end_ip_address varchar(${addressLength}) NOT NULL; create_date datetime NOT NULL; modify_date datetime NOT NULL`;
}

const columnsOf = (text: string): string[] => text.split(';').map((column) => column.trim().replace(/\s+/g, ' '));

for (const [name, documented] of Object.entries(DOCUMENTED)) {
  test(`sys.${name} has its documented columns, in order, with their types`, () => {
    const view = VIEWS.find((candidate) => candidate.name === name);
    assert.equal(view?.place, documented.place);
    assert.deepEqual(
      view?.columns.map((column) => `${column.name} ${spell(column)}`),
      columnsOf(documented.columns),
    );
  });
}

/** Documented columns of the wide views; the estate leaves out what means nothing to it, and invents none. */
const WIDE: Record<string, string> = {
  databases: `name nvarchar(128) NOT NULL; database_id int NOT NULL; source_database_id int; create_date datetime NOT NULL;
    compatibility_level tinyint NOT NULL; collation_name nvarchar(128); user_access tinyint; user_access_desc nvarchar(60);
    is_read_only bit; state tinyint; state_desc nvarchar(60); recovery_model tinyint; recovery_model_desc nvarchar(60);
    is_query_store_on bit; is_encrypted bit; log_reuse_wait tinyint; log_reuse_wait_desc nvarchar(60); replica_id uniqueidentifier`,
  dm_exec_sessions: `session_id smallint NOT NULL; login_time datetime NOT NULL; host_name nvarchar(128); program_name nvarchar(128);
    login_name nvarchar(128) NOT NULL; status nvarchar(30) NOT NULL; cpu_time int NOT NULL; reads bigint NOT NULL;
    is_user_process bit NOT NULL; text_size int NOT NULL; lock_timeout int NOT NULL; row_count bigint NOT NULL;
    original_login_name nvarchar(128) NOT NULL; database_id smallint NOT NULL; open_transaction_count int NOT NULL`,
  dm_exec_requests: `session_id smallint NOT NULL; request_id int NOT NULL; start_time datetime NOT NULL; status nvarchar(30) NOT NULL;
    command nvarchar(32) NOT NULL; database_id smallint NOT NULL; blocking_session_id smallint; wait_type nvarchar(60);
    wait_time int NOT NULL; last_wait_type nvarchar(60) NOT NULL; wait_resource nvarchar(256) NOT NULL;
    estimated_completion_time bigint NOT NULL; total_elapsed_time int NOT NULL; logical_reads bigint NOT NULL`,
};

for (const [name, columns] of Object.entries(WIDE)) {
  test(`sys.${name} has the documented types in the columns that it has`, () => {
    const view = VIEWS.find((candidate) => candidate.name === name);
    const spelled = view?.columns.map((column) => `${column.name} ${spell(column)}`) ?? [];
    for (const column of columnsOf(columns)) assert.ok(spelled.includes(column), column);
  });
}

test('no view is without a test of its columns, and no view names a column twice', () => {
  assert.deepEqual(VIEWS.map(({ name }) => name).sort(), [...Object.keys(DOCUMENTED), ...Object.keys(WIDE)].sort());
  for (const { name, columns } of VIEWS)
    assert.equal(new Set(columns.map((column) => column.name)).size, columns.length, name);
});
