import type { Notice } from '../../alerting/types.ts';
import type { Wording } from '../types.ts';

function meaning({ reason }: Notice): string {
  if (reason !== 'resolved') {
    return 'A link that is gone protects nothing any more. A new one protects the database only once it has been seeded and caught up.';
  }
  return 'The change itself stays: this message only ends the news of it.';
}

function steps({ reason }: Notice): string[] {
  if (reason === 'resolved') return ['Nothing has to be done.'];
  return [
    'Ask who did it. The activity log of both servers names them, but for a change by T-SQL, which leaves no entry.',
    'If a link was removed by mistake, create the geo-secondary again.',
    'If it was meant, nothing has to be done: the links are watched as they are now.',
  ];
}

export const linkAddedOrRemoved: Wording = {
  condition: 'LinkAddedOrRemoved',
  title: {
    first: 'Replication links of a database have changed',
    resolved: 'Change of replication links is no news any more',
    closed: 'Alert on changed replication links is closed',
  },
  meaning,
  steps,
  withoutObjective: true,
};
