import type { Wording } from '../types.ts';

export const linkPending: Wording = {
  condition: 'LinkPending',
  title: { first: 'Link pending', resolved: 'Link pending is over', closed: 'Alert on Link pending is closed' },
  meaning: () => 'See the page of this condition.',
  steps: () => ['See the page of this condition.'],
};
