import type { PrimarySignals, SecondarySignals, SignalSampler } from '../../../replication/signalTypes.ts';
import { databaseKey } from '../../../topology/linkKey.ts';
import { batchOf, readBatch, type Statement, type Unread } from './optionalStatements.ts';
import { DATABASE_WAITS, LOG_WRITE, REQUESTS, readPrimarySignals, SERVER_WAITS } from './primaryQuery.ts';
import { RefusedViews } from './refusedViews.ts';
import { readSecondarySignals, SECONDARY_STATEMENTS } from './secondaryQuery.ts';
import { type Question, type SamplerOptions, SqlConnections } from './sqlConnections.ts';

/** Waits of six types from two views, replicas, links: what is far beyond that is no catalog view. */
const MOST_ROWS = 200;

/**
 * The secondary answers, and lets nobody in: 976 and 982, not open for reading; 978, open for read intent only (ALLOW_CONNECTIONS = NO).
 * Azure documents no number of its own. A standby replica is open to monitoring (standby-replica-how-to-configure).
 */
const CLOSED: ReadonlySet<number> = new Set([976, 978, 982]);

/**
 * Reads what the links alone do not say. A primary is asked in one round trip over the connection that sampling keeps for it, without a
 * login; a secondary by a login of its own, which is kept where the primaries leave room. Each ends within `signals.timeoutMs`.
 * A view that may not be read is `unread` and not asked again for an hour; it is never a failure.
 */
export function createSignalSampler(options: SamplerOptions, connections = new SqlConnections(options)): SignalSampler {
  const refused = new RefusedViews();
  return {
    primary: async (database) => {
      const atMs = Date.now();
      try {
        return {
          ok: true,
          signals: await connections.askPrimary(database, primaryQuestion(databaseKey(database), refused)),
        };
      } catch (error) {
        return { ok: false, atMs, failure: connections.explain(error, database) };
      }
    },
    secondary: async (database) => {
      const atMs = Date.now();
      try {
        return { ok: true, signals: await connections.askSecondary(database, readSecondary) };
      } catch (error) {
        const failure = connections.explain(error, database);
        return { ok: false, closed: CLOSED.has(failure.number ?? 0), atMs, failure };
      }
    },
  };
}

function primaryQuestion(key: string, refused: RefusedViews): Question<PrimarySignals> {
  return async (connection, deadline) => {
    const atMs = Date.now();
    const known = refused.known(key, atMs);
    const { optional, statements, text } = primaryBatch(known);
    const { rows, unread } = readBatch(statements, await connection.batch(text, MOST_ROWS, deadline));
    // Where nothing may be read the whole permission is missing: whoever grants it is not to wait an hour.
    if (unread.length < statements.length) {
      refused.remember(
        key,
        unread.filter(({ view }) => optional.some((one) => one.view === view)),
        atMs,
      );
    }
    const all = [...unread, ...known];
    const value = { atMs, ...readPrimarySignals(rows, new Set(all.map(({ view }) => view))), unread: all };
    return { value, keeps: true };
  };
}

interface Batch {
  optional: Statement[];
  statements: Statement[];
  text: string;
}

const batches = new Map<string, Batch>();

/** Without what was refused before. Made once: thousands of databases are asked the same few texts. */
function primaryBatch(refused: readonly Unread[]): Batch {
  const optional = [DATABASE_WAITS, SERVER_WAITS].filter(({ view }) => !refused.some((one) => one.view === view));
  const key = optional.map(({ view }) => view).join();
  const statements = [LOG_WRITE, REQUESTS, ...optional];
  const batch = batches.get(key) ?? { optional, statements, text: batchOf(statements) };
  batches.set(key, batch);
  return batch;
}

const SECONDARY_BATCH = batchOf(SECONDARY_STATEMENTS);

const readSecondary: Question<SecondarySignals> = async (connection, deadline) => {
  const atMs = Date.now();
  const startedAt = performance.now();
  const answer = await connection.batch(SECONDARY_BATCH, MOST_ROWS, deadline);
  const roundTripMs = Math.round(performance.now() - startedAt);
  const { rows, unread } = readBatch(SECONDARY_STATEMENTS, answer);
  const signals = readSecondarySignals(rows);
  // A session from before a role change belongs to the past.
  return { value: { atMs, roundTripMs, ...signals, unread }, keeps: signals.replicaRole === 2 };
};
