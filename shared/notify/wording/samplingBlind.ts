import { sayDuration } from '../../alerting/spokenTime.ts';
import type { Notice } from '../../alerting/types.ts';
import type { Wording } from '../types.ts';

function meaning({ reason, durationMs }: Notice): string {
  if (reason !== 'resolved') {
    return `The database may be well, and nobody would notice if it were not: for ${sayDuration(durationMs)} nothing has been known of its replication, nor of what a failover would lose. It does not count as an outage, and nothing is moved because of it.`;
  }
  return `For ${sayDuration(durationMs)} the database was not watched. It is again.`;
}

function steps({ reason }: Notice): string[] {
  if (reason === 'resolved') return ['Nothing has to be done.'];
  return [
    'Do what the sentence above says: it names the missing right, the firewall, the certificate or the identity.',
    'Run npm run doctor with the same configuration: it shows every database that may not be asked, with the statement or the setting that is missing.',
    'Until then, look at the lag of this database in the Azure portal (metric replication_lag_seconds).',
  ];
}

export const samplingBlind: Wording = {
  condition: 'SamplingBlind',
  title: {
    first: 'Geowarden may not ask a database',
    resolved: 'Geowarden may ask the database again',
    closed: 'Alert on a database that may not be asked is closed',
  },
  meaning,
  steps,
};
