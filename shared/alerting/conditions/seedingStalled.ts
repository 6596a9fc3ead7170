import type { LinkCondition } from './definition.ts';

export const seedingStalled: LinkCondition = {
  name: 'SeedingStalled',
  subject: 'link',
  holdsWhen: 'The seeding of the geo-secondary has not moved on for the pending time.',
  defaults: { severity: 'warning', for: '1h', resolve: '1m' },
  find: () => ({ is: 'unknown' }),
};
