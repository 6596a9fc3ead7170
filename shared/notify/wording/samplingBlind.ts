import type { Wording } from '../types.ts';

export const samplingBlind: Wording = {
  condition: 'SamplingBlind',
  title: { first: 'Sampling blind', resolved: 'Sampling blind is over', closed: 'Alert on Sampling blind is closed' },
  meaning: () => 'See the page of this condition.',
  steps: () => ['See the page of this condition.'],
};
