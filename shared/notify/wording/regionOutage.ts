import { sayDuration } from '../../alerting/spokenTime.ts';
import type { Notice } from '../../alerting/types.ts';
import type { Wording } from '../types.ts';
import { lossMeaning } from './lossMeaning.ts';

function meaning(notice: Notice): string {
  if (notice.reason !== 'resolved') {
    return `The databases of this group whose primary is in the region cannot be used until the region is back, or they have moved. ${lossMeaning(notice)}`;
  }
  return `For ${sayDuration(notice.durationMs)} the primaries in the region could not be used. What was moved stays where it is until somebody moves it back.`;
}

function steps({ reason }: Notice): string[] {
  if (reason === 'resolved') {
    return [
      'Check the applications, and that every link replicates again, before anything is moved back. A planned failover loses nothing.',
    ];
  }
  return [
    'Look in Azure Service Health, and from an application in another region: does it agree?',
    'Wait for word of what Geowarden does: a question comes with a link of its own, and every failover is told.',
    'Before you move anything by hand, pause the automation: POST /api/automation with the action pause, your name and a comment.',
  ];
}

export const regionOutage: Wording = {
  condition: 'RegionOutage',
  title: {
    first: 'Region is down',
    resolved: 'Region is back',
    closed: 'Alert on region outage is closed',
  },
  meaning,
  steps,
};
