import type { Wording } from '../types.ts';

export const monitorLate: Wording = {
  condition: 'MonitorLate',
  title: { first: 'Monitor late', resolved: 'Monitor late is over', closed: 'Alert on Monitor late is closed' },
  meaning: () => 'See the page of this condition.',
  steps: () => ['See the page of this condition.'],
};
