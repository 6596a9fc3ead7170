import type { Wording } from '../types.ts';

export const secondaryUndersized: Wording = {
  condition: 'SecondaryUndersized',
  title: {
    first: 'Secondary undersized',
    resolved: 'Secondary undersized is over',
    closed: 'Alert on Secondary undersized is closed',
  },
  meaning: () => 'See the page of this condition.',
  steps: () => ['See the page of this condition.'],
};
