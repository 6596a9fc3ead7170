import type { Wording } from '../types.ts';

export const linkAbsent: Wording = {
  condition: 'LinkAbsent',
  title: { first: 'Link absent', resolved: 'Link absent is over', closed: 'Alert on Link absent is closed' },
  meaning: () => 'See the page of this condition.',
  steps: () => ['See the page of this condition.'],
};
