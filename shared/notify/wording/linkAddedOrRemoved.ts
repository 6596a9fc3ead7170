import type { Wording } from '../types.ts';

export const linkAddedOrRemoved: Wording = {
  condition: 'LinkAddedOrRemoved',
  title: {
    first: 'Link added or removed',
    resolved: 'Link added or removed is over',
    closed: 'Alert on Link added or removed is closed',
  },
  meaning: () => 'See the page of this condition.',
  steps: () => ['See the page of this condition.'],
};
