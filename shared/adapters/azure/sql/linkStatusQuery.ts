import type { LinkRow, MalformedRow } from '../../../replication/types.ts';
import type { Row } from './sqlConnection.ts';

/**
 * Every link of the database in one round trip. Documented columns in a stated order, so that a column that Azure adds changes nothing.
 * Source: learn.microsoft.com, sys.dm_geo_replication_link_status (Azure SQL Database); needs VIEW DATABASE STATE.
 */
export const LINK_STATUS_QUERY = [
  'SELECT partner_server, partner_database, replication_state, replication_lag_sec, last_replication, last_commit, role',
  'FROM sys.dm_geo_replication_link_status',
  'ORDER BY partner_server, partner_database, link_guid;',
].join(' ');

/** A primary has four geo-secondaries at most, and one more link in a chain. What is far beyond that is no catalog view. */
export const MOST_ROWS = 100;

/** What a column may hold, and how to say so. */
interface Domain {
  expected: string;
  holds: (value: unknown) => boolean;
}

const NAME: Domain = {
  expected: 'a name of 1 to 128 characters',
  holds: (value) => typeof value === 'string' && value.length > 0 && value.length <= 128,
};
const MOMENT: Domain = {
  expected: 'NULL or a moment',
  holds: (value) => value === null || (value instanceof Date && Number.isFinite(value.getTime())),
};
const DOMAINS: Record<string, Domain> = {
  partner_server: NAME,
  partner_database: NAME,
  replication_state: {
    expected: '0 (pending), 1 (seeding), 2 (catch-up) or 4 (suspended)',
    holds: (value) => value === 0 || value === 1 || value === 2 || value === 4,
  },
  replication_lag_sec: {
    expected: 'NULL or a whole number of seconds from 0',
    holds: (value) => value === null || (Number.isSafeInteger(value) && Number(value) >= 0),
  },
  last_replication: MOMENT,
  last_commit: MOMENT,
  role: { expected: '0 (primary) or 1 (secondary)', holds: (value) => value === 0 || value === 1 },
};

const COLUMNS = Object.entries(DOMAINS);

/** Rows inside their documented domain, and what is wrong with the others: one bad row does not cost the good ones. */
export function readLinkRows(rows: readonly Row[]): { rows: LinkRow[]; malformed: MalformedRow[] } {
  const result: { rows: LinkRow[]; malformed: MalformedRow[] } = { rows: [], malformed: [] };
  for (const row of rows) {
    const faults = COLUMNS.filter(([column, domain]) => !domain.holds(row[column]));
    if (faults.length === 0) result.rows.push(toLinkRow(row));
    else result.malformed.push(describe(row, faults));
  }
  return result;
}

function toLinkRow(row: Row): LinkRow {
  return {
    partnerServer: String(row.partner_server).toLowerCase(),
    partnerDatabase: String(row.partner_database).toLowerCase(),
    replicationState: Number(row.replication_state),
    lagSeconds: row.replication_lag_sec === null ? null : Number(row.replication_lag_sec),
    lastReplicationMs: moment(row.last_replication),
    lastCommitMs: moment(row.last_commit),
    role: row.role === 0 ? 'primary' : 'secondary',
  };
}

function moment(value: unknown): number | null {
  return value instanceof Date ? value.getTime() : null;
}

function describe(row: Row, faults: Array<[string, Domain]>): MalformedRow {
  const faulty = new Set(faults.map(([column]) => column));
  const name = (column: string) => (faulty.has(column) ? undefined : String(row[column]).toLowerCase());
  const partnerServer = name('partner_server');
  const partnerDatabase = name('partner_database');
  const wrong = faults.map(([column, { expected }]) => `${column}: expected ${expected}, saw ${shown(row[column])}`);
  const partner =
    partnerServer === undefined || partnerDatabase === undefined
      ? 'an unnamed partner'
      : `${partnerServer}/${partnerDatabase}`;
  return {
    ...(partnerServer === undefined ? {} : { partnerServer }),
    ...(partnerDatabase === undefined ? {} : { partnerDatabase }),
    message:
      `The row for ${partner} in sys.dm_geo_replication_link_status is outside its documented domain: ${wrong.join('; ')}. ` +
      'Nothing is concluded from it. Read the view yourself; if it says the same, ask Azure support.',
  };
}

function shown(value: unknown): string {
  if (value === undefined) return 'no such column';
  if (value instanceof Date) return 'a moment that is none';
  return JSON.stringify(value)?.slice(0, 100) ?? typeof value;
}
