/** Routes, notifications, maintenance and heartbeat from the checked document: units in the names, a single text as a list of one. */
import type { ConfigurationDocument } from './schema/document.ts';
import type { MatcherDocument } from './schema/matcher.ts';
import type { Configuration, MaintenanceWindow, Matcher, NotificationTiming, Route } from './types.ts';

export function routeOf(route: ConfigurationDocument['routes'][number]): Route {
  const { match, times, channels, handOver, goOn } = route;
  return {
    match: matcherOf(match),
    ...(times === undefined
      ? {}
      : {
          times: {
            days: [...new Set(times.days)],
            fromMinute: minuteOf(times.from),
            toMinute: minuteOf(times.to),
            timeZone: times.timeZone,
          },
        }),
    channels,
    handOver,
    goOn,
  };
}

export function notificationsOf(document: ConfigurationDocument['notifications']): NotificationTiming {
  const { storm, flapping } = document;
  return {
    groupBy: [...new Set(document.groupBy)],
    groupWaitMs: document.groupWait,
    groupIntervalMs: document.groupInterval,
    repeatMs: document.repeat,
    storm: { messages: storm.messages, withinMs: storm.within },
    flapping: { times: flapping.times, withinMs: flapping.within, calmMs: flapping.calm },
  };
}

export function maintenanceOf(window: ConfigurationDocument['maintenance'][number]): MaintenanceWindow {
  const { name, match, cron, timeZone, duration } = window;
  return { name, match: matcherOf(match), cron, timeZone, durationMs: duration };
}

export function heartbeatOf(heartbeat: ConfigurationDocument['heartbeat']): Pick<Configuration, 'heartbeat'> {
  return heartbeat === undefined ? {} : { heartbeat: { url: heartbeat.url, everyMs: heartbeat.every } };
}

function matcherOf(match: MatcherDocument): Matcher {
  const given = Object.entries(match).flatMap(([label, patterns]) =>
    patterns === undefined ? [] : [[label, typeof patterns === 'string' ? [patterns] : patterns]],
  );
  return Object.fromEntries(given);
}

/** `08:30` as the minute of the day. */
function minuteOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
