/** Numbers and times as people say them. */
import type { LinkView } from '../../shared/views/types.ts';

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

export const clockWords = (iso: string): string =>
  new Date(iso).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });

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

/** How bad a link looks: known lag within the objective is good, an unknown lag never is. */
export function toneOf(link: LinkView, rpoSeconds: number | null): Tone {
  switch (link.state) {
    case 'caughtUp':
      return rpoSeconds !== null && (link.lagSeconds ?? 0) > rpoSeconds ? 'bad' : 'good';
    case 'lagUnknown':
      return 'warn';
    case 'pending':
    case 'seeding':
      return 'info';
    default:
      return 'bad';
  }
}
