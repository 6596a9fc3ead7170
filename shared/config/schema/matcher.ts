/** `match:`: which alerts are meant, by their labels. A single text is as good as a list of one. */
import { z } from 'zod';
import { LABEL_NAMES, type LabelName } from '../../alerting/types.ts';
import { field } from './field.ts';

const MOST_PATTERNS = 100;

const LABELS: Record<LabelName, { title: string; what: string; example: string }> = {
  condition: { title: 'Conditions', what: 'What is wrong, such as `LagHigh` or `RegionOutage`.', example: 'LagHigh' },
  severity: {
    title: 'Severities',
    what: 'How bad it is: `critical`, `error`, `warning` or `info`.',
    example: '[critical, error]',
  },
  scope: {
    title: 'Scopes',
    what: 'The scope of the database: the first of the document that matches it.',
    example: 'shop',
  },
  group: {
    title: 'Recovery groups',
    what: 'The recovery group of the database.',
    example: 'shop',
  },
  region: { title: 'Regions', what: 'Regions; of a link either of its ends.', example: 'westeurope' },
  server: {
    title: 'Servers',
    what: 'Logical servers, by their short name; of a link either of its ends.',
    example: "'shop-*'",
  },
  database: {
    title: 'Databases',
    what: 'Databases as `server/database`; of a link either of its ends.',
    example: "'*/orders'",
  },
};

function patternsOf(label: LabelName) {
  const { title, what, example } = LABELS[label];
  const words = { title, description: what, example: `${label}: ${example}` };
  const pattern = field(
    z
      .string()
      .min(1)
      .max(300)
      .regex(/^\S(.*\S)?$/s),
    {
      ...words,
      expected: 'a name or a pattern, a text that is not empty',
    },
  );
  return field(z.union([pattern, z.array(pattern).min(1).max(MOST_PATTERNS)]), {
    ...words,
    description: `${what} A name or a list of names; \`*\` stands for any text, \`?\` for one letter, upper and lower case are the same.`,
    expected: `a name, a pattern, or a list of 1 to ${MOST_PATTERNS} of them; leave the key out to match all`,
  });
}

const shape = {
  condition: patternsOf('condition').optional(),
  severity: patternsOf('severity').optional(),
  scope: patternsOf('scope').optional(),
  group: patternsOf('group').optional(),
  region: patternsOf('region').optional(),
  server: patternsOf('server').optional(),
  database: patternsOf('database').optional(),
} satisfies Record<LabelName, z.ZodType>;

/** @param whose a sentence: which alerts are meant where nothing is given */
export function matcher(whose: string) {
  return field(z.strictObject(shape), {
    title: 'Match',
    description: `The labels that an alert must have, all of them; of each, one of the names has to fit. ${whose}`,
    expected: `a mapping with any of ${LABEL_NAMES.join(', ')}`,
    example: 'match: { severity: [critical, error] }',
  });
}

export type MatcherDocument = z.output<ReturnType<typeof matcher>>;
