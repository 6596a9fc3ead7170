import type { Wording } from '../types.ts';

export const singleSecondary: Wording = {
  condition: 'SingleSecondary',
  title: {
    first: 'Single secondary',
    resolved: 'Single secondary is over',
    closed: 'Alert on Single secondary is closed',
  },
  meaning: () => 'See the page of this condition.',
  steps: () => ['See the page of this condition.'],
};
