import type { Evidence, EvidenceVote } from './types.ts';

export interface Merged {
  evidence: Evidence;
  /** Somebody should hear of it: it is new, it votes otherwise than before, or it speaks again after a gap. */
  changed: boolean;
}

/** Of two reports of one moment the safer one stands. */
const CAUTION: Readonly<Record<EvidenceVote, number>> = { against: 2, none: 1, down: 0 };

/**
 * A later report of the same reporter replaces the earlier one; while both say the same without a gap, the beginning is kept.
 * Reports may come twice, late, or in another order: what is older than what is known changes nothing. Pure.
 * @throws Error when the two are not reports of the same id: that is a mistake of the caller.
 */
export function mergeEvidence(previous: Evidence | undefined, next: Evidence): Merged {
  if (previous === undefined) return { evidence: next, changed: true };
  if (previous.id !== next.id) {
    throw new Error(`Expected two reports with one id, saw ${previous.id} and ${next.id}. Merge by id.`);
  }
  if (isOlder(next, previous)) return { evidence: previous, changed: false };
  const continues = previous.vote === next.vote && next.sinceMs <= previous.expiresAtMs;
  if (!continues) return { evidence: next, changed: true };
  return { evidence: { ...next, sinceMs: Math.min(previous.sinceMs, next.sinceMs) }, changed: false };
}

function isOlder(next: Evidence, previous: Evidence): boolean {
  if (next.atMs !== previous.atMs) return next.atMs < previous.atMs;
  return CAUTION[next.vote] < CAUTION[previous.vote];
}
