import { readIdentityName } from '../../../config/settings.ts';
import type { DatabaseReader } from '../../../operations/ports.ts';
import { databaseKey } from '../../../topology/linkKey.ts';
import { classifyFailure } from './classifyFailure.ts';
import { DATABASE_ANSWER_QUERY, type DatabaseFacts, readDatabaseFacts, sentenceOf } from './databaseAnswer.ts';
import { Deadline } from './deadline.ts';
import { MOST_ROWS } from './linkStatusQuery.ts';
import { openWithToken, type SqlAccess } from './openWithToken.ts';

export interface DatabaseReaderOptions extends SqlAccess {
  /** Login and question together. */
  timeoutMs: number;
}

const UNKNOWN: DatabaseFacts = { replicaRole: null, lastCommitMs: null, writable: null };

/**
 * Asks one database by a fresh login: no connection of the past can answer for it. Never throws; what failed is in the sentence.
 * A database that lets us in and refuses the question is reachable, and its role is unknown.
 */
export function createDatabaseReader(options: DatabaseReaderOptions): DatabaseReader {
  const identityName = options.identityName ?? readIdentityName();
  return {
    ask: async (reference) => {
      // The moment before the question: what is read is at least as new.
      const atMs = Date.now();
      const target = { host: reference.fullyQualifiedDomainName, database: reference.database };
      let isIn = false;
      try {
        const facts = await read(target, options, () => {
          isIn = true;
        });
        return { atMs, reachable: true, ...facts, sentence: sentenceOf(databaseKey(reference), facts) };
      } catch (error) {
        const failure = classifyFailure(error, { ...target, encryption: options.encryption, identityName });
        const { kind, number } = failure;
        const reachable = isIn && kind === 'noRights';
        const why = { kind, ...(number === undefined ? {} : { number }) };
        return { atMs, reachable, ...UNKNOWN, sentence: failure.message, ...(reachable ? {} : { failure: why }) };
      }
    },
  };
}

async function read(
  target: { host: string; database: string },
  options: DatabaseReaderOptions,
  onLogin: () => void,
): Promise<DatabaseFacts> {
  const { timeoutMs } = options;
  const deadline = new Deadline(timeoutMs);
  try {
    const connection = await openWithToken(target, options, deadline);
    try {
      onLogin();
      return readDatabaseFacts(await connection.query(DATABASE_ANSWER_QUERY, MOST_ROWS, deadline));
    } finally {
      connection.close();
    }
  } finally {
    deadline.clear();
  }
}
