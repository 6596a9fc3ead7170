import type { ReplicationSampler } from '../../../replication/ports.ts';
import type { DatabaseSample } from '../../../replication/types.ts';
import { LINK_STATUS_QUERY, MOST_ROWS, readLinkRows } from './linkStatusQuery.ts';
import { type Question, type SamplerOptions, SqlConnections } from './sqlConnections.ts';

/**
 * Reads sys.dm_geo_replication_link_status of one primary at a time over connections that stay open: one round trip for a sample.
 * The whole sample ends within sampleTimeoutMs. A connection that was kept and fails gets one fresh login in the time that is
 * left, because it may only have gone stale; a fresh login that fails is the answer.
 */
export function createReplicationSampler(
  options: SamplerOptions,
  connections = new SqlConnections(options),
): ReplicationSampler & { readonly openConnections: number } {
  return {
    get openConnections() {
      return connections.size;
    },
    sample: async (end) => {
      const startedAtMs = Date.now();
      try {
        return await connections.sample(end, readLinks);
      } catch (error) {
        return { ok: false, atMs: startedAtMs, failure: connections.explain(error, end) };
      }
    },
    retain: async (ends) => connections.retain(ends),
  };
}

const readLinks: Question<DatabaseSample> = async (connection, deadline) => {
  // The moment before the question: a lag that counts back from a later one would promise commits that nobody has.
  const atMs = Date.now();
  const startedAt = performance.now();
  const answer = await connection.query(LINK_STATUS_QUERY, MOST_ROWS, deadline);
  const roundTripMs = Math.round(performance.now() - startedAt);
  const { rows, malformed } = readLinkRows(answer);
  return {
    value: { ok: true, atMs, roundTripMs, rows, ...(malformed.length === 0 ? {} : { malformed }) },
    // After a role change a session belongs to the past: the next sample logs in again.
    keeps: !rows.some((row) => row.role === 'secondary'),
  };
};
