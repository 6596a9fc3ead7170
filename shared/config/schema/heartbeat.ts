/** `heartbeat:`: so that silence is noticed elsewhere. */
import { z } from 'zod';
import { field, interval } from './field.ts';
import { secret } from './secret.ts';

export const heartbeat = field(
  z.strictObject({
    url: secret('Heartbeat address', 'The address of the check, as healthchecks.io gives it.', 'url', 'HEARTBEAT_URL'),
    every: interval({
      title: 'Interval',
      description: 'How often it is asked, after a sweep that was complete; the check elsewhere expects it so often.',
      example: 'every: 1m',
    }).prefault('1m'),
  }),
  {
    title: 'Heartbeat',
    description: 'An address elsewhere that is asked again and again, and alerts people when that stops.',
    expected: 'a mapping with at least url',
    example: 'heartbeat: { url: { setting: HEARTBEAT_URL }, every: 1m }',
  },
);
