import type { Wording } from '../types.ts';

export const sourcesDisagree: Wording = {
  condition: 'SourcesDisagree',
  title: {
    first: 'Sources disagree',
    resolved: 'Sources disagree is over',
    closed: 'Alert on Sources disagree is closed',
  },
  meaning: () => 'See the page of this condition.',
  steps: () => ['See the page of this condition.'],
};
