import type { TopologyEvent } from '../../topology/types.ts';
import type { AlertRule, ConditionName } from '../types.ts';

/** A message names so many; the others are on the status page. */
const MOST_NAMED = 3;

/**
 * What happened within the hold time of the rule, the newest first. What lies in the future was written by a clock that was ahead: it has
 * just happened.
 * @throws Error when the rule has no hold time: without one nothing that happened would ever be over.
 */
export function recentEvents(
  events: readonly TopologyEvent[],
  rule: AlertRule,
  nowMs: number,
  condition: ConditionName,
): TopologyEvent[] {
  const { holdMs } = rule;
  if (holdMs === undefined || !Number.isFinite(holdMs)) {
    throw new Error(
      `${condition} needs a hold time; its rule has ${String(holdMs)}. Give the rule one, for example 1h.`,
    );
  }
  return events.filter(({ atMs }) => nowMs - atMs < holdMs).sort((one, other) => other.atMs - one.atMs);
}

/** Sentences for the newest, and how many more there are. */
export function sayEvents(events: readonly TopologyEvent[], say: (event: TopologyEvent) => string): string {
  const told = events.slice(0, MOST_NAMED).map(say).join(' ');
  return events.length > MOST_NAMED ? `${told} And ${events.length - MOST_NAMED} more.` : told;
}

/** What it means that the activity log was asked and names nobody. */
export function sayNobody(by: TopologyEvent['by']): string {
  if (by !== null) return '';
  return ' It did not come through Resource Manager, or the activity log is late: T-SQL leaves no entry there.';
}
