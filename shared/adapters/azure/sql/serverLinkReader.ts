import type {
  ServerAnswer,
  ServerLink,
  ServerLinkReader,
  ServerLogWrite,
  ServerOperation,
} from '../../../replication/serverTypes.ts';
import { classifyFailure } from './classifyFailure.ts';
import { Deadline } from './deadline.ts';
import { openWithToken, type SqlAccess } from './openWithToken.ts';
import { batchOf, readBatch, type Statement } from './optionalStatements.ts';
import { numberOf } from './primaryQuery.ts';
import type { Row } from './sqlConnection.ts';

/**
 * Of master, for server-level principals (learn.microsoft.com: sys.geo_replication_links, sys.dm_operation_status). sys.resource_stats is
 * open to whoever may connect to master; it has five-minute rows, of which the last day is read.
 */
const STATEMENTS: readonly Statement[] = [
  {
    view: 'sys.geo_replication_links',
    text: [
      'SELECT d.name AS link_database, l.partner_server, l.partner_database, l.role AS link_role, l.replication_state_desc',
      'FROM sys.geo_replication_links AS l JOIN sys.databases AS d ON d.database_id = l.database_id',
      'ORDER BY d.name, l.partner_server, l.partner_database;',
    ].join(' '),
  },
  {
    view: 'sys.dm_operation_status',
    text: [
      'SELECT CAST(major_resource_id AS nvarchar(128)) AS operation_database, operation, start_time',
      'FROM sys.dm_operation_status WHERE resource_type = 0 AND state IN (0, 1) ORDER BY start_time;',
    ].join(' '),
  },
  {
    view: 'sys.resource_stats',
    text: [
      'SELECT database_name AS busy_database, MAX(avg_log_write_percent) AS peak_percent,',
      'AVG(CASE WHEN end_time > DATEADD(hour, -1, GETUTCDATE()) THEN avg_log_write_percent END) AS sustained_percent',
      'FROM sys.resource_stats WHERE end_time > DATEADD(day, -1, GETUTCDATE()) GROUP BY database_name ORDER BY database_name;',
    ].join(' '),
  },
];

/** A server has 5,000 databases at most, each with four links and a row of its own in the other two. */
const MOST_ROWS = 30_000;

/** What a login to master is refused with when the account is a user of its databases only. */
const NO_LOGIN: ReadonlySet<number> = new Set([916, 4060, 18456]);

export interface ServerLinkReaderOptions extends SqlAccess {
  /** Login and question together. */
  timeoutMs: number;
  identityName: string;
}

/** Reads what a logical server says of its links, by one login to its master. A refusal is an answer. */
export function createServerLinkReader(options: ServerLinkReaderOptions): ServerLinkReader {
  return {
    read: async ({ fullyQualifiedDomainName: host }) => {
      const atMs = Date.now();
      const target = { host, database: 'master' };
      const deadline = new Deadline(options.timeoutMs);
      try {
        const connection = await openWithToken(target, options, deadline);
        try {
          return toAnswer(
            atMs,
            readBatch(STATEMENTS, await connection.batch(batchOf(STATEMENTS), MOST_ROWS, deadline)),
          );
        } finally {
          connection.close();
        }
      } catch (error) {
        const failure = classifyFailure(error, { ...target, ...options });
        const isNotAllowed = NO_LOGIN.has(failure.number ?? 0);
        return isNotAllowed ? { is: 'notAllowed', atMs, message: failure.message } : { is: 'failed', atMs, failure };
      } finally {
        deadline.clear();
      }
    },
  };
}

function toAnswer(atMs: number, { rows, unread }: ReturnType<typeof readBatch>): ServerAnswer {
  const refusal = (view: string) => unread.find((one) => one.view === view);
  const links = refusal('sys.geo_replication_links');
  if (links !== undefined) return { is: 'notAllowed', atMs, message: links.message };
  return {
    is: 'read',
    atMs,
    links: rows.filter((row) => 'link_database' in row).map(toLink),
    operations: refusal('sys.dm_operation_status')
      ? null
      : rows.filter((row) => 'operation_database' in row).map(toOperation),
    logWrite: refusal('sys.resource_stats') ? null : rows.filter((row) => 'busy_database' in row).flatMap(toLogWrite),
  };
}

const lower = (value: unknown): string => String(value).toLowerCase();

function toLink(row: Row): ServerLink {
  return {
    database: lower(row.link_database),
    partnerServer: lower(row.partner_server),
    partnerDatabase: lower(row.partner_database),
    role: row.link_role === 0 ? 'primary' : 'secondary',
    state: String(row.replication_state_desc),
  };
}

/** start_time is a datetime in UTC. */
function toOperation(row: Row): ServerOperation {
  const startedMs = row.start_time instanceof Date ? row.start_time.getTime() : Number.NaN;
  return {
    database: lower(row.operation_database),
    operation: String(row.operation),
    startedMs: Number.isFinite(startedMs) ? startedMs : 0,
  };
}

/** A database that was idle in the last hour has no row there: then it wrote nothing. */
function toLogWrite(row: Row): ServerLogWrite[] {
  const peakPercent = numberOf(row.peak_percent);
  if (peakPercent === null) return [];
  return [{ database: lower(row.busy_database), sustainedPercent: numberOf(row.sustained_percent) ?? 0, peakPercent }];
}
