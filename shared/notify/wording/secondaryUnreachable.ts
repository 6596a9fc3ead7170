import { sayDuration } from '../../alerting/spokenTime.ts';
import type { Notice } from '../../alerting/types.ts';
import type { Wording } from '../types.ts';

function meaning({ reason, durationMs }: Notice): string {
  if (reason !== 'resolved') {
    return `Geowarden cannot log in to the geo-secondary, for ${sayDuration(durationMs)} now. It may still receive commits, as the replication lag tells; whether it could take over is not known. A failover to it is not offered while it is silent.`;
  }
  return `For ${sayDuration(durationMs)} nobody could have said whether it could take over. It can be asked again.`;
}

function steps({ reason }: Notice): string[] {
  if (reason === 'resolved') return ['Nothing has to be done.'];
  return [
    'Look in Azure Service Health and Resource Health for the region of the geo-secondary.',
    'Log in to its database from another network. If that works, look at the private endpoint, the firewall and the name resolution between here and there.',
    'If it is the only geo-secondary, think of a second one before you need it.',
  ];
}

export const secondaryUnreachable: Wording = {
  condition: 'SecondaryUnreachable',
  title: {
    first: 'Geo-secondary does not answer',
    resolved: 'Geo-secondary answers again',
    closed: 'Alert on geo-secondary that does not answer is closed',
  },
  meaning,
  steps,
};
