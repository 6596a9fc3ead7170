import type { Notice } from '../../alerting/types.ts';
import type { Wording } from '../types.ts';
import { saySeconds } from './saySeconds.ts';

function meaning({ reason, value, peak }: Notice): string {
  if (reason !== 'resolved') {
    return (
      `A forced failover now would lose up to about ${value === undefined ? 'as much as the lag' : saySeconds(value)} of committed work. ` +
      'A planned failover loses nothing, but has to wait until the geo-secondary has caught up.'
    );
  }
  return peak === undefined
    ? 'A forced failover would again lose no more than the objective allows.'
    : `While it lasted, a forced failover would have lost up to about ${saySeconds(peak)} of committed work. Now the objective is kept again.`;
}

function steps({ reason }: Notice): string[] {
  if (reason === 'resolved')
    return ['Nothing has to be done. If it comes back at the same hour, look for the load behind it.'];
  return [
    'Look at the primary’s write load (avg_log_write_percent): a bulk load or an index rebuild explains most lag, and passes.',
    'Compare the compute size of the two databases. A smaller geo-secondary cannot keep up, and makes Azure throttle the primary (wait type HADR_THROTTLE_LOG_RATE_MISMATCHED_SLO).',
    'Do not force a failover while the lag is high, unless losing that much is acceptable.',
  ];
}

export const lagHigh: Wording = {
  condition: 'LagHigh',
  title: {
    first: 'Replication lag is above its objective',
    resolved: 'Replication lag is back within its objective',
    closed: 'Alert on high replication lag is closed',
  },
  meaning,
  steps,
  measure: { title: 'Lag', say: saySeconds, peak: true },
};
