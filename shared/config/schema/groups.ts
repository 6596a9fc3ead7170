/** `groups:`: databases that must move together, and what may be done with them in an outage. */
import { z } from 'zod';
import type { PolicyMode, RecoveryGroup } from '../../failover/types.ts';
import { duration, field, text, wholeNumber } from './field.ts';
import { DATABASE_PATTERN } from './scopes.ts';

const SECOND = 1000;
const DAY = 86_400 * SECOND;

/** Shorter than this draws a warning. */
export const SHORT_CONFIRMATION_MS = 60 * SECOND;
export const GROUP_DEFAULTS = { confirmFor: '5m', cooldown: '1h' } as const;

const databases = field(
  z
    .array(
      field(z.string().max(300).regex(DATABASE_PATTERN), {
        title: 'Database pattern',
        description:
          'A database of the group as `server/database`, by the server where it usually is primary. `*` stands for any text, `?` for one letter; upper and lower case are the same.',
        expected: 'a pattern of the form server/database',
        example: "- 'shop-we/stock-*'",
      }),
    )
    .min(1)
    .max(500),
  {
    title: 'Databases',
    description:
      'The databases of the group. A database stays in its group when it fails over. No database may be in two groups.',
    expected: 'a list with at least one pattern of the form server/database',
    example: "databases: ['shop-we/orders', 'shop-we/stock-*']",
  },
);

const mode = field(z.enum(['notify', 'approve', 'automatic'] satisfies PolicyMode[]), {
  title: 'Mode',
  description:
    '`notify` tells people and never acts. `approve` asks a person, who sees the plan and the loss bound first. `automatic` acts by itself within `maxLoss`, and asks above it.',
  expected: 'notify, approve or automatic',
  example: 'mode: approve',
});

const group = field(
  z.strictObject({
    name: text({
      title: 'Name',
      description: 'What the group is called in messages; unique.',
      expected: 'a name of 1 to 200 letters',
      example: 'name: shop',
    }),
    databases,
    mode: mode.default('notify'),
    confirmFor: duration(
      {
        title: 'Confirmation time',
        description: 'How long the evidence must agree without a break before an outage counts as one.',
        example: 'confirmFor: 5m',
      },
      { shortestMs: SECOND, longestMs: DAY },
    ).prefault(GROUP_DEFAULTS.confirmFor),
    minKinds: wholeNumber(
      {
        title: 'Kinds of evidence',
        description:
          'How many independent kinds of evidence must agree: our own view, a witness, the word of Azure, platform metrics. Never one: one network path never moves a database.',
        expected: 'a whole number from 2 to 4: one path never moves a database',
        example: 'minKinds: 2',
      },
      2,
      4,
    ).default(2),
    maxLoss: duration(
      {
        title: 'Allowance',
        description:
          'The largest loss bound with which a forced failover may start without a person who has seen the number. Required for `automatic`; left out elsewhere: the RPO.',
        example: 'maxLoss: 30s',
      },
      { shortestMs: 0, longestMs: 7 * DAY },
    ).optional(),
    cooldown: duration(
      {
        title: 'Cooldown',
        description: 'After a failover of the group, none for so long.',
        example: 'cooldown: 1h',
      },
      { shortestMs: 0, longestMs: 7 * DAY },
    ).prefault(GROUP_DEFAULTS.cooldown),
    dailyBudget: wholeNumber(
      {
        title: 'Daily budget',
        description:
          'Once the whole deployment has begun so many forced failovers in 24 hours, this group begins none.',
        expected: 'a whole number from 1 to 1000',
        example: 'dailyBudget: 3',
      },
      1,
      1000,
    ).default(3),
    partial: field(z.enum(['allOrNothing', 'moveWhatCan'] satisfies Array<RecoveryGroup['partial']>), {
      title: 'Partial moves',
      description:
        'What happens when some database of the group cannot move, judged before the first call: `allOrNothing` moves none, `moveWhatCan` moves the others.',
      expected: 'allOrNothing or moveWhatCan',
      example: 'partial: allOrNothing',
    }).default('allOrNothing'),
  }),
  {
    title: 'Recovery group',
    description: 'Databases that must move together.',
    expected: 'a mapping with at least name and databases',
    example: "- { name: shop, databases: ['shop-we/orders'] }",
  },
);

export const groups = field(z.array(group).max(200), {
  title: 'Recovery groups',
  description:
    'Databases that must move together in an outage, and what Geowarden may do with them. A database in no group is watched, never moved.',
  expected: 'a list of at most 200 recovery groups',
  example: "groups: [{ name: shop, databases: ['shop-we/orders'], mode: approve }]",
});
