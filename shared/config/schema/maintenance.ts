/** `maintenance:`: when somebody works on the databases, and nobody need be told. */
import { z } from 'zod';
import { isCron } from '../cron.ts';
import { duration, field, text } from './field.ts';
import { matcher } from './matcher.ts';
import { timeZone } from './timeZone.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

const window = field(
  z.strictObject({
    name: text(
      {
        title: 'Name',
        description: 'What the window is called; unique.',
        expected: 'a name of 1 to 60 letters',
        example: 'name: index rebuild',
      },
      60,
    ),
    match: matcher('Left out: every alert.').prefault({}),
    cron: field(z.string().max(200).refine(isCron), {
      title: 'Cron',
      description: 'When it begins, in five fields: minute, hour, day of the month, month, day of the week.',
      expected:
        'five fields as cron has them (minute, hour, day of the month, month, day of the week) that some day fits',
      example: "cron: '0 2 * * sun'",
    }),
    timeZone: timeZone('Whose clock `cron` means.').default('UTC'),
    duration: duration(
      { title: 'Duration', description: 'How long it is open.', example: 'duration: 2h' },
      { shortestMs: MINUTE, longestMs: 7 * DAY },
    ),
  }),
  {
    title: 'Maintenance window',
    description: 'A time that comes again and again.',
    expected: 'a mapping with at least name, cron and duration',
    example: "- { name: index rebuild, cron: '0 2 * * sun', duration: 2h }",
  },
);

export const maintenance = field(z.array(window).max(100), {
  title: 'Maintenance windows',
  description:
    'When alerts that match are not told. What was told before is closed all the same; outages, approvals and failovers are always told.',
  expected: 'a list of at most 100 maintenance windows',
  example: "maintenance: [{ name: index rebuild, match: { server: 'shop-*' }, cron: '0 2 * * sun', duration: 2h }]",
});
