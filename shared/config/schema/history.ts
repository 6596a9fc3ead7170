/** `history:`: what is kept of the past. */
import { z } from 'zod';
import { duration, field } from './field.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export const history = field(
  z.strictObject({
    keep: duration(
      {
        title: 'Keep',
        description:
          'How long samples, messages, incidents, operations and the audit of them are kept. Incidents, operations and the audit are kept at least eight days, seven longer than the longest `cooldown`, and as long as something is open that they belong to.',
        example: 'keep: 30d',
      },
      { shortestMs: HOUR, longestMs: 366 * DAY },
    ).prefault('30d'),
  }),
  {
    title: 'History',
    description: 'What is kept of the past.',
    expected: 'a mapping with keep',
    example: 'history: { keep: 30d }',
  },
);
