/** Which channels hear of an alert, by the routes of the configuration. */
import type { Channel, Route } from '../../config/types.ts';
import type { Labels } from '../types.ts';
import { compileMatcher } from './matchers.ts';

/** A channel that is told, and those that take over when it fails. */
interface Target {
  channel: string;
  handOver: string[];
}

const WEEKDAYS: readonly string[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

/**
 * The routes as they hold at `nowMs`, made once and asked for each alert. The first that matches decides, and those after it where it says
 * `goOn`. None matches: every channel, without hand-over. A channel that several routes name is there once, with all that take over for
 * it; one that hears of the alert itself takes over for nobody.
 * @throws RangeError when a time zone is not one that Intl knows (the configuration's check refuses those)
 */
export function routesOf(
  routes: readonly Route[],
  channels: ReadonlyArray<Pick<Channel, 'name'>>,
  nowMs: number,
): (labels: Labels) => readonly Target[] {
  const open = routes
    .filter(({ times }) => times === undefined || holds(times, nowMs))
    .map((route) => ({ route, fits: compileMatcher(route.match) }));
  const everybody = channels.map(({ name }) => ({ channel: name, handOver: [] }));
  // Alerts are many, answers are few: each set of routes is put together once.
  const known = new Map<string, readonly Target[]>();
  return (labels) => {
    const found: number[] = [];
    for (const [index, { route, fits }] of open.entries()) {
      if (!fits(labels)) continue;
      found.push(index);
      if (!route.goOn) break;
    }
    if (found.length === 0) return everybody;
    const key = found.join();
    const targets = known.get(key) ?? targetsOf(found.flatMap((index) => open[index]?.route ?? []));
    known.set(key, targets);
    return targets;
  };
}

function targetsOf(routes: readonly Route[]): Target[] {
  const handOvers = new Map<string, Set<string>>();
  for (const { channels, handOver } of routes) {
    for (const channel of channels) handOvers.set(channel, new Set([...(handOvers.get(channel) ?? []), ...handOver]));
  }
  return [...handOvers].map(([channel, others]) => ({
    channel,
    handOver: [...others].filter((other) => !handOvers.has(other)),
  }));
}

/** By the clock on the wall: over midnight the day on which it began counts. */
function holds({ days, fromMinute, toMinute, timeZone }: NonNullable<Route['times']>, nowMs: number): boolean {
  const { day, minute } = localTime(timeZone, nowMs);
  const isDay = (index: number): boolean => days.some((name) => name === WEEKDAYS[(index + 7) % 7]);
  if (fromMinute < toMinute) return isDay(day) && minute >= fromMinute && minute < toMinute;
  return (isDay(day) && minute >= fromMinute) || (isDay(day - 1) && minute < toMinute);
}

/** `day`: 0 is Monday. `minute`: of the day. */
function localTime(timeZone: string, nowMs: number): { day: number; minute: number } {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = new Map(format.formatToParts(nowMs).map(({ type, value }) => [type, value]));
  return {
    day: WEEKDAYS.indexOf((parts.get('weekday') ?? '').toLowerCase()),
    minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')),
  };
}
