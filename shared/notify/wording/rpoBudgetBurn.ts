import type { Notice } from '../../alerting/types.ts';
import type { Wording } from '../types.ts';

function meaning({ reason }: Notice): string {
  if (reason !== 'resolved') {
    return 'The promise was to keep the RPO nearly always. At this pace it will not be kept: too much of the time a forced failover would have lost more than was promised.';
  }
  return 'The time outside the RPO no longer adds up too fast. What was used up of the budget stays used until the windows have passed.';
}

function steps({ reason }: Notice): string[] {
  if (reason === 'resolved') return ['Look for the cause while its traces are fresh.'];
  return [
    'Look at the other alerts of this link: a high or unknown lag, a suspended link or a throttled primary is the reason, this is the sum.',
    'Look for what comes back: the same hour, the same job, the same load. One long spell has another cause than many short ones.',
    'If the RPO cannot be kept with this size and this load, change one of the three: the size, the load, or the promise.',
  ];
}

export const rpoBudgetBurn: Wording = {
  condition: 'RpoBudgetBurn',
  title: {
    first: 'RPO is missed too often',
    resolved: 'RPO is kept well enough again',
    closed: 'Alert on missed RPO is closed',
  },
  meaning,
  steps,
  measure: {
    title: 'Burn rate',
    say: (rate) => `${rate} times what the objective allows`,
    peak: true,
  },
};
