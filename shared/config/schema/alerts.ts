/** `alerts:`: when people are told. Made from what each condition says of itself, so that no list has to be kept twice. */
import { z } from 'zod';
import { ALL_CONDITIONS } from '../../alerting/conditions/all.ts';
import { CONDITIONS, type ConditionName, type Severity } from '../../alerting/types.ts';
import { field } from './field.ts';
import { escalationByTime, type RuleKey, ruleFields } from './rule.ts';

/** One rule as it is written, after checking: milliseconds, and what its condition has no use for is never there. */
export interface RuleDocument {
  enabled?: boolean | undefined;
  for?: number | undefined;
  resolve?: number | undefined;
  severity?: Severity | undefined;
  above?: number | undefined;
  least?: number | undefined;
  hold?: number | undefined;
  objective?: number | undefined;
  windows?: Array<{ burn: number; long: number; short: number }> | undefined;
  escalate?: EscalationDocument[] | undefined;
}

/** After checking: one of the two is given. */
export interface EscalationDocument {
  severity: Severity;
  after?: number | undefined;
  above?: number | undefined;
}

export type AlertsDocument = Partial<Record<ConditionName, RuleDocument | undefined>>;

/** The keys of a rule that only some conditions have. */
const OWN_KEYS = ['above', 'least', 'hold', 'objective', 'windows'] as const;

/** The fields of a condition's rule; a default is shown where the whole deployment is meant, and left out where a scope only says what differs. */
function shapeOf(condition: ConditionName, withDefaults: boolean): z.ZodRawShape {
  const { defaults } = ALL_CONDITIONS[condition];
  const given: Partial<Record<RuleKey, unknown>> = { enabled: true, ...defaults };
  const keys: RuleKey[] = [
    'enabled',
    'for',
    'resolve',
    'severity',
    ...OWN_KEYS.filter((key) => defaults[key] !== undefined),
    'escalate',
  ];
  return Object.fromEntries(
    keys.map((key) => {
      const rule = key === 'escalate' && defaults.above === undefined ? escalationByTime : ruleFields[key];
      // The RPO is a field of its own: there is no text that could stand here for it.
      const shown = withDefaults && given[key] !== undefined && given[key] !== 'rpo';
      return [key, shown ? rule.prefault(given[key]) : rule.optional()];
    }),
  );
}

function ruleOf(condition: ConditionName, withDefaults: boolean): z.ZodType<RuleDocument | undefined> {
  const { holdsWhen, defaults } = ALL_CONDITIONS[condition];
  const shape = shapeOf(condition, withDefaults);
  const rule = field(z.strictObject(shape), {
    title: condition,
    description: holdsWhen,
    expected: `a mapping with any of ${Object.keys(shape).join(', ')}`,
    example: `${condition}: { for: ${defaults.for} }`,
  });
  return withDefaults ? rule.prefault({}) : rule.optional();
}

function alertsOf(withDefaults: boolean, words: { description: string; example: string }): z.ZodType<AlertsDocument> {
  const shape = Object.fromEntries(CONDITIONS.map((condition) => [condition, ruleOf(condition, withDefaults)]));
  return field(z.strictObject(shape), {
    title: 'Alerts',
    expected: 'a mapping with any of the conditions, such as LagHigh, LagUnknown, Unprotected',
    ...words,
  });
}

export const alerts = alertsOf(true, {
  description: 'When people are told. Every condition has a default; give only what differs.',
  example: 'alerts: { LagHigh: { above: 30s } }',
});

export const scopeAlerts = alertsOf(false, {
  description: 'What differs from `alerts` for the databases of this scope; the same keys.',
  example: 'alerts: { LagHigh: { above: 5m } }',
});
