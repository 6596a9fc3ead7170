import { sayDuration } from '../spokenTime.ts';
import type { Finding } from '../types.ts';
import type { LinkCondition, LinkInput } from './definition.ts';

/** The link was made and its seeding has not begun (`replication_state` 0). Any other state that the primary reports ends it. */
export const linkPending: LinkCondition = {
  name: 'LinkPending',
  subject: 'link',
  holdsWhen: 'The replication link is pending: it was made, and seeding has not begun.',
  defaults: { severity: 'warning', for: '15m', resolve: '1m' },
  find,
};

function find({ subject, status, nowMs }: LinkInput): Finding {
  const link = `The replication link from ${subject.primary} to ${subject.secondary}`;
  switch (status.state.name) {
    case 'pending':
      return {
        is: 'true',
        sinceMs: status.sinceMs,
        sentence: `${link} has been pending for ${sayDuration(nowMs - status.sinceMs)}: seeding has not begun, and the geo-secondary protects nothing yet.`,
      };
    case 'seeding':
      return { is: 'false', sentence: `${link} is no longer pending: it is being seeded.` };
    case 'absent':
    case 'unreachable':
      return { is: 'unknown' };
    default:
      return { is: 'false', sentence: `${link} is no longer pending: seeding is done.` };
  }
}
