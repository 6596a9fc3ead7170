import type { Notice } from '../../alerting/types.ts';
import type { Wording } from '../types.ts';

function meaning({ reason }: Notice): string {
  if (reason !== 'resolved') {
    return 'One of the sources is wrong or old, so what would be lost now is less certain than it looks. Geowarden goes by what the primary says itself.';
  }
  return 'All sources tell the same story again, and what is shown can be relied on.';
}

function steps({ reason }: Notice): string[] {
  if (reason === 'resolved') return ['Nothing has to be done.'];
  return [
    'Look at the link from both sides: sys.dm_geo_replication_link_status in the two databases, and the replication page of each in the portal.',
    'After a failover the two sides differ for some minutes. If it lasts, a link that only one side knows should be removed and made again.',
    'If only Azure Monitor differs, believe the primary, and tell Azure support.',
  ];
}

export const sourcesDisagree: Wording = {
  condition: 'SourcesDisagree',
  title: {
    first: 'Azure disagrees about a replication link',
    resolved: 'Azure agrees about a replication link again',
    closed: 'Alert on disagreement about a replication link is closed',
  },
  meaning,
  steps,
};
