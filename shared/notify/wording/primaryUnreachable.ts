import type { Wording } from '../types.ts';

export const primaryUnreachable: Wording = {
  condition: 'PrimaryUnreachable',
  title: {
    first: 'Primary unreachable',
    resolved: 'Primary unreachable is over',
    closed: 'Alert on Primary unreachable is closed',
  },
  meaning: () => 'See the page of this condition.',
  steps: () => ['See the page of this condition.'],
};
