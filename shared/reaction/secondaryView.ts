import type { CandidateAnswer } from '../failover/types.ts';
import { databaseScope } from '../outage/databaseScope.ts';
import { evidenceId } from '../outage/evidenceId.ts';
import type { Evidence } from '../outage/types.ts';
import { databaseKey } from '../topology/linkKey.ts';
import { regionName } from '../topology/regionName.ts';
import type { ReplicationLink } from '../topology/types.ts';

/** Who asked, and from where. */
export interface Asker {
  reporter: string;
  path: string;
  lifetimeMs: number;
}

/**
 * What a geo-secondary says while its primary does not answer. It never votes: it shares our path, and that it lives says nothing of its
 * primary (rule 2). The answer's own sentence is not repeated: where it failed it may name hosts and identities.
 */
export function secondaryView({ primary, secondary }: ReplicationLink, answer: CandidateAnswer, by: Asker): Evidence {
  const scope = databaseScope(primary);
  const name = databaseKey(secondary);
  const path = regionName(by.path);
  return {
    id: evidenceId('secondaryView', scope, JSON.stringify([by.reporter, name])),
    source: 'secondaryView',
    vote: 'none',
    scope,
    sinceMs: answer.atMs,
    atMs: answer.atMs,
    expiresAtMs: answer.atMs + by.lifetimeMs,
    path,
    sentence: `Its geo-secondary ${name} in ${regionName(secondary.region)}, asked from ${path}, ${said(answer)}.`,
  };
}

function said({ reachable, replicaRole, lastCommitMs }: CandidateAnswer): string {
  if (!reachable) return 'did not answer';
  const role = replicaRole === null ? 'without saying its role' : `with replica_role ${replicaRole}`;
  const commit = lastCommitMs === null ? 'unknown' : new Date(lastCommitMs).toISOString();
  return `answered ${role}; its last commit: ${commit}`;
}
