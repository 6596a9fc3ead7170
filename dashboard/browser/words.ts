/** Numbers, times and states as people say them. Pure: no page is needed to try them. */
import type { LinkView, StatusView } from '../../shared/views/types.ts';

/** '42 s', '3 min 5 s', '2 h 10 min', '4 d 1 h'. */
export function durationWords(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const units: Array<[number, string]> = [
    [86_400, 'd'],
    [3_600, 'h'],
    [60, 'min'],
    [1, 's'],
  ];
  const index = units.findIndex(([size]) => whole >= size);
  if (index < 0) return '0 s';
  const [size, unit] = units[index] ?? [1, 's'];
  const next = units[index + 1];
  const rest = next ? Math.floor((whole % size) / next[0]) : 0;
  return `${Math.floor(whole / size)} ${unit}${next && rest > 0 ? ` ${rest} ${next[1]}` : ''}`;
}

/** The time of the day, where people are; with the date unless it is today's: 'since 10:00' of the day before yesterday is a trap. */
export function clockWords(iso: string, now: Date = new Date()): string {
  const at = new Date(iso);
  const time = at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
  if (at.toDateString() === now.toDateString()) return time;
  const year = at.getFullYear() === now.getFullYear() ? {} : { year: 'numeric' as const };
  return `${at.toLocaleDateString([], { day: 'numeric', month: 'short', ...year })}, ${time}`;
}

const STATE_WORDS: Record<LinkView['state'], string> = {
  pending: 'pending',
  seeding: 'seeding',
  caughtUp: 'caught up',
  lagUnknown: 'lag unknown',
  suspended: 'suspended',
  absent: 'absent',
  unreachable: 'unreachable',
};

/** A known lag above the objective is still replication that works: it is behind, not broken. */
export const stateWords = (link: LinkView, tone: Tone): string =>
  link.state === 'caughtUp' && tone === 'bad' ? 'above objective' : STATE_WORDS[link.state];

export type Tone = 'good' | 'info' | 'warn' | 'bad';

/** How bad a link looks: known lag within the objective is good, an unknown lag never is, and without an objective nothing is. */
export function toneOf(link: LinkView, rpoSeconds: number | null): Tone {
  switch (link.state) {
    case 'caughtUp':
      if (link.lagSeconds === null) return 'warn';
      if (rpoSeconds === null) return 'info';
      return link.lagSeconds > rpoSeconds ? 'bad' : 'good';
    case 'lagUnknown':
      return 'warn';
    case 'pending':
    case 'seeding':
      return 'info';
    default:
      return 'bad';
  }
}

type Clock = Pick<StatusView, 'now' | 'sampling' | 'objectives'>;

/** Sweeps missed before a number is old, and the longest time that one question may take. */
const MISSED_SWEEPS = 3;
const LONGEST_QUESTION_SECONDS = 60;

/** Was the link last measured so long ago that nobody knows how it is now? */
export function isStale(link: LinkView, { now, sampling }: Clock): boolean {
  const ageSeconds = (Date.parse(now) - Date.parse(link.sampledAt)) / 1_000;
  return ageSeconds > MISSED_SWEEPS * sampling.everySeconds + LONGEST_QUESTION_SECONDS;
}

/** What the page says of one link. */
export interface LinkWords {
  tone: Tone;
  pill: string;
  number: string;
  unit: string;
  /** How long it has been so, and what was known before it. */
  aside: string[];
}

export function linkWords(link: LinkView, clock: Clock): LinkWords {
  if (isStale(link, clock)) {
    const unknown = { number: '?', unit: 'unknown' };
    return { tone: 'warn', pill: 'not measured', ...unknown, aside: [`since ${clockWords(link.sampledAt)}`] };
  }
  const tone = toneOf(link, clock.objectives?.rpoSeconds ?? null);
  const aside = [`for ${durationWords(link.sinceSeconds)}`];
  const { lastKnownLag } = link;
  if (link.state !== 'caughtUp' && lastKnownLag !== null)
    aside.push(`last known ${durationWords(lastKnownLag.lagSeconds)} at ${clockWords(lastKnownLag.at)}`);
  return { tone, pill: stateWords(link, tone), ...figureOf(link), aside };
}

/** NULL is not zero: without a number there is none. */
function figureOf(link: LinkView): { number: string; unit: string } {
  if (link.state === 'caughtUp' && link.lagSeconds !== null)
    return { number: durationWords(link.lagSeconds), unit: 'behind' };
  if (link.state === 'seeding' && link.seedingPercent !== null)
    return { number: `${link.seedingPercent} %`, unit: 'seeded' };
  return { number: '?', unit: 'unknown' };
}
