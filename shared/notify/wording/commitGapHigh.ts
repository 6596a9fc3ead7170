import type { Wording } from '../types.ts';

export const commitGapHigh: Wording = {
  condition: 'CommitGapHigh',
  title: {
    first: 'Commit gap high',
    resolved: 'Commit gap high is over',
    closed: 'Alert on Commit gap high is closed',
  },
  meaning: () => 'See the page of this condition.',
  steps: () => ['See the page of this condition.'],
};
