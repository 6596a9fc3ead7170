import { sayDuration } from '../../alerting/spokenTime.ts';
import type { Notice } from '../../alerting/types.ts';
import type { Wording } from '../types.ts';

function meaning({ reason, durationMs }: Notice): string {
  if (reason !== 'resolved') {
    return `The primary copies nothing to this geo-secondary: what was committed since the link went, at least ${sayDuration(durationMs)} ago, is on the primary only. What the geo-secondary has stays as it was, and gets older.`;
  }
  return `For ${sayDuration(durationMs)} the primary showed no link. If it was removed and made again, the geo-secondary protects the database once it has caught up.`;
}

function steps({ reason }: Notice): string[] {
  if (reason === 'resolved') return ['Nothing has to be done. Watch the lag until the geo-secondary has caught up.'];
  return [
    'Look in the activity log of both servers for who removed the link. A removal by T-SQL (ALTER DATABASE … REMOVE SECONDARY) leaves no entry there.',
    'If nobody meant to, create the geo-secondary again. The old one has to be renamed or dropped first, because the name is taken.',
    'If it was meant, nothing has to be done: the next discovery takes the link out of what is watched.',
  ];
}

export const linkAbsent: Wording = {
  condition: 'LinkAbsent',
  title: {
    first: 'Replication link is missing on its primary',
    resolved: 'Replication link is back on its primary',
    closed: 'Alert on missing replication link is closed',
  },
  meaning,
  steps,
};
