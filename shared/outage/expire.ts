import type { Evidence } from './types.ts';

/**
 * Which evidence may be dropped: what says nothing any more, and is too old to have broken an agreement that could still be counted. What
 * cannot be placed in time goes at once.
 * @param keepMs the longest confirmFor of all groups: a sign of life within it still restarts a clock
 */
export function expireEvidence(
  evidence: readonly Evidence[],
  keepMs: number,
  nowMs: number,
): { kept: Evidence[]; dropped: Evidence[] } {
  const kept: Evidence[] = [];
  const dropped: Evidence[] = [];
  for (const one of evidence) (mayGo(one, keepMs, nowMs) ? dropped : kept).push(one);
  return { kept, dropped };
}

function mayGo({ sinceMs, atMs, expiresAtMs }: Evidence, keepMs: number, nowMs: number): boolean {
  if (![sinceMs, atMs, expiresAtMs].every(Number.isFinite)) return true;
  return Math.max(expiresAtMs, atMs) + keepMs < nowMs;
}
