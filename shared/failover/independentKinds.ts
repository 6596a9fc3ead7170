import { type Kind, kindOf, ownPathsOf, suffices } from '../outage/independence.ts';
import type { Evidence, VerdictRules } from '../outage/types.ts';

/**
 * The independent kinds among the evidence that says "down" and is not expired (rule 2), and whether they suffice. The gate counts for
 * itself and does not take the verdict's word.
 */
export function independentKinds(
  evidence: readonly Evidence[],
  rules: Pick<VerdictRules, 'minKinds' | 'guardedRegions'>,
  nowMs: number,
): { names: string[]; suffice: boolean } {
  const counted = evidence.filter(({ vote, expiresAtMs }) => vote === 'down' && expiresAtMs > nowMs);
  const ownPaths = ownPathsOf(counted);
  const kinds = new Map<string, Kind>();
  for (const one of counted) {
    const kind = kindOf(one, rules, ownPaths);
    if (kind !== undefined) kinds.set(kind.key, kind);
  }
  return { names: [...kinds.keys()].sort(), suffice: suffices(kinds.values(), rules) };
}
