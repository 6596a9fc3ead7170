import type { Wording } from '../types.ts';

export const rpoBudgetBurn: Wording = {
  condition: 'RpoBudgetBurn',
  title: {
    first: 'Rpo budget burn',
    resolved: 'Rpo budget burn is over',
    closed: 'Alert on Rpo budget burn is closed',
  },
  meaning: () => 'See the page of this condition.',
  steps: () => ['See the page of this condition.'],
};
