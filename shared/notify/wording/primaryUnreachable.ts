import { sayDuration } from '../../alerting/spokenTime.ts';
import type { Notice } from '../../alerting/types.ts';
import type { Wording } from '../types.ts';

function meaning({ reason, durationMs }: Notice): string {
  if (reason !== 'resolved') {
    return `Geowarden has not been able to ask the primary for ${sayDuration(durationMs)}: its lag is not known, and it may be down. This alone moves nothing: an outage takes more than our own view.`;
  }
  return `For ${sayDuration(durationMs)} nobody measured the replication of this database.`;
}

function steps({ reason }: Notice): string[] {
  if (reason === 'resolved') return ['Nothing has to be done. Resource Health often says afterwards what it was.'];
  return [
    'Log in to the database from another network. If that works, the way from Geowarden to it is the trouble: DNS, private endpoint, network rules.',
    'Look at Resource Health and the activity log of the database: a change of size, a restore or a planned failover is over by itself.',
    'If its region is in trouble, an outage is told apart from this alert, with what will be done about it.',
  ];
}

export const primaryUnreachable: Wording = {
  condition: 'PrimaryUnreachable',
  title: {
    first: 'Primary does not answer',
    resolved: 'Primary answers again',
    closed: 'Alert on primary that does not answer is closed',
  },
  meaning,
  steps,
};
