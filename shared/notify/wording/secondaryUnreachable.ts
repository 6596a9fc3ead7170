import type { Wording } from '../types.ts';

export const secondaryUnreachable: Wording = {
  condition: 'SecondaryUnreachable',
  title: {
    first: 'Secondary unreachable',
    resolved: 'Secondary unreachable is over',
    closed: 'Alert on Secondary unreachable is closed',
  },
  meaning: () => 'See the page of this condition.',
  steps: () => ['See the page of this condition.'],
};
