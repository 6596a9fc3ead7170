import type { Row } from './sqlConnection.ts';

export const REPLICA_ROLE_QUERY = 'SELECT TOP (1) replica_role FROM sys.dm_db_resource_stats ORDER BY end_time DESC;';
export const LAST_COMMIT_QUERY = 'SELECT role AS link_role, last_commit FROM sys.dm_geo_replication_link_status;';

/**
 * One batch, one round trip, three documented sources, each with columns of its own name: the role of this replica, the last commit that it
 * has hardened, and whether it takes writes. Needs VIEW DATABASE STATE.
 * Sources: learn.microsoft.com, sys.dm_db_resource_stats, sys.dm_geo_replication_link_status and DATABASEPROPERTYEX.
 */
export const DATABASE_ANSWER_QUERY = [
  REPLICA_ROLE_QUERY,
  LAST_COMMIT_QUERY,
  "SELECT DATABASEPROPERTYEX(DB_NAME(), 'Updateability') AS updateability;",
].join(' ');

export interface DatabaseFacts {
  /** Null when the view had no row, as just after a failover, or one outside its domain. */
  replicaRole: number | null;
  lastCommitMs: number | null;
  writable: boolean | null;
}

/** What is not known, or not in its documented domain, is null. */
export function readDatabaseFacts(rows: readonly Row[]): DatabaseFacts {
  const role = rows.find((row) => 'replica_role' in row)?.replica_role;
  const updateability = rows.find((row) => 'updateability' in row)?.updateability;
  return {
    replicaRole: Number.isInteger(role) && Number(role) >= 0 && Number(role) <= 3 ? Number(role) : null,
    lastCommitMs: lastCommit(rows),
    writable: updateability === 'READ_WRITE' ? true : updateability === 'READ_ONLY' ? false : null,
  };
}

/** On a geo-secondary only the link to its own primary says what it has: it may be the primary of another link in a chain. */
function lastCommit(rows: readonly Row[]): number | null {
  const links = rows.filter((row) => 'link_role' in row);
  const own = links.filter((row) => row.link_role === 1);
  const moments = (own.length > 0 ? own : links).map(({ last_commit: moment }) =>
    moment instanceof Date && Number.isFinite(moment.getTime()) ? moment.getTime() : null,
  );
  const known = moments.filter((moment) => moment !== null);
  // Two rows that disagree: the earlier one promises less.
  return known.length === 0 || known.length < moments.length ? null : Math.min(...known);
}

const ROLES = ['the primary', 'a high-availability secondary', 'a geo-secondary', 'a named replica'];

export function sentenceOf(database: string, { replicaRole, lastCommitMs, writable }: DatabaseFacts): string {
  const role =
    replicaRole === null ? 'without saying its role' : `as ${ROLES[replicaRole]} (replica_role ${replicaRole})`;
  const writes =
    writable === null ? 'does not say whether it takes writes' : writable ? 'takes writes' : 'is read-only';
  const commit = lastCommitMs === null ? 'unknown' : new Date(lastCommitMs).toISOString();
  return `${database} answers ${role}, ${writes}; last commit: ${commit}.`;
}
