import type { LinkState } from '../../replication/types.ts';
import { sayDuration } from '../spokenTime.ts';
import type { Finding } from '../types.ts';
import type { LinkCondition, LinkInput } from './definition.ts';

/**
 * The link is suspended (`replication_state` 4): the relationship is intact, and nothing is being copied. Any other state that the primary
 * itself reports ends it; no row and no answer say nothing about it.
 */
export const linkSuspended: LinkCondition = {
  name: 'LinkSuspended',
  subject: 'link',
  holdsWhen: 'The replication link is suspended: the relationship is intact, but nothing is shipped.',
  defaults: { severity: 'error', for: '30s', resolve: '1m' },
  find,
};

function find({ subject, status }: LinkInput): Finding {
  if (status.state.name === 'suspended') {
    return {
      is: 'true',
      sinceMs: status.sinceMs,
      sentence: `The replication link from ${subject.primary} to ${subject.secondary} is suspended: nothing that is committed now reaches the geo-secondary.`,
    };
  }
  const now = present(status.state);
  if (now === undefined) return { is: 'unknown' };
  return {
    is: 'false',
    sentence: `The replication link from ${subject.primary} to ${subject.secondary} is no longer suspended: ${now}.`,
  };
}

/** Says what the link does instead; resuming is not yet being protected. */
function present(state: LinkState): string | undefined {
  switch (state.name) {
    case 'caughtUp':
      return `it is caught up, ${sayDuration(state.lagSeconds * 1_000)} behind`;
    case 'lagUnknown':
      return 'it is replicating again, but its lag is not known yet';
    case 'seeding':
      return `it is being seeded${state.percent === null ? '' : ` (${state.percent} %)`} and does not protect the database yet`;
    case 'pending':
      return 'it is waiting to be seeded and does not protect the database yet';
    default:
      return undefined;
  }
}
