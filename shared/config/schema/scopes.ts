/** `scopes:`: which databases are watched. */
import { z } from 'zod';
import type { Scope } from '../types.ts';
import { scopeAlerts } from './alerts.ts';
import { field, text } from './field.ts';

const PATTERN = /^[^\s/]+$/;
export const DATABASE_PATTERN = /^[^\s/][^/]*\/[^/]*\S$/;
const MOST_ENTRIES = 500;

const subscription = field(z.guid(), {
  title: 'Subscription id',
  description: 'The id of an Azure subscription in which this deployment may read.',
  expected: 'a subscription id (a GUID)',
  example: '- 5f3d8a10-7c64-4e0e-9a5b-1f6f5a2b8c01',
});

function patterns(part: {
  key: string;
  title: string;
  description: string;
  pattern: RegExp;
  expected: string;
  example: string;
}) {
  const entry = field(z.string().max(300).regex(part.pattern), {
    title: `${part.title} pattern`,
    description: `${part.description} \`*\` stands for any text, \`?\` for one letter; upper and lower case are the same.`,
    expected: part.expected,
    example: `- ${part.example}`,
  });
  return field(z.array(entry).min(1).max(MOST_ENTRIES), {
    title: part.title,
    description: `${part.description} Any of the patterns may match. Left out: all.`,
    expected: `a list with at least one entry, each ${part.expected}; leave the key out to watch all`,
    example: `${part.key}: [${part.example}]`,
  });
}

const scope = field(
  z.strictObject({
    name: text({
      title: 'Name',
      description: 'What the scope is called in messages. Left out: `scope` and its number in the list.',
      expected: 'a name of 1 to 200 letters',
      example: 'name: shop',
    }).optional(),
    subscriptions: field(z.array(subscription).min(1).max(MOST_ENTRIES), {
      title: 'Subscriptions',
      description: 'Subscriptions to look in. Required: Geowarden never guesses where it may look.',
      expected: 'a list with at least one subscription id',
      example: 'subscriptions: [5f3d8a10-7c64-4e0e-9a5b-1f6f5a2b8c01]',
    }),
    resourceGroups: patterns({
      key: 'resourceGroups',
      title: 'Resource groups',
      description: 'Resource groups of the servers.',
      pattern: PATTERN,
      expected: 'the name of a resource group or a pattern',
      example: "'shop-*'",
    }).optional(),
    servers: patterns({
      key: 'servers',
      title: 'Servers',
      description: 'Logical servers, by their short name.',
      pattern: PATTERN,
      expected: 'the short name of a logical server (without .database.…) or a pattern',
      example: 'shop-we',
    }).optional(),
    databases: patterns({
      key: 'databases',
      title: 'Databases',
      description: 'Databases as `server/database`.',
      pattern: DATABASE_PATTERN,
      expected: 'a pattern of the form server/database',
      example: "'*/orders'",
    }).optional(),
    tags: field(
      z.record(
        z.string().min(1),
        field(z.string(), {
          title: 'Tag value pattern',
          description: 'The value, or a pattern for it.',
          expected: 'a text (put numbers and true or false in quotes)',
          example: 'environment: production',
        }),
      ),
      {
        title: 'Tags',
        description:
          'Tags that a database must carry, all of them; a tag on its server counts where the database has none of that name.',
        expected: 'a mapping from tag names to values or patterns',
        example: 'tags: { environment: production }',
      },
    ).optional(),
    source: field(z.enum(['sql', 'metricsOnly', 'economy'] satisfies Array<Scope['source']>), {
      title: 'Source',
      description:
        'Where the lag is read: `sql` asks each primary. `metricsOnly` asks Azure Monitor alone and needs no rights in the databases; it knows less, and a minute later. `economy` asks Azure Monitor, and a primary only when that shows something.',
      expected: 'sql, metricsOnly or economy',
      example: 'source: economy',
    }).default('sql'),
    alerts: scopeAlerts.optional(),
  }),
  {
    title: 'Scope',
    description: 'A database is watched when every part given here matches.',
    expected: 'a mapping with at least `subscriptions`',
    example: '- { name: shop, subscriptions: [5f3d8a10-7c64-4e0e-9a5b-1f6f5a2b8c01] }',
  },
);

export const scopes = field(z.array(scope).min(1).max(100), {
  title: 'Scopes',
  description:
    'Which databases are watched: those that match at least one scope. Their partners are watched with them, wherever they live.',
  expected: 'a list with at least one scope: without it nothing would be watched',
  example: 'scopes: [{ name: shop, subscriptions: [5f3d8a10-7c64-4e0e-9a5b-1f6f5a2b8c01] }]',
});
