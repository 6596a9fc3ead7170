import { sayDuration } from '../spokenTime.ts';
import type { Finding } from '../types.ts';
import type { LinkCondition, LinkInput } from './definition.ts';
import { current } from './reading.ts';
import { thresholdOf } from './thresholdOf.ts';

/**
 * The last commit on the geo-secondary stays behind that of its primary. After an idle spell one commit makes the gap jump to the length
 * of that spell, and back to zero (active-geo-replication-overview): only the pending time tells a jump from a gap.
 */
export const commitGapHigh: LinkCondition = {
  name: 'CommitGapHigh',
  subject: 'link',
  holdsWhen:
    'The last commit on the geo-secondary stays behind the last commit on its primary by more than the threshold. After an idle spell it jumps for a moment: let `for` outlast at least two rounds of signals.',
  defaults: { severity: 'error', for: '5m', resolve: '1m', above: '1m' },
  readAt: 'signals',
  find,
};

function find({ subject, status, rule }: LinkInput): Finding {
  const threshold = thresholdOf(rule, 'CommitGapHigh');
  const gapSeconds = current(status, status.signals?.secondary)?.commitGapSeconds ?? null;
  if (gapSeconds === null) return { is: 'unknown' };
  const gap = sayDuration(gapSeconds * 1_000);
  const limit = sayDuration(threshold * 1_000);
  if (gapSeconds > threshold) {
    return {
      is: 'true',
      value: gapSeconds,
      sentence: `The last commit on the geo-secondary ${subject.secondary} is ${gap} older than the last commit on its primary ${subject.primary}. The threshold is ${limit}.`,
    };
  }
  return {
    is: 'false',
    value: gapSeconds,
    sentence: `The last commits on ${subject.primary} and ${subject.secondary} are ${gap} apart, within the threshold of ${limit}.`,
  };
}
