import type { DatabaseState, LinkView } from '../../model/types.ts';
import type { Value } from '../types.ts';
import { defineView, type ViewContext } from './catalogView.ts';
import { bigint, bit, datetime, decimal, int, nvarchar, tinyint, uniqueidentifier } from './columnTypes.ts';
import { databaseIdOf } from './databaseId.ts';
import { isGeoLink } from './linkCodes.ts';

const lsn = decimal(25, 0);

const columns = {
  database_id: int,
  group_id: uniqueidentifier,
  replica_id: uniqueidentifier,
  group_database_id: uniqueidentifier,
  is_local: bit,
  is_primary_replica: bit,
  synchronization_state: tinyint,
  synchronization_state_desc: nvarchar(60),
  is_commit_participant: bit,
  synchronization_health: tinyint,
  synchronization_health_desc: nvarchar(60),
  database_state: tinyint,
  database_state_desc: nvarchar(60),
  is_suspended: bit,
  suspend_reason: tinyint,
  suspend_reason_desc: nvarchar(60),
  recovery_lsn: lsn,
  truncation_lsn: lsn,
  last_sent_lsn: lsn,
  last_sent_time: datetime,
  last_received_lsn: lsn,
  last_received_time: datetime,
  last_hardened_lsn: lsn,
  last_hardened_time: datetime,
  last_redone_lsn: lsn,
  last_redone_time: datetime,
  log_send_queue_size: bigint,
  log_send_rate: bigint,
  redo_queue_size: bigint,
  redo_rate: bigint,
  filestream_send_rate: bigint,
  end_of_log_lsn: lsn,
  last_commit_lsn: lsn,
  last_commit_time: datetime,
  low_water_mark_for_ghosts: bigint,
  secondary_lag_seconds: bigint,
  quorum_commit_lsn: lsn,
  quorum_commit_time: datetime,
};

type Row = Record<keyof typeof columns, Value>;

/** sys.dm_database_replica_states: this replica, and on a geo-primary a row for each geo-secondary. Local relevance only. */
export const dmDatabaseReplicaStates = defineView({
  name: 'dm_database_replica_states',
  place: 'user',
  permission: 'databaseState',
  columns,
  rows: (context) => {
    const { model, server, database } = context.session;
    const state = model.database(server, database);
    if (state === undefined) return [];
    const links = model.linkViews(server, database).filter(isGeoLink);
    const upstream = links.find(({ role }) => role === 'SECONDARY');
    const downstream = links.filter(({ role }) => role === 'PRIMARY');
    return [localRow(context, state, upstream), ...downstream.map((link) => remoteRow(context, state, link))];
  },
});

function localRow(context: ViewContext, state: DatabaseState, upstream: LinkView | undefined): Row {
  const suspended = upstream?.phase === 'SUSPENDED';
  const waiting = upstream === undefined ? 0 : Math.max(0, upstream.hardenedPosition - upstream.redonePosition);
  return {
    ...commonRow(context, state, suspended, upstream === undefined),
    is_local: true,
    is_primary_replica: true,
    last_hardened_lsn: state.position * 1000,
    last_hardened_time: state.lastCommitMs,
    last_redone_lsn: upstream === undefined ? null : upstream.redonePosition * 1000,
    last_redone_time: upstream === undefined || waiting > 0 ? null : state.lastCommitMs,
    redo_queue_size: upstream === undefined ? null : kilobytes(context, waiting),
    redo_rate: upstream === undefined ? null : kilobytes(context, upstream.redonePerSecond),
    secondary_lag_seconds: upstream === undefined ? null : BigInt(redoLagSeconds(context, upstream)),
  };
}

function remoteRow(context: ViewContext, state: DatabaseState, link: LinkView): Row {
  const unsent = Math.max(0, state.position - link.hardenedPosition);
  return {
    ...commonRow(context, state, link.phase === 'SUSPENDED', false),
    replica_id: link.linkId.toUpperCase(),
    is_local: false,
    is_primary_replica: false,
    last_sent_lsn: link.hardenedPosition * 1000,
    last_hardened_lsn: link.hardenedPosition * 1000,
    last_hardened_time: link.lastReplicationMs,
    log_send_queue_size: kilobytes(context, unsent),
    log_send_rate: kilobytes(context, state.commitsPerSecond),
    last_commit_lsn: link.hardenedPosition * 1000,
    last_commit_time: link.lastReplicationMs,
    secondary_lag_seconds: link.lagSeconds === null ? null : BigInt(Math.floor(link.lagSeconds)),
  };
}

function kilobytes({ session: { model, server, database } }: ViewContext, commits: number): bigint {
  return BigInt(Math.ceil(commits * (model.logPressure(server, database)?.kbPerCommit ?? 0)));
}

/** From the commit on the primary to the end of its redo here (troubleshoot-geo-replication-redo, 03/02/2026). */
function redoLagSeconds({ nowMs }: ViewContext, { unredoneSinceMs }: LinkView): number {
  return unredoneSinceMs === null ? 0 : Math.max(0, Math.floor((nowMs - unredoneSinceMs) / 1000));
}

/** What both kinds of row say alike; everything they do not know is NULL. */
function commonRow({ session }: ViewContext, state: DatabaseState, suspended: boolean, synchronized: boolean): Row {
  const empty = Object.fromEntries(Object.keys(columns).map((name) => [name, null])) as Row;
  const code = suspended ? 0 : synchronized ? 2 : 1;
  const words = ['NOT SYNCHRONIZING', 'SYNCHRONIZING', 'SYNCHRONIZED'];
  return {
    ...empty,
    database_id: databaseIdOf(session, session.database),
    group_id: state.databaseId.toUpperCase(),
    replica_id: state.databaseId.toUpperCase(),
    group_database_id: state.databaseId.toUpperCase(),
    synchronization_state: code,
    synchronization_state_desc: words[code] ?? null,
    is_commit_participant: synchronized,
    synchronization_health: suspended ? 0 : 2,
    synchronization_health_desc: suspended ? 'NOT_HEALTHY' : 'HEALTHY',
    database_state: 0,
    database_state_desc: 'ONLINE',
    is_suspended: suspended,
    suspend_reason: suspended ? 1 : null,
    suspend_reason_desc: suspended ? 'SUSPEND_FROM_PARTNER' : null,
    end_of_log_lsn: state.position * 1000,
    last_commit_lsn: state.position * 1000,
    last_commit_time: state.lastCommitMs,
  };
}
