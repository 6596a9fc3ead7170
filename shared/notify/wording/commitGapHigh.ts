import type { Notice } from '../../alerting/types.ts';
import type { Wording } from '../types.ts';
import { saySeconds } from './saySeconds.ts';

function meaning({ reason, value, peak }: Notice): string {
  if (reason !== 'resolved') {
    return `A forced failover now could lose up to about ${value === undefined ? 'as much as the gap' : saySeconds(value)} of committed work, whatever the replication lag says. A planned failover loses nothing, but has to wait for the rest.`;
  }
  return `While it lasted, a forced failover could have lost up to about ${peak === undefined ? 'as much as the gap' : saySeconds(peak)} of committed work.`;
}

function steps({ reason }: Notice): string[] {
  if (reason === 'resolved')
    return ['Nothing has to be done. If it comes back at the same hour, look for the load behind it.'];
  return [
    'Compare with the replication lag of the same link. A small lag with a large gap speaks for a secondary that hardens log and commits nothing, or for a long transaction.',
    'Look at the primary’s write load and at the compute size of the geo-secondary.',
    'Do not force a failover while the gap is large, unless losing that much is acceptable.',
  ];
}

export const commitGapHigh: Wording = {
  condition: 'CommitGapHigh',
  title: {
    first: 'Commits do not reach the geo-secondary',
    resolved: 'Commits reach the geo-secondary again',
    closed: 'Alert on high commit gap is closed',
  },
  meaning,
  steps,
  measure: { title: 'Commit gap', say: saySeconds, peak: true },
};
