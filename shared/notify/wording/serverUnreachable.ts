import { sayDuration } from '../../alerting/spokenTime.ts';
import type { Notice } from '../../alerting/types.ts';
import type { Wording } from '../types.ts';

function meaning({ reason, durationMs }: Notice): string {
  if (reason !== 'resolved') {
    return `For ${sayDuration(durationMs)} no database of this server has answered Geowarden: their lags are not known, and the server may be down. This alone moves nothing: an outage takes more than our own view. Alerts of its databases are not told meanwhile.`;
  }
  return `For ${sayDuration(durationMs)} nobody measured the replication of the databases of this server.`;
}

function steps({ reason }: Notice): string[] {
  if (reason === 'resolved') return ['Nothing has to be done. Resource Health often says afterwards what it was.'];
  return [
    'Log in to one of its databases from another network. If that works, the way from Geowarden to the server is the trouble: DNS, private endpoint, network rules.',
    'Look at Service Health and Resource Health: all databases of a server at once is more than one of them.',
    'If its region is in trouble, an outage is told apart from this alert, with what will be done about it.',
  ];
}

export const serverUnreachable: Wording = {
  condition: 'ServerUnreachable',
  title: {
    first: 'Server does not answer',
    resolved: 'Server answers again',
    closed: 'Alert on server that does not answer is closed',
  },
  meaning,
  steps,
};
