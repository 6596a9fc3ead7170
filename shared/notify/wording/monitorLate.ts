import { sayDuration } from '../../alerting/spokenTime.ts';
import type { Notice } from '../../alerting/types.ts';
import type { Wording } from '../types.ts';

function meaning({ reason, durationMs }: Notice): string {
  if (reason !== 'resolved') {
    return 'What the status page shows is old: what a failover would lose now is not known. An outage that begins now is seen late, or not at all.';
  }
  return `For ${sayDuration(durationMs)} Geowarden was late. What happened meanwhile is not in its history.`;
}

function steps({ reason }: Notice): string[] {
  if (reason === 'resolved') return ['Look in the log for what held it up.'];
  return [
    'Look at GET /api/health of the Functions app and at its log: a sweep that hangs, a storage account that does not answer, or an app that is not started often enough.',
    'Restart the Functions app. What was running goes on from its journal.',
    'Until it is on time again, look after the databases by hand: the break-glass page of each group holds the commands.',
  ];
}

export const monitorLate: Wording = {
  condition: 'MonitorLate',
  title: {
    first: 'Geowarden is late',
    resolved: 'Geowarden is on time again',
    closed: 'Alert on late Geowarden is closed',
  },
  meaning,
  steps,
  withoutObjective: true,
  willDo: 'Nothing is moved because of this alert: Geowarden goes on as soon as it can.',
};
