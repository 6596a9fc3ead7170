/** `delivery:`: how hard a channel is tried. */
import { z } from 'zod';
import { duration, field, interval, timeout, wholeNumber } from './field.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const delivery = field(
  z.strictObject({
    every: interval({
      title: 'Sweep',
      description: 'How often messages whose turn has come again are looked for.',
      example: 'every: 1m',
    }).prefault('1m'),
    attempts: wholeNumber(
      {
        title: 'Attempts',
        description: 'How many times a message is tried on a channel before it is given up and shown as failed.',
        expected: 'a whole number from 1 to 50',
        example: 'attempts: 8',
      },
      1,
      50,
    ).default(8),
    firstRetry: duration(
      {
        title: 'First retry',
        description: 'The wait before the second attempt; it doubles with each.',
        example: 'firstRetry: 5s',
      },
      { shortestMs: 100, longestMs: HOUR },
    ).prefault('5s'),
    longestRetry: duration(
      { title: 'Longest retry', description: 'The longest wait between two attempts.', example: 'longestRetry: 10m' },
      { shortestMs: 100, longestMs: DAY },
    ).prefault('10m'),
    timeout: timeout('One attempt on one channel.', 'timeout: 10s', 2 * MINUTE).prefault('10s'),
  }),
  {
    title: 'Delivery',
    description: 'How hard a channel is tried.',
    expected: 'a mapping with any of every, attempts, firstRetry, longestRetry, timeout',
    example: 'delivery: { attempts: 8 }',
  },
);
