import type { Wording } from '../types.ts';

export const seedingStalled: Wording = {
  condition: 'SeedingStalled',
  title: {
    first: 'Seeding stalled',
    resolved: 'Seeding stalled is over',
    closed: 'Alert on Seeding stalled is closed',
  },
  meaning: () => 'See the page of this condition.',
  steps: () => ['See the page of this condition.'],
};
