import { isOurOwnTrouble } from '../../replication/ownTrouble.ts';
import type { Finding } from '../types.ts';
import type { LinkCondition, LinkInput } from './definition.ts';

/**
 * The geo-secondary does not answer a login to its database. One that answers and lets nobody in (a standby replica,
 * ALLOW_CONNECTIONS = NO) is well. Our own trouble is told as SamplingBlind.
 */
export const secondaryUnreachable: LinkCondition = {
  name: 'SecondaryUnreachable',
  subject: 'link',
  holdsWhen: 'The geo-secondary does not answer a login to its database.',
  defaults: { severity: 'error', for: '2m', resolve: '1m' },
  find,
};

function find({ subject, status }: LinkInput): Finding {
  const { secondary, askedAtMs = 0 } = status.signals ?? {};
  if (secondary === undefined || secondary.atMs < askedAtMs) return { is: 'unknown' };
  if (secondary.is !== 'silent') {
    const how = secondary.is === 'closed' ? 'answers, and lets nobody in, as it is set up' : 'answers again';
    return { is: 'false', sentence: `The geo-secondary ${subject.secondary} of ${subject.primary} ${how}.` };
  }
  const { failure, sinceMs } = secondary;
  if (failure !== undefined && isOurOwnTrouble(failure.kind)) return { is: 'unknown' };
  return {
    is: 'true',
    sinceMs,
    sentence: `The geo-secondary ${subject.secondary} of ${subject.primary} does not answer.${failure === undefined ? '' : ` ${failure.message}`}`,
  };
}
