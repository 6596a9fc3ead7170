import { type AlertRule, CONDITIONS, type ConditionName } from '../../shared/alerting/types.ts';

/** The same rule for every condition, but for those that are given. */
export function everyRule(
  rule: AlertRule,
  given: Partial<Record<ConditionName, AlertRule>> = {},
): Record<ConditionName, AlertRule> {
  return {
    ...(Object.fromEntries(CONDITIONS.map((name) => [name, rule])) as Record<ConditionName, AlertRule>),
    ...given,
  };
}
