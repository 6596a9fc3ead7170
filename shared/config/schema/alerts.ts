/** `alerts:`: when people are told. */
import { z } from 'zod';
import type { ConditionName, Severity } from '../../alerting/types.ts';
import { duration, field } from './field.ts';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;

const enabled = field(z.boolean(), {
  title: 'Enabled',
  description: 'Whether anybody is told of this condition.',
  expected: 'true or false',
  example: 'enabled: false',
});
const severity = field(z.enum(['critical', 'error', 'warning', 'info'] satisfies Severity[]), {
  title: 'Severity',
  description: 'How loud the message is: `critical`, `error`, `warning` or `info`.',
  expected: 'critical, error, warning or info',
  example: 'severity: error',
});
const pending = duration(
  {
    title: 'Pending time',
    description: 'How long the condition must hold before anybody is told. `0s` tells at the first sample.',
    example: 'for: 1m',
  },
  { shortestMs: 0, longestMs: DAY },
);
const resolve = duration(
  {
    title: 'Resolve time',
    description: 'How long the condition must be gone before it counts as resolved.',
    example: 'resolve: 1m',
  },
  { shortestMs: 0, longestMs: DAY },
);
const above = duration(
  {
    title: 'Threshold',
    description: 'The lag above which the condition holds. Left out: the RPO.',
    example: 'above: 30s',
  },
  { shortestMs: 1000, longestMs: 7 * DAY },
);

interface RuleDefaults {
  for: string;
  resolve: string;
  severity: Severity;
}

export const RULE_DEFAULTS: Record<ConditionName, RuleDefaults> = {
  LagHigh: { for: '1m', resolve: '1m', severity: 'error' },
  LagUnknown: { for: '2m', resolve: '1m', severity: 'error' },
  LinkSuspended: { for: '30s', resolve: '1m', severity: 'error' },
  Unprotected: { for: '5m', resolve: '1m', severity: 'warning' },
};

function ruleShape(condition: ConditionName) {
  const defaults = RULE_DEFAULTS[condition];
  return {
    enabled: enabled.default(true),
    for: pending.prefault(defaults.for),
    resolve: resolve.prefault(defaults.resolve),
    severity: severity.default(defaults.severity),
  };
}

function rule<Shape extends z.ZodRawShape>(condition: ConditionName, shape: Shape, description: string, keys: string) {
  return field(z.strictObject(shape), {
    title: condition,
    description,
    expected: `a mapping with any of ${keys}`,
    example: `${condition}: { for: ${RULE_DEFAULTS[condition].for} }`,
  });
}

const PLAIN_KEYS = 'enabled, for, resolve, severity';

export const alerts = field(
  z.strictObject({
    LagHigh: rule(
      'LagHigh',
      { ...ruleShape('LagHigh'), above: above.optional() },
      'The replication lag is known and above the threshold.',
      `${PLAIN_KEYS}, above`,
    ).prefault({}),
    LagUnknown: rule(
      'LagUnknown',
      ruleShape('LagUnknown'),
      'The primary answers NULL: it does not know how far the geo-secondary is behind.',
      PLAIN_KEYS,
    ).prefault({}),
    LinkSuspended: rule(
      'LinkSuspended',
      ruleShape('LinkSuspended'),
      'The replication link is suspended: the relationship is intact, but nothing is shipped.',
      PLAIN_KEYS,
    ).prefault({}),
    Unprotected: rule(
      'Unprotected',
      ruleShape('Unprotected'),
      'A watched primary has no geo-secondary at all.',
      PLAIN_KEYS,
    ).prefault({}),
  }),
  {
    title: 'Alerts',
    description: 'When people are told. Every condition has a default; give only what differs.',
    expected: 'a mapping with any of LagHigh, LagUnknown, LinkSuspended, Unprotected',
    example: 'alerts: { LagHigh: { above: 30s } }',
  },
);
