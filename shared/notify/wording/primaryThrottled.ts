import type { Wording } from '../types.ts';

export const primaryThrottled: Wording = {
  condition: 'PrimaryThrottled',
  title: {
    first: 'Primary throttled',
    resolved: 'Primary throttled is over',
    closed: 'Alert on Primary throttled is closed',
  },
  meaning: () => 'See the page of this condition.',
  steps: () => ['See the page of this condition.'],
};
