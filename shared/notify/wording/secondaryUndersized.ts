import type { Notice } from '../../alerting/types.ts';
import type { Wording } from '../types.ts';

function meaning({ reason }: Notice): string {
  if (reason !== 'resolved') {
    return 'The geo-secondary cannot keep up with what the primary writes: the lag grows, or Azure throttles the primary. After a failover the application would run on too little compute.';
  }
  return 'At this load the geo-secondary can follow.';
}

function steps({ reason }: Notice): string[] {
  if (reason === 'resolved')
    return ['Nothing has to be done. For a failover the same size as the primary is still the better choice.'];
  return [
    'Scale the geo-secondary to at least the size that the message names. Both databases must have the same service tier; the same compute size is what Azure recommends.',
    'When scaling up, scale the geo-secondary first and the primary after it; when scaling down, the other way round.',
    'If the load is a single bulk load, wait: the alert ends when it is over.',
  ];
}

export const secondaryUndersized: Wording = {
  condition: 'SecondaryUndersized',
  title: {
    first: 'Geo-secondary is too small',
    resolved: 'Geo-secondary is large enough',
    closed: 'Alert on undersized geo-secondary is closed',
  },
  meaning,
  steps,
  measure: { title: 'Log write', say: (percent) => `${percent} % of what the primary may` },
  withoutObjective: true,
};
