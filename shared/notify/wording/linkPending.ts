import { sayDuration } from '../../alerting/spokenTime.ts';
import type { Notice } from '../../alerting/types.ts';
import type { Wording } from '../types.ts';

function meaning({ reason, durationMs }: Notice): string {
  if (reason !== 'resolved') {
    return 'The link exists, and no data has been copied yet: if the region of the primary fails now, this geo-secondary cannot take over.';
  }
  return `For ${sayDuration(durationMs)} nothing was copied. While it is being seeded the geo-secondary does not protect the database yet.`;
}

function steps({ reason }: Notice): string[] {
  if (reason === 'resolved') return ['Watch the seeding: the database is protected once the link has caught up.'];
  return [
    'Look at the operations of the server (sys.dm_operation_status in master) and at the activity log: a creation that failed may leave the link pending.',
    'Check that the secondary’s server has quota for the database’s size, and that neither database is being scaled or restored.',
    'If it stays pending for hours, remove the link and create it again: nothing has been seeded that could be lost.',
  ];
}

export const linkPending: Wording = {
  condition: 'LinkPending',
  title: {
    first: 'Replication link is pending',
    resolved: 'Replication link is no longer pending',
    closed: 'Alert on pending replication link is closed',
  },
  meaning,
  steps,
};
