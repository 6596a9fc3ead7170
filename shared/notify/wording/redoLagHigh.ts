import type { Wording } from '../types.ts';

export const redoLagHigh: Wording = {
  condition: 'RedoLagHigh',
  title: { first: 'Redo lag high', resolved: 'Redo lag high is over', closed: 'Alert on Redo lag high is closed' },
  meaning: () => 'See the page of this condition.',
  steps: () => ['See the page of this condition.'],
};
