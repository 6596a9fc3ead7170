import { CONDITIONS, type NoticeCondition, OUTAGE_CONDITIONS } from '../alerting/types.ts';

const KNOWN: ReadonlySet<string> = new Set([...CONDITIONS, ...OUTAGE_CONDITIONS]);

/**
 * The page of a condition below docs/: what it means, where it comes from, what to do first. `LagHigh` has `conditions/lag-high.md`.
 * Undefined for one that a later version stored.
 */
export function conditionPage(condition: NoticeCondition): string | undefined {
  return KNOWN.has(condition) ? `conditions/${condition.replace(/(?<!^)[A-Z]/g, '-$&').toLowerCase()}.md` : undefined;
}
