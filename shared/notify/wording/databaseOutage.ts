import { sayDuration } from '../../alerting/spokenTime.ts';
import type { Notice } from '../../alerting/types.ts';
import type { Wording } from '../types.ts';
import { lossMeaning } from './lossMeaning.ts';

function meaning(notice: Notice): string {
  if (notice.reason !== 'resolved') {
    return `The database cannot be used until it is back, or has moved with its group. ${lossMeaning(notice)}`;
  }
  return `For ${sayDuration(notice.durationMs)} the database could not be used. What was moved stays where it is until somebody moves it back.`;
}

function steps({ reason }: Notice): string[] {
  if (reason === 'resolved') {
    return [
      'Check the application, and that the link replicates again. Resource Health often says afterwards what it was.',
    ];
  }
  return [
    'Look at Resource Health and the activity log of the database: a change of size, a restore or a mistake of somebody is over without a failover.',
    'Wait for word of what Geowarden does: a question comes with a link of its own, and every failover is told.',
    'Before you move anything by hand, pause the automation: POST /api/automation with the action pause, your name and a comment.',
  ];
}

export const databaseOutage: Wording = {
  condition: 'DatabaseOutage',
  title: {
    first: 'Database is down',
    resolved: 'Database is back',
    closed: 'Alert on database outage is closed',
  },
  meaning,
  steps,
};
