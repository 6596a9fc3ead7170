/** `heartbeat:`: so that silence is noticed elsewhere. */
import { z } from 'zod';
import { field, interval } from './field.ts';
import { secret } from './secret.ts';

export const HEARTBEAT_DEFAULT = '1m';

export const heartbeat = field(
  z.strictObject({
    url: secret('Heartbeat address', 'The address of the check, as healthchecks.io gives it.', 'url', 'HEARTBEAT_URL'),
    every: interval({
      title: 'Interval',
      description: 'How often a sweep is announced there, and its end: so often the check elsewhere is to expect it.',
      example: 'every: 1m',
    }).prefault(HEARTBEAT_DEFAULT),
  }),
  {
    title: 'Heartbeat',
    description: 'An address elsewhere that is asked again and again, and alerts people when that stops.',
    expected: 'a mapping with at least url',
    example: 'heartbeat: { url: { setting: HEARTBEAT_URL }, every: 1m }',
  },
);
