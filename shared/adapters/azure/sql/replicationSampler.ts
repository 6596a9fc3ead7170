import { readIdentityName } from '../../../config/settings.ts';
import type { Configuration } from '../../../config/types.ts';
import type { ReplicationSampler } from '../../../replication/ports.ts';
import type { DatabaseSample } from '../../../replication/types.ts';
import type { LinkEnd } from '../../../topology/types.ts';
import { classifyFailure } from './classifyFailure.ts';
import { ConnectionKeep } from './connectionKeep.ts';
import { Deadline } from './deadline.ts';
import { LINK_STATUS_QUERY, MOST_ROWS, readLinkRows } from './linkStatusQuery.ts';
import { openWithToken, type SqlAccess } from './openWithToken.ts';
import type { SqlConnection } from './sqlConnection.ts';

export interface SamplerOptions extends Omit<SqlAccess, 'encryption'> {
  sampling: Configuration['sampling'];
  /** Connections that stay open between two sweeps. @default 500 */
  keepConnections?: number;
  /** A connection is replaced after this. @default 30 minutes, half the shortest life of an Entra token */
  replaceAfterMs?: number;
}

const KEEP_CONNECTIONS = 500;
const REPLACE_AFTER_MS = 30 * 60_000;
const SHORTEST_IDLE_MS = 90_000;

/**
 * Reads sys.dm_geo_replication_link_status of one primary at a time over connections that stay open: one round trip for a sample.
 * The whole sample ends within `sampling.timeoutMs`. A connection that was kept and fails gets one fresh login in the time that is
 * left, because it may only have gone stale; a fresh login that fails is the answer.
 */
export function createReplicationSampler(
  options: SamplerOptions,
): ReplicationSampler & { readonly openConnections: number } {
  const { sampling } = options;
  const access: SqlAccess = { ...options, encryption: sampling.encryption };
  const keep = new ConnectionKeep({
    most: options.keepConnections ?? KEEP_CONNECTIONS,
    idleMs: Math.max(3 * sampling.everyMs, SHORTEST_IDLE_MS),
    ageMs: options.replaceAfterMs ?? REPLACE_AFTER_MS,
  });
  return {
    get openConnections() {
      return keep.size;
    },
    sample: async (end) => {
      const startedAtMs = Date.now();
      const startedAt = performance.now();
      try {
        return (
          (await overKept(keep, end, sampling.timeoutMs)) ??
          (await overFresh(keep, end, { timeoutMs: sampling.timeoutMs, startedAt }, access))
        );
      } catch (error) {
        const failure = classifyFailure(error, {
          host: end.fullyQualifiedDomainName,
          database: end.database,
          encryption: sampling.encryption,
          identityName: access.identityName ?? readIdentityName(),
        });
        return { ok: false, atMs: startedAtMs, failure };
      }
    },
    retain: async (ends) => keep.retain(new Set(ends.map(keyOf))),
  };
}

/** Undefined when there is no kept connection, or when it failed and a fresh one may know more. */
async function overKept(keep: ConnectionKeep, end: LinkEnd, timeoutMs: number): Promise<DatabaseSample | undefined> {
  const connection = keep.take(keyOf(end));
  if (connection === undefined) return undefined;
  // Half of the time: a peer that went away without a word is found out early enough for a fresh login.
  const half = new Deadline(Math.floor(timeoutMs / 2));
  try {
    return await read(keep, end, connection, half);
  } catch {
    connection.close();
    return undefined;
  } finally {
    half.clear();
  }
}

async function overFresh(
  keep: ConnectionKeep,
  end: LinkEnd,
  { timeoutMs, startedAt }: { timeoutMs: number; startedAt: number },
  access: SqlAccess,
): Promise<DatabaseSample> {
  const target = { host: end.fullyQualifiedDomainName, database: end.database };
  const deadline = new Deadline(timeoutMs, Math.max(1, timeoutMs - (performance.now() - startedAt)));
  let connection: SqlConnection | undefined;
  try {
    connection = await openWithToken(target, access, deadline);
    return await read(keep, end, connection, deadline);
  } catch (error) {
    connection?.close();
    throw error;
  } finally {
    deadline.clear();
  }
}

async function read(
  keep: ConnectionKeep,
  end: LinkEnd,
  connection: SqlConnection,
  deadline: Deadline,
): Promise<DatabaseSample> {
  // The moment before the question: a lag that counts back from a later one would promise commits that nobody has.
  const atMs = Date.now();
  const startedAt = performance.now();
  const answer = await connection.query(LINK_STATUS_QUERY, MOST_ROWS, deadline);
  const roundTripMs = Math.round(performance.now() - startedAt);
  const { rows, malformed } = readLinkRows(answer);
  // After a role change a session belongs to the past: the next sample logs in again.
  if (rows.some((row) => row.role === 'secondary')) connection.close();
  else keep.give(keyOf(end), connection);
  return { ok: true, atMs, roundTripMs, rows, ...(malformed.length === 0 ? {} : { malformed }) };
}

function keyOf(end: LinkEnd): string {
  return `${end.fullyQualifiedDomainName}/${end.database}`.toLowerCase();
}
