import { scopeKey } from '../outage/evidenceId.ts';
import type { Evidence, Verdict } from '../outage/types.ts';
import type { DatabaseRef } from '../topology/types.ts';

/** Pieces of evidence that an incident keeps, for and against each. A region may hold a thousand databases, a row and a record of the audit do not. */
export const MOST_KEPT = 200;

/**
 * The verdict as an incident keeps it: what is said of the region and of the group's own databases, then of its neighbours, the earliest
 * first. How much was left out is said in its sentence. What is decided is decided on all of it, before.
 */
export function keptEvidence(verdict: Verdict, members: readonly DatabaseRef[]): Verdict {
  const ours = new Set(members.map((member) => scopeKey({ kind: 'database', ...member, region: '' })));
  const evidenceFor = kept(verdict.evidenceFor, ours);
  const evidenceAgainst = kept(verdict.evidenceAgainst, ours);
  const left =
    verdict.evidenceFor.length - evidenceFor.length + verdict.evidenceAgainst.length - evidenceAgainst.length;
  if (left === 0) return verdict;
  const sentence = `${verdict.sentence} ${left} more piece(s) of evidence, of other databases, are not listed.`;
  return { ...verdict, evidenceFor, evidenceAgainst, sentence };
}

function kept(evidence: readonly Evidence[], ours: ReadonlySet<string>): Evidence[] {
  if (evidence.length <= MOST_KEPT) return [...evidence];
  const isNear = ({ scope }: Evidence) => scope.kind === 'region' || ours.has(scopeKey(scope));
  return [...evidence.filter(isNear), ...evidence.filter((one) => !isNear(one))].slice(0, MOST_KEPT);
}
