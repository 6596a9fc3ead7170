import { sayDuration, sayMoment } from '../spokenTime.ts';
import type { Finding } from '../types.ts';
import type { LinkCondition, LinkInput } from './definition.ts';

/**
 * The percentage of a seeding has not moved for the pending time. It comes from Resource Manager, at the pace of discovery, so a pending
 * time below two discoveries would call every seeding stalled. A percentage that nobody knows is not one that stands still.
 */
export const seedingStalled: LinkCondition = {
  name: 'SeedingStalled',
  subject: 'link',
  holdsWhen:
    'The seeding of the geo-secondary has not moved on for the pending time. Its percentage is read at discovery.',
  defaults: { severity: 'warning', for: '1h', resolve: '1m' },
  readAt: 'discovery',
  find,
};

function find({ subject, status, facts, rule, nowMs }: LinkInput): Finding {
  const { state, signals } = status;
  if (state.name === 'absent' || state.name === 'unreachable') return { is: 'unknown' };
  const seeding = `The seeding of ${subject.secondary} from ${subject.primary}`;
  if (state.name !== 'seeding') return { is: 'false', sentence: `${seeding} is not in progress any more.` };
  if (signals?.seeding === undefined) return { is: 'unknown' };
  const { percent, movedAtMs } = signals.seeding;
  const stoodMs = nowMs - movedAtMs;
  // Judged here: an alert that is pending keeps its beginning, and would not notice that the seeding moves.
  if (stoodMs < rule.pendingMs)
    return { is: 'false', value: percent, sentence: `${seeding} moves again: ${percent} %.` };
  // Kept from a discovery before: it may have moved, and nobody could ask.
  if (facts !== undefined && (facts.armAtMs ?? 0) <= movedAtMs) return { is: 'unknown' };
  return {
    is: 'true',
    value: percent,
    sinceMs: movedAtMs,
    sentence: `${seeding} has stood at ${percent} % for ${sayDuration(stoodMs)}, since ${sayMoment(movedAtMs)}.`,
  };
}
