/** The fields a rule of `alerts:` may have. Which of them a condition has is in its own file. */
import { z } from 'zod';
import { duration, field, wholeNumber } from './field.ts';
import { severity } from './severity.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const window = field(
  z.strictObject({
    burn: field(z.number().min(1).max(1000), {
      title: 'Burn rate',
      description: 'How many times faster than the objective allows: 1 uses up the budget exactly by the end.',
      expected: 'a number from 1 to 1000',
      example: 'burn: 14.4',
    }),
    long: duration(
      { title: 'Long window', description: 'The window that shows that it lasts.', example: 'long: 1h' },
      { shortestMs: 2 * SECOND, longestMs: 30 * DAY },
    ),
    short: duration(
      { title: 'Short window', description: 'The window that shows that it still goes on.', example: 'short: 5m' },
      { shortestMs: SECOND, longestMs: 3 * DAY },
    ),
  }),
  {
    title: 'Pair of windows',
    description: 'Told when the budget burns so fast in both windows.',
    expected: 'a mapping with burn, long and short',
    example: '- { burn: 14.4, long: 1h, short: 5m }',
  },
);

const loudness = severity('How loud the message is: `critical`, `error`, `warning` or `info`.', 'error');

const above = duration(
  {
    title: 'Threshold',
    description: 'The time above which the condition holds. LagHigh without it: the RPO.',
    example: 'above: 30s',
  },
  { shortestMs: 1, longestMs: 7 * DAY },
);

const after = duration(
  { title: 'After', description: 'How long the condition has held.', example: 'after: 30m' },
  { shortestMs: SECOND, longestMs: 30 * DAY },
);

/** Which of its two causes a step has is looked at in escalationChecks.ts. */
function escalation(step: z.ZodRawShape, expected: string, example: string) {
  const steps = field(z.strictObject({ ...step, severity: loudness }), {
    title: 'Step',
    description: 'What makes it worse, and how loud it is then.',
    expected,
    example: `- ${example}`,
  });
  return field(z.array(steps).max(6), {
    title: 'Escalation',
    description: 'When the alert becomes louder than `severity`; of the steps that apply the loudest counts.',
    expected: `a list of at most 6, each ${expected}`,
    example: `escalate: [${example}]`,
  });
}

/** For conditions without a threshold that is a time. */
export const escalationByTime = escalation(
  { after: after.optional() },
  'a mapping with after and severity',
  '{ after: 30m, severity: critical }',
);

export type RuleKey =
  | 'enabled'
  | 'for'
  | 'resolve'
  | 'severity'
  | 'above'
  | 'least'
  | 'hold'
  | 'objective'
  | 'windows'
  | 'escalate';

export const ruleFields: Readonly<Record<RuleKey, z.ZodType>> = {
  enabled: field(z.boolean(), {
    title: 'Enabled',
    description: 'Whether anybody is told of this condition.',
    expected: 'true or false',
    example: 'enabled: false',
  }),
  for: duration(
    {
      title: 'Pending time',
      description: 'How long the condition must hold before anybody is told. `0s` tells at the first sample.',
      example: 'for: 1m',
    },
    { shortestMs: 0, longestMs: DAY },
  ),
  resolve: duration(
    {
      title: 'Resolve time',
      description: 'How long the condition must be gone before it counts as resolved.',
      example: 'resolve: 1m',
    },
    { shortestMs: 0, longestMs: DAY },
  ),
  severity: loudness,
  above,
  least: wholeNumber(
    {
      title: 'Least number',
      description: 'How many geo-secondaries a database is to have; fewer than that is told.',
      expected: 'a whole number from 2 to 4: four is the most that Azure allows',
      example: 'least: 2',
    },
    2,
    4,
  ),
  hold: duration(
    {
      title: 'Hold',
      description: 'For how long something that happened is shown as an alert; then it is resolved.',
      example: 'hold: 1h',
    },
    { shortestMs: SECOND, longestMs: 30 * DAY },
  ),
  objective: field(z.number().gte(50).lt(100), {
    title: 'Objective',
    description: 'The share of the time in which the RPO is to be kept, in percent.',
    expected: 'a number from 50 to below 100: at 100 there would be no budget to use up',
    example: 'objective: 99.9',
  }),
  escalate: escalation(
    {
      after: after.optional(),
      above: duration(
        { title: 'Above', description: 'What its value has to exceed.', example: 'above: 5m' },
        { shortestMs: 1, longestMs: 7 * DAY },
      ).optional(),
    },
    'a mapping with severity and one of after and above',
    '{ above: 5m, severity: critical }',
  ),
  windows: field(z.array(window).min(1).max(6), {
    title: 'Windows',
    description: 'Pairs of windows; any of them may tell.',
    expected: 'a list of 1 to 6 mappings with burn, long and short',
    example: 'windows: [{ burn: 14.4, long: 1h, short: 5m }]',
  }),
};
