import { sayMoment } from '../spokenTime.ts';
import type { Finding } from '../types.ts';
import type { LinkCondition, LinkInput } from './definition.ts';

/**
 * The primary answers, and its view (`sys.dm_geo_replication_link_status`) has no row for a link that Resource Manager lists: a row
 * disappears when the link is terminated. A primary that does not answer says nothing about it.
 */
export const linkAbsent: LinkCondition = {
  name: 'LinkAbsent',
  subject: 'link',
  holdsWhen: 'The primary answers, and knows nothing of a replication link that Resource Manager lists.',
  defaults: { severity: 'error', for: '2m', resolve: '1m' },
  find,
};

function find({ subject, status, facts }: LinkInput): Finding {
  switch (status.state.name) {
    case 'absent': {
      const listed =
        facts?.armAtMs === undefined
          ? 'discovery found it'
          : `Resource Manager listed it at ${sayMoment(facts.armAtMs)}`;
      return {
        is: 'true',
        sinceMs: status.sinceMs,
        sentence: `The primary ${subject.primary} knows of no replication link to ${subject.secondary}, although ${listed}: nothing is copied.`,
      };
    }
    case 'unreachable':
      return { is: 'unknown' };
    default:
      return {
        is: 'false',
        sentence: `The primary ${subject.primary} shows its replication link to ${subject.secondary} again.`,
      };
  }
}
