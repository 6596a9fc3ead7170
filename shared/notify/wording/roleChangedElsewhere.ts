import type { Wording } from '../types.ts';

export const roleChangedElsewhere: Wording = {
  condition: 'RoleChangedElsewhere',
  title: {
    first: 'Role changed elsewhere',
    resolved: 'Role changed elsewhere is over',
    closed: 'Alert on Role changed elsewhere is closed',
  },
  meaning: () => 'See the page of this condition.',
  steps: () => ['See the page of this condition.'],
};
