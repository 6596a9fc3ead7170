import type { CandidateAnswer } from '../../failover/types.ts';

/** What a login to the candidate shows. `unclear`: it answers, but as neither: in the middle of a role change. */
export type Looks = 'primary' | 'secondary' | 'unclear' | 'silent';

/** sys.dm_db_resource_stats.replica_role: 0 primary, 2 geo-secondary (facts/azure.md 1.5). */
const PRIMARY = 0;
const GEO_SECONDARY = 2;

/** Primary only when it is writable too (rule 10). */
export function looksOf(answer: (CandidateAnswer & { writable: boolean | null }) | undefined): Looks {
  if (answer === undefined || !answer.reachable) return 'silent';
  if (answer.replicaRole === PRIMARY) return answer.writable === true ? 'primary' : 'unclear';
  return answer.replicaRole === GEO_SECONDARY ? 'secondary' : 'unclear';
}

/** Azure's word on the link, as far as a new call depends on it. */
export function mayBeCalled(found: { role: string; operationInProgress: boolean | null } | undefined): boolean {
  return found !== undefined && found.role.toLowerCase() === 'secondary' && found.operationInProgress === false;
}
