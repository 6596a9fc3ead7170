import { sayDuration } from '../../alerting/spokenTime.ts';
import type { Notice } from '../../alerting/types.ts';
import type { Wording } from '../types.ts';

function meaning({ reason, durationMs }: Notice): string {
  if (reason !== 'resolved') {
    return 'If its region fails, there is nothing to fail over to. The database can then only be restored from a geo-redundant backup, if it has one: that takes hours, and loses what was committed after that backup.';
  }
  return `For ${sayDuration(durationMs)} a failure of its region would have left only a backup. A new geo-secondary protects the database once it has been seeded and caught up.`;
}

function steps({ reason }: Notice): string[] {
  if (reason === 'resolved') return ['Nothing has to be done. The new link is watched from now on.'];
  return [
    'Create a geo-secondary in another region, or put the database into a failover group.',
    'If the database needs none, take it out of the watched scopes in the configuration: then this alert closes.',
  ];
}

export const unprotected: Wording = {
  condition: 'Unprotected',
  title: {
    first: 'Database has no geo-secondary in another region',
    resolved: 'Database has a geo-secondary in another region',
    closed: 'Alert on missing geo-secondary is closed',
  },
  meaning,
  steps,
  withoutObjective: true,
};
