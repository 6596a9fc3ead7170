import { sayDuration } from '../alerting/spokenTime.ts';
import type { Notice, Severity } from '../alerting/types.ts';
import type { Tone } from './types.ts';
import type { Closing } from './wording/closed.ts';

const SEVERITIES: Record<Severity, { first: string; inSentence: string }> = {
  critical: { first: 'Critical', inSentence: 'critical' },
  error: { first: 'Error', inSentence: 'an error' },
  warning: { first: 'Warning', inSentence: 'a warning' },
  info: { first: 'Notice', inSentence: 'a notice' },
};

/** How urgent it looks: what was closed unseen is not painted as good news. */
export function toneOf({ reason, severity }: Notice, closing: Closing | undefined): Tone {
  if (reason !== 'resolved') return severity;
  return closing === undefined ? 'resolved' : 'closed';
}

/** The first words of a message: how bad it is, and what has changed about it. */
export function labelOf({ reason, severity, durationMs }: Notice, closing: Closing | undefined): string {
  if (closing !== undefined) return closing.label;
  const { first, inSentence } = SEVERITIES[severity];
  switch (reason) {
    case 'worse':
      return `Now ${inSentence}`;
    case 'more':
      return `${first}, and more of it`;
    case 'still':
      return `Still ${inSentence}`;
    case 'flapping':
      return `${first}, comes and goes`;
    case 'someResolved':
      return `${first}, partly resolved`;
    case 'acknowledged':
      return `${first}, acknowledged`;
    case 'resolved':
      return `Resolved after ${sayDuration(durationMs)}`;
    default:
      return first;
  }
}
