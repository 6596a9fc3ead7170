import type { Notice } from '../../alerting/types.ts';
import type { Wording } from '../types.ts';
import { saySeconds } from './saySeconds.ts';

function meaning({ reason }: Notice): string {
  if (reason !== 'resolved') {
    return 'Nothing would be lost: what is waiting is hardened on the geo-secondary already. Its readers see old data, and a failover takes longer, because what waits is redone first.';
  }
  return 'Its readers see what is hardened there again. Nothing was lost.';
}

function steps({ reason }: Notice): string[] {
  if (reason === 'resolved')
    return ['Nothing has to be done. If it comes back with the same reports, give the geo-secondary more compute.'];
  return [
    'Look for long queries on the geo-secondary: they can hold up its redo (wait types that begin with REDO, blocked redo threads in sys.dm_exec_requests there).',
    'Look at its CPU and data IO: a geo-secondary that serves reports may be too small for both.',
    'Send readers who need fresh data to the primary until it has caught up.',
  ];
}

export const redoLagHigh: Wording = {
  condition: 'RedoLagHigh',
  title: {
    first: 'Readers of the geo-secondary are behind',
    resolved: 'Readers of the geo-secondary are up to date',
    closed: 'Alert on high redo lag is closed',
  },
  meaning,
  steps,
  measure: { title: 'Redo lag', say: saySeconds, peak: true },
  withoutObjective: true,
};
