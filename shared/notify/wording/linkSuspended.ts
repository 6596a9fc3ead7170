import { sayDuration } from '../../alerting/spokenTime.ts';
import type { Notice } from '../../alerting/types.ts';
import type { Wording } from '../types.ts';

function meaning({ reason, durationMs }: Notice): string {
  const duration = sayDuration(durationMs);
  if (reason !== 'resolved') {
    return (
      `The geo-secondary stands still. What was committed since the link was suspended, ${duration} ago, is on the primary only ` +
      'and would be lost with it. The loss grows with every commit until the link runs again.'
    );
  }
  return `For ${duration} the geo-secondary received nothing: a forced failover in that time would have lost everything committed since the link was suspended.`;
}

function steps({ reason }: Notice): string[] {
  if (reason === 'resolved')
    return ['Watch the lag until the geo-secondary has caught up. Until then a planned failover takes longer.'];
  return [
    'Wait a little: the relationship is intact, and Azure resumes it when it can.',
    'Look for too little room between the databases: the write load of the primary, the compute size and free storage of the geo-secondary, and Azure Service Health for the network between the two regions.',
    'If it stays suspended, open a support request with Azure. Removing and re-creating the link is the last resort: it seeds from the beginning, and leaves the database without a geo-secondary until that is done.',
  ];
}

export const linkSuspended: Wording = {
  condition: 'LinkSuspended',
  title: {
    first: 'Replication link is suspended',
    resolved: 'Replication link is no longer suspended',
    closed: 'Alert on suspended replication link is closed',
  },
  meaning,
  steps,
};
