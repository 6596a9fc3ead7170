import type { FailureKind } from '../replication/types.ts';
import type { EvidenceVote } from './types.ts';

/** What a failed login says of the database, and why. */
export interface FailureVote {
  vote: EvidenceVote;
  /** Completes "… says: ". */
  because: string;
}

const down = (because: string): FailureVote => ({ vote: 'down', because });
const alive = (because: string): FailureVote => ({ vote: 'against', because });
const silent = (because: string): FailureVote => ({ vote: 'none', because });

const OURS = 'our own trouble: it alerts, it never votes';
const PAUSED = 'a serverless database that sleeps is not an outage';
const AMBIGUOUS =
  'ambiguous: a database that moves, was renamed or dropped, or a login without a user, all look like this';

/** Azure's numbers that say more than their kind. Source: learn.microsoft.com, troubleshoot-common-errors-issues, 04/29/2024. */
const BY_NUMBER: Readonly<Record<number, FailureVote>> = {
  40613: down('the service itself says that the database is not available'),
  40197: down('the service itself met an error'),
  40143: down('the service itself met an error (sub-code of 40197)'),
  40166: down('the service is reconfiguring (sub-code of 40197)'),
  40540: down('the service is failing over (sub-code of 40197)'),
  40501: alive('alive, and too busy to serve us'),
  10928: alive('alive, and at its request limit'),
  10929: alive('alive, and too busy for more than the guaranteed minimum'),
  18456: silent(OURS),
  40615: silent(OURS),
  40532: silent(OURS),
  40914: silent(OURS),
  47073: silent(OURS),
  4060: silent(AMBIGUOUS),
  // Both depend on the role the database plays now: neither says that a primary is gone.
  976: silent('the database takes no connections in its present role, which is no outage'),
  4221: silent('a secondary that waits for a transition, which is no outage'),
  42108: silent(PAUSED),
  42109: silent(PAUSED),
};

const BY_KIND: Readonly<Record<FailureKind, FailureVote>> = {
  unreachable: down('nobody answered a fresh login'),
  unavailable: down('the service itself says that it is not available'),
  busy: alive('alive, and too busy to serve us'),
  noRights: silent(OURS),
  firewall: silent(OURS),
  identity: silent(OURS),
  encryptionRefused: silent(OURS),
  certificate: silent(OURS),
  monitor: silent(OURS),
  notFound: silent(AMBIGUOUS),
  garbage: silent('an answer that is not Azure SQL: something stands in between'),
  other: silent('not known well enough to vote'),
};

/** ARM states in which somebody's setting, not an outage, keeps the database from answering. Source: Databases API 2025-01-01, `status`. */
const ASLEEP = new Set(['paused', 'pausing', 'resuming', 'stopped', 'stopping', 'starting', 'disabled']);

/**
 * How a failed login votes (rule 3). The number decides where Azure gave one that is known, otherwise the kind. Total.
 * @param armStatus ARM's status of the database, an open string; a sleeping database never votes for an outage.
 */
export function failureVote(failure: { kind: FailureKind; number?: number }, armStatus?: string): FailureVote {
  const said = (failure.number === undefined ? undefined : BY_NUMBER[failure.number]) ?? BY_KIND[failure.kind];
  if (said.vote === 'down' && armStatus !== undefined && ASLEEP.has(armStatus.toLowerCase())) return silent(PAUSED);
  return said;
}
