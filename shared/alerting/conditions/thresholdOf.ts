import type { AlertRule, ConditionName } from '../types.ts';

/**
 * The number that a condition judges by.
 * @throws Error when the rule has none: without it the condition would stay silent for ever.
 */
export function thresholdOf(rule: AlertRule, condition: ConditionName): number {
  const { threshold } = rule;
  if (threshold !== undefined && Number.isFinite(threshold)) return threshold;
  throw new Error(
    `${condition} needs a threshold; its rule has ${String(threshold)}. Give the rule a threshold, for example 5.`,
  );
}
