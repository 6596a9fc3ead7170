import type { CopySync } from '../../../replication/serverTypes.ts';
import { classifyFailure } from './classifyFailure.ts';
import { Deadline } from './deadline.ts';
import { openWithToken, type SqlAccess } from './openWithToken.ts';

/** Source: learn.microsoft.com, active geo-replication, sp_wait_for_database_copy_sync: on the primary, by any of its users. */
const PROCEDURE = 'sys.sp_wait_for_database_copy_sync';

/**
 * Measures what a critical transaction would wait for: a login of its own, because the call blocks its connection.
 * Names travel as parameters. When the time is over the connection is destroyed, and with it the wait.
 */
export function createCopySync(access: SqlAccess & { identityName: string }): CopySync {
  return {
    wait: async ({ primary, targetServer, targetDatabase, timeoutMs }) => {
      const target = { host: primary.fullyQualifiedDomainName, database: primary.database };
      const deadline = new Deadline(timeoutMs);
      let atMs = Date.now();
      let startedAt: number | undefined;
      try {
        const connection = await openWithToken(target, access, deadline);
        try {
          atMs = Date.now();
          startedAt = performance.now();
          await connection.call(PROCEDURE, { target_server: targetServer, target_database: targetDatabase }, deadline);
          return { ok: true, atMs, hardenedMs: Math.round(performance.now() - startedAt) };
        } finally {
          connection.close();
        }
      } catch (error) {
        const waitedMs = startedAt === undefined ? null : Math.round(performance.now() - startedAt);
        return { ok: false, atMs, waitedMs, failure: classifyFailure(error, { ...target, ...access }) };
      } finally {
        deadline.clear();
      }
    },
  };
}
