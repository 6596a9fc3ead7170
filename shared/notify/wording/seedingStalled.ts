import type { Notice } from '../../alerting/types.ts';
import type { Wording } from '../types.ts';

function meaning({ reason }: Notice): string {
  if (reason !== 'resolved') {
    return 'Until it is seeded and has caught up, this geo-secondary protects nothing: it cannot take over, and no failover can be made to it.';
  }
  return 'Once it has caught up, the geo-secondary protects the database: while it is being seeded it does not.';
}

function steps({ reason }: Notice): string[] {
  if (reason === 'resolved') return ['Nothing has to be done. Watch the seeding until the link has caught up.'];
  return [
    'Large databases are seeded for many hours. Compare with the size of the database before you act.',
    'Look at the write load of the primary and at the compute size of the geo-secondary: a small or busy one is seeded slowly.',
    'If it stands for hours, remove the geo-secondary and create it again at a quieter time, or ask Azure support.',
  ];
}

export const seedingStalled: Wording = {
  condition: 'SeedingStalled',
  title: {
    first: 'Seeding of a geo-secondary stands still',
    resolved: 'Seeding of a geo-secondary no longer stands still',
    closed: 'Alert on stalled seeding is closed',
  },
  meaning,
  steps,
  measure: { title: 'Seeding', say: (percent) => `${percent} %` },
};
