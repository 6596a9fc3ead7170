import type { LinkCondition } from './definition.ts';

export const rpoBudgetBurn: LinkCondition = {
  name: 'RpoBudgetBurn',
  subject: 'link',
  holdsWhen: 'The RPO is missed so often that the objective for it will not be kept.',
  defaults: {
    severity: 'error',
    for: '0s',
    resolve: '5m',
    objective: 99.9,
    windows: [
      { burn: 14.4, long: '1h', short: '5m' },
      { burn: 6, long: '6h', short: '30m' },
      { burn: 1, long: '3d', short: '6h' },
    ],
  },
  find: () => ({ is: 'unknown' }),
};
