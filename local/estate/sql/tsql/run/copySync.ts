import type { SqlStep } from '../../types.ts';
import type { Run } from '../bind/bound.ts';
import { SqlError } from '../sqlError.ts';

const POLL_MS = 20;
/** How long the interlink may be lost before the procedure gives up; Azure says only "connection timeout". */
const INTERLINK_TIMEOUT_MS = 30_000;

/**
 * sys.sp_wait_for_database_copy_sync: waits until every commit present at the call is hardened on the secondary.
 * On the primary only. Azure documents its failures without their numbers: 40651 and 40671 are the estate's choice.
 */
export function* waitForCopySync(run: Run, targetServer: string, targetDatabase: string): Generator<SqlStep, void> {
  const { model, server, database } = run.session;
  if (targetServer === '' || targetDatabase === '') {
    throw new SqlError(40651, 16, 'The target server and the target database must both be given.');
  }
  const find = (): ReturnType<typeof model.linkViews>[number] | undefined =>
    model
      .linkViews(server, database)
      .find(
        (link) =>
          link.role === 'PRIMARY' &&
          same(link.partnerServer, targetServer) &&
          same(link.partnerDatabase, targetDatabase),
      );
  const wanted = model.database(server, database)?.position ?? 0;
  if (find() === undefined) throw noLink(targetServer, targetDatabase);
  let lostSinceMs: number | null = null;
  const state = (): 'hardened' | 'waiting' | 'lost' | 'gone' => {
    const link = find();
    if (link === undefined) return 'gone';
    if (link.hardenedPosition >= wanted) return 'hardened';
    const nowMs = model.clock.now();
    lostSinceMs = link.connected ? null : (lostSinceMs ?? nowMs);
    return lostSinceMs !== null && nowMs - lostSinceMs >= INTERLINK_TIMEOUT_MS ? 'lost' : 'waiting';
  };
  yield { kind: 'wait', until: () => (state() === 'waiting' ? 'waiting' : 'ready'), pollMs: POLL_MS };
  const ended = state();
  if (ended === 'gone') throw noLink(targetServer, targetDatabase);
  if (ended === 'lost') {
    throw new SqlError(
      40671,
      17,
      `Unable to synchronize with '${targetDatabase}' on server '${targetServer}'. Please retry the connection later.`,
    );
  }
}

function noLink(server: string, database: string): SqlError {
  return new SqlError(
    40651,
    16,
    `There is no active replication link from this database to '${database}' on server '${server}'.`,
  );
}

function same(left: string, right: string): boolean {
  return left.toLowerCase() === right.toLowerCase();
}
