import type { GroupVerdict } from '../outage/judgeGroup.ts';
import type { Verdict } from '../outage/types.ts';

/** A database does not wait longer for its neighbours than this. */
const LONGEST_HOLD_MS = 30_000;

/**
 * Databases of one region fail together, and are seen to one after the other: a sweep takes its time. One that is confirmed while a
 * neighbour of its group is about to be, waits those seconds, so that people hear of the region once and not of its databases first.
 * A neighbour whose confirmation is further away is not waited for.
 */
export function judgedTogether(judged: GroupVerdict | undefined, confirmForMs: number): GroupVerdict | undefined {
  if (judged === undefined || judged.verdict.scope.kind === 'region') return judged;
  const holdMs = Math.min(LONGEST_HOLD_MS, confirmForMs / 2);
  const databases = judged.databases.map((one) => (isHeld(one, judged.databases, holdMs) ? held(one) : one));
  const verdict = databases[judged.databases.indexOf(judged.verdict)] ?? judged.verdict;
  return { ...judged, databases, verdict };
}

function isHeld(verdict: Verdict, databases: readonly Verdict[], holdMs: number): boolean {
  const { agreedSinceMs, confirmed, scope } = verdict;
  if (!confirmed || agreedSinceMs === null) return false;
  return databases.some(
    (other) =>
      other.scope.region === scope.region &&
      !other.confirmed &&
      other.agreedSinceMs !== null &&
      other.agreedSinceMs - agreedSinceMs <= holdMs,
  );
}

function held(verdict: Verdict): Verdict {
  const because = 'Another database of the region is about to be confirmed: they are judged together.';
  return { ...verdict, name: 'suspect', confirmed: false, sentence: `${verdict.sentence} ${because}` };
}
