import { sayDuration } from '../../alerting/spokenTime.ts';
import type { Notice } from '../../alerting/types.ts';
import type { Wording } from '../types.ts';

function meaning({ reason, durationMs }: Notice): string {
  if (reason !== 'resolved')
    return 'In an outage a person has to act, until somebody resumes it: what is down stays down, and what is lost may grow.';
  return `For ${sayDuration(durationMs)} nothing would have been moved in an outage. From now on each group is guarded again as its mode says.`;
}

function steps({ reason }: Notice): string[] {
  if (reason === 'resolved') return ['Nothing has to be done.'];
  return [
    'Resume it when the reason has gone: POST /api/automation with the action resume, your name and a comment.',
    'Until then, have the break-glass page of each group at hand: it holds the commands.',
  ];
}

export const automationPaused: Wording = {
  condition: 'AutomationPaused',
  title: {
    first: 'Automation is paused',
    resolved: 'Automation runs again',
    closed: 'Message about the paused automation is closed',
  },
  meaning,
  steps,
  withoutObjective: true,
  willDo: 'Geowarden goes on measuring and telling, and moves nothing.',
};
