import type { SecondarySignals } from '../../../replication/signalTypes.ts';
import { LAST_COMMIT_QUERY, REPLICA_ROLE_QUERY, readDatabaseFacts } from './databaseAnswer.ts';
import type { Statement } from './optionalStatements.ts';
import { numberOf } from './primaryQuery.ts';
import type { Row } from './sqlConnection.ts';

/**
 * What a geo-secondary is asked. Redo: learn.microsoft.com, troubleshoot-geo-replication-redo (03/02/2026); on a secondary the view has a
 * row for every replica, and only the local one speaks of this database's redo. All three need VIEW DATABASE STATE.
 */
export const SECONDARY_STATEMENTS: readonly Statement[] = [
  { view: 'sys.dm_geo_replication_link_status', text: LAST_COMMIT_QUERY },
  { view: 'sys.dm_db_resource_stats', text: REPLICA_ROLE_QUERY },
  {
    view: 'sys.dm_database_replica_states',
    text: 'SELECT is_local, redo_queue_size, redo_rate, secondary_lag_seconds FROM sys.dm_database_replica_states;',
  },
];

export function readSecondarySignals(
  rows: readonly Row[],
): Pick<SecondarySignals, 'lastCommitMs' | 'replicaRole' | 'redo'> {
  const { lastCommitMs, replicaRole } = readDatabaseFacts(rows);
  return { lastCommitMs, replicaRole, redo: redoOf(rows) };
}

/** Null where no local row speaks of redo, as on a primary. A queue without a rate is a queue all the same. */
function redoOf(rows: readonly Row[]): SecondarySignals['redo'] {
  const own = rows
    .filter((row) => row.is_local === true)
    .map((row) => ({ row, queueKb: numberOf(row.redo_queue_size) }));
  const found = own.find(({ queueKb }) => queueKb !== null && queueKb >= 0);
  if (found === undefined || found.queueKb === null) return null;
  const lagSeconds = numberOf(found.row.secondary_lag_seconds);
  return {
    queueKb: found.queueKb,
    rateKbPerSecond: Math.max(0, numberOf(found.row.redo_rate) ?? 0),
    lagSeconds: lagSeconds !== null && lagSeconds >= 0 ? lagSeconds : null,
  };
}
