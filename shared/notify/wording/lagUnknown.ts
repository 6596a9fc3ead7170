import { sayDuration } from '../../alerting/spokenTime.ts';
import type { Notice } from '../../alerting/types.ts';
import type { Wording } from '../types.ts';
import { saySeconds } from './saySeconds.ts';

function meaning({ reason, durationMs }: Notice): string {
  if (reason !== 'resolved') {
    return (
      'Nobody can say how much a forced failover would lose now, because Azure’s primary itself does not know how far behind the geo-secondary is. ' +
      'NULL is normal for a moment after the primary’s process restarts; when it lasts, the two databases probably cannot talk to each other, and everything committed since then may be on the primary only.'
    );
  }
  return `The lag can be judged again. For ${sayDuration(durationMs)} nobody could have said how much a forced failover would lose.`;
}

function steps({ reason }: Notice): string[] {
  if (reason === 'resolved')
    return ['Nothing has to be done. If it happens often, look for restarts of the primary in its activity log.'];
  return [
    'Look in Azure Service Health and Resource Health for trouble in either region, or between them.',
    'Check that the geo-secondary is online: log in to its database and read last_commit in sys.dm_geo_replication_link_status. That is the point it has reached.',
    'Do not force a failover to it on the word of an old lag. Wait for a number, or decide by its last_commit.',
  ];
}

export const lagUnknown: Wording = {
  condition: 'LagUnknown',
  title: {
    first: 'Replication lag is unknown',
    resolved: 'Replication lag is known again',
    closed: 'Alert on unknown replication lag is closed',
  },
  meaning,
  steps,
  measure: { title: 'Lag', say: saySeconds },
};
