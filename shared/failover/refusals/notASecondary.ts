import type { Judge } from '../judgeContext.ts';

/** sys.dm_db_resource_stats.replica_role: 0 primary, 1 HA secondary, 2 geo-replication forwarder (geo-secondary), 3 named replica. */
const ROLES: Readonly<Record<number, string>> = {
  0: 'a primary: it may have been failed over already',
  1: 'a high-availability secondary',
  3: 'a named replica',
};
const GEO_SECONDARY = 2;

export const notASecondary: Judge = ({ answer }) => {
  if (answer?.reachable !== true || answer.replicaRole === GEO_SECONDARY) return undefined;
  const { replicaRole } = answer;
  const seen =
    replicaRole === null ? 'its role could not be read' : `it reads as ${ROLES[replicaRole] ?? `role ${replicaRole}`}`;
  return { rule: 'notASecondary', sentence: `Expected the candidate to read as a geo-secondary now; ${seen}.` };
};
