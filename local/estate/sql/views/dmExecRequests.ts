import type { Value } from '../types.ts';
import { defineView, type ViewContext } from './catalogView.ts';
import {
  bigint,
  bit,
  datetime,
  float,
  int,
  nvarchar,
  required,
  smallint,
  uniqueidentifier,
  varbinary,
} from './columnTypes.ts';
import { databaseIdOf } from './databaseId.ts';
import { SETTINGS, settingColumns } from './requestSettings.ts';
import { mayViewServerState } from './serverState.ts';
import { FEEDBACK_WAIT, GOVERNOR_WAIT, HELD_BACK_MS } from './waits.ts';

const columns = {
  session_id: required(smallint),
  request_id: required(int),
  start_time: required(datetime),
  status: required(nvarchar(30)),
  command: required(nvarchar(32)),
  sql_handle: varbinary(64),
  statement_start_offset: int,
  statement_end_offset: int,
  plan_handle: varbinary(64),
  database_id: required(smallint),
  user_id: required(int),
  connection_id: uniqueidentifier,
  blocking_session_id: smallint,
  wait_type: nvarchar(60),
  wait_time: required(int),
  last_wait_type: required(nvarchar(60)),
  wait_resource: required(nvarchar(256)),
  open_transaction_count: required(int),
  open_resultset_count: required(int),
  transaction_id: required(bigint),
  context_info: varbinary(128),
  percent_complete: required(float),
  estimated_completion_time: required(bigint),
  cpu_time: required(int),
  total_elapsed_time: required(int),
  scheduler_id: required(int),
  reads: required(bigint),
  writes: required(bigint),
  logical_reads: required(bigint),
  ...settingColumns,
  lock_timeout: required(int),
  deadlock_priority: required(int),
  row_count: required(bigint),
  prev_error: required(int),
  nest_level: required(int),
  granted_query_memory: required(int),
  executing_managed_code: required(bit),
  group_id: required(int),
};

type Row = Record<keyof typeof columns, Value>;

/** Sessions below this one are the system's. */
const FIRST_WRITER = 70;

/** sys.dm_exec_requests: the request that asks, and to those who may see it whoever is held back while writing log. percent_complete is documented as real, which the wire contract lacks. */
export const dmExecRequests = defineView({
  name: 'dm_exec_requests',
  place: 'both',
  permission: 'login',
  columns,
  rows: (context) => [ownRow(context), ...(mayViewServerState(context.session) ? heldBackRows(context) : [])],
});

function ownRow({ session, state, nowMs }: ViewContext): Row {
  return {
    session_id: session.sessionId,
    request_id: 0,
    start_time: nowMs,
    status: 'running',
    command: 'SELECT',
    sql_handle: null,
    statement_start_offset: 0,
    statement_end_offset: -1,
    plan_handle: null,
    database_id: databaseIdOf(session, session.database),
    user_id: 1,
    connection_id: null,
    blocking_session_id: 0,
    wait_type: null,
    wait_time: 0,
    last_wait_type: 'MISCELLANEOUS',
    wait_resource: '',
    open_transaction_count: state.transactionCount,
    open_resultset_count: 1,
    transaction_id: 0n,
    context_info: null,
    percent_complete: 0,
    estimated_completion_time: 0n,
    cpu_time: 0,
    total_elapsed_time: 0,
    scheduler_id: 0,
    reads: 0n,
    writes: 0n,
    logical_reads: 0n,
    ...SETTINGS,
    lock_timeout: state.lockTimeoutMs,
    deadlock_priority: 0,
    row_count: BigInt(state.rowCount),
    prev_error: state.lastError,
    nest_level: 0,
    granted_query_memory: 0,
    executing_managed_code: false,
    group_id: 2,
  };
}

/** One row for each writer that waits at this moment. */
function heldBackRows(context: ViewContext): Row[] {
  const { model, server, database } = context.session;
  const waiting = model.logPressure(server, database)?.waiting ?? { feedback: 0, governor: 0 };
  const types = [
    ...Array.from({ length: waiting.feedback }, () => FEEDBACK_WAIT),
    ...Array.from({ length: waiting.governor }, () => GOVERNOR_WAIT),
  ];
  return types.map((type, index) => ({
    ...ownRow(context),
    session_id: FIRST_WRITER + index,
    status: 'suspended',
    command: 'INSERT',
    wait_type: type,
    wait_time: HELD_BACK_MS / 2,
    last_wait_type: type,
    open_transaction_count: 1,
    row_count: 0n,
    prev_error: 0,
  }));
}
