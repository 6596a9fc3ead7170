/** `routes:`: which channels hear of what. */
import { z } from 'zod';
import type { Weekday } from '../types.ts';
import { field, text } from './field.ts';
import { matcher } from './matcher.ts';
import { timeZone } from './timeZone.ts';

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const satisfies Weekday[];
const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$/;
const END_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$|^24:00$/;

const times = field(
  z.strictObject({
    days: field(
      z
        .array(
          field(z.enum(WEEKDAYS), {
            title: 'Day',
            description: 'A day of the week.',
            expected: `one of ${WEEKDAYS.join(', ')}`,
            example: 'days: [mon, tue]',
          }),
        )
        .min(1)
        .max(7),
      {
        title: 'Days',
        description: 'The days on which the time begins. Left out: every day.',
        expected: `a list of 1 to 7 of ${WEEKDAYS.join(', ')}`,
        example: 'days: [mon, tue, wed, thu, fri]',
      },
    ).default([...WEEKDAYS]),
    from: field(z.string().regex(TIME_OF_DAY), {
      title: 'From',
      description: 'When it begins.',
      expected: 'a time of day from 00:00 to 23:59, in quotes',
      example: "from: '08:00'",
    }).default('00:00'),
    to: field(z.string().regex(END_OF_DAY), {
      title: 'To',
      description: 'When it is over. Before `from`: on the next day.',
      expected: 'a time of day from 00:00 to 24:00, in quotes',
      example: "to: '18:00'",
    }).default('24:00'),
    timeZone: timeZone('Whose clock is meant.').default('UTC'),
  }),
  {
    title: 'Times',
    description: 'When the route holds. Left out: always.',
    expected: 'a mapping with any of days, from, to, timeZone',
    example: "times: { days: [mon, fri], from: '08:00', to: '18:00', timeZone: Europe/Berlin }",
  },
);

function channelNames(key: 'channels' | 'handOver', title: string, description: string, least: number) {
  const name = text(
    {
      title: 'Channel',
      description: 'The name of a channel.',
      expected: 'the name of a channel',
      example: `${key}: [on-call]`,
    },
    60,
  );
  return field(z.array(name).min(least).max(20), {
    title,
    description,
    expected: `a list of ${least} to 20 names of channels`,
    example: `${key}: [on-call]`,
  });
}

const route = field(
  z.strictObject({
    match: matcher('Left out: every alert.').prefault({}),
    times: times.optional(),
    channels: channelNames('channels', 'Channels', 'The channels that are told, by their names.', 1),
    handOver: channelNames(
      'handOver',
      'Hand over',
      'Channels that take over, in this order, when one of `channels` fails after all its attempts.',
      0,
    ).default([]),
    goOn: field(z.boolean(), {
      title: 'Go on',
      description: 'Whether the routes after this one are asked too. Otherwise the first that matches decides.',
      expected: 'true or false',
      example: 'goOn: true',
    }).default(false),
  }),
  {
    title: 'Route',
    description: 'Which channels hear of the alerts that match.',
    expected: 'a mapping with at least channels',
    example: '- { match: { severity: critical }, channels: [on-call] }',
  },
);

export const routes = field(z.array(route).max(100), {
  title: 'Routes',
  description:
    'Which channels hear of what. The first route that matches decides. An alert that none matches, and every alert where there are none, goes to all channels.',
  expected: 'a list of at most 100 routes',
  example: 'routes: [{ match: { severity: [critical, error] }, channels: [on-call], handOver: [mail] }]',
});
