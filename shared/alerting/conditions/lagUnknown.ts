import { sayDuration, sayMoment } from '../spokenTime.ts';
import type { Finding } from '../types.ts';
import type { LinkCondition, LinkInput } from './definition.ts';

/**
 * The primary answers NULL for the lag: it does not know how far behind the geo-secondary is. Azure documents this as normal right after
 * a process restart and as a reason to alert when it lasts (active-geo-replication-overview). Pending therefore counts from the
 * beginning of the NULL spell, which outlives our own restarts. Only a known lag ends it: a link that is seeding, suspended or out of
 * reach still has no lag anybody knows.
 */
export const lagUnknown: LinkCondition = {
  name: 'LagUnknown',
  subject: 'link',
  holdsWhen: 'The primary answers NULL: it does not know how far the geo-secondary is behind.',
  defaults: { severity: 'error', for: '2m', resolve: '1m' },
  find,
};

function find({ subject, status }: LinkInput): Finding {
  if (status.state.name === 'lagUnknown') {
    return {
      is: 'true',
      sinceMs: status.sinceMs,
      sentence:
        `The primary ${subject.primary} does not know how far behind ${subject.secondary} is: ` +
        `Azure answers NULL for the lag, which is not zero. ${lastKnown(status)}`,
    };
  }
  if (status.state.name === 'caughtUp' && Number.isFinite(status.state.lagSeconds)) {
    const lag = sayDuration(status.state.lagSeconds * 1_000);
    return {
      is: 'false',
      value: status.state.lagSeconds,
      sentence: `The primary ${subject.primary} knows the lag of ${subject.secondary} again: ${lag}.`,
    };
  }
  return { is: 'unknown' };
}

function lastKnown(status: LinkInput['status']): string {
  if (status.lastKnownLag === undefined) return 'No lag has ever been known for this link.';
  const { lagSeconds, atMs } = status.lastKnownLag;
  return `The last known lag was ${sayDuration(lagSeconds * 1_000)}, at ${sayMoment(atMs)}.`;
}
