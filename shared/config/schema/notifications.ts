/** `notifications:`: how alerts become messages. The defaults of group_by, group_wait, group_interval and repeat_interval are Alertmanager's. */
import { z } from 'zod';
import { LABEL_NAMES, type LabelName } from '../../alerting/types.ts';
import { duration, field, wholeNumber } from './field.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const GROUP_BY: LabelName[] = ['condition', 'region'];
export const GROUP_INTERVAL_DEFAULT = '5m';
export const REPEAT_DEFAULT = '4h';

const groupBy = field(
  z
    .array(
      field(z.enum(LABEL_NAMES), {
        title: 'Label',
        description: 'A label of an alert.',
        expected: `one of ${LABEL_NAMES.join(', ')}`,
        example: 'groupBy: [condition, region]',
      }),
    )
    .max(LABEL_NAMES.length),
  {
    title: 'Group by',
    description: `Alerts that are alike in these labels are told together: any of ${LABEL_NAMES.join(', ')}. An empty list tells all of them together.`,
    expected: `a list of any of ${LABEL_NAMES.join(', ')}`,
    example: 'groupBy: [condition, region]',
  },
);

const storm = field(
  z.strictObject({
    messages: wholeNumber(
      {
        title: 'Messages',
        description: 'More messages than this on one channel are put into one, which says how many it holds.',
        expected: 'a whole number from 1 to 1000',
        example: 'messages: 10',
      },
      1,
      1000,
    ).default(10),
    within: duration(
      { title: 'Within', description: 'The time in which they are counted.', example: 'within: 5m' },
      { shortestMs: SECOND, longestMs: DAY },
    ).prefault('5m'),
  }),
  {
    title: 'Storm cap',
    description: 'What keeps a storm from becoming one of messages, on each channel that people read.',
    expected: 'a mapping with any of messages, within',
    example: 'storm: { messages: 10, within: 5m }',
  },
);

const flapping = field(
  z.strictObject({
    times: field(
      z
        .int()
        .min(0)
        .max(100)
        .refine((times) => times !== 1),
      {
        title: 'Times',
        description: 'An alert that began so often is told as flapping, once, and held as firing. `0`: none is.',
        expected: '0 for never, or a whole number from 2 to 100',
        example: 'times: 4',
      },
    ).default(4),
    within: duration(
      { title: 'Within', description: 'The time in which its beginnings are counted.', example: 'within: 30m' },
      { shortestMs: SECOND, longestMs: DAY },
    ).prefault('30m'),
    calm: duration(
      {
        title: 'Calm',
        description: 'How long it must be gone before it counts as resolved after all.',
        example: 'calm: 15m',
      },
      { shortestMs: SECOND, longestMs: DAY },
    ).prefault('15m'),
  }),
  {
    title: 'Flapping',
    description: 'What comes and goes is told as what it is, and not each time.',
    expected: 'a mapping with any of times, within, calm',
    example: 'flapping: { times: 4, within: 30m, calm: 15m }',
  },
);

export const notifications = field(
  z.strictObject({
    groupBy: groupBy.default(GROUP_BY),
    groupWait: duration(
      {
        title: 'Group wait',
        description: 'How long the first message of a group waits for others to join. What ends meanwhile is not told.',
        example: 'groupWait: 30s',
      },
      { shortestMs: 0, longestMs: HOUR },
    ).prefault('30s'),
    groupInterval: duration(
      {
        title: 'Group interval',
        description: 'The least time between two messages of one group.',
        example: 'groupInterval: 5m',
      },
      { shortestMs: SECOND, longestMs: DAY },
    ).prefault(GROUP_INTERVAL_DEFAULT),
    repeat: duration(
      {
        title: 'Repeat',
        description:
          'After so long without a change a group that still fires is told again; rounded up to a multiple of `groupInterval`.',
        example: 'repeat: 4h',
      },
      { shortestMs: SECOND, longestMs: 30 * DAY },
    ).prefault(REPEAT_DEFAULT),
    storm: storm.prefault({}),
    flapping: flapping.prefault({}),
  }),
  {
    title: 'Notifications',
    description: 'How alerts become messages.',
    expected: 'a mapping with any of groupBy, groupWait, groupInterval, repeat, storm, flapping',
    example: 'notifications: { groupBy: [condition, region], groupWait: 30s }',
  },
);
