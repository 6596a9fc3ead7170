import type { LinkCondition } from './definition.ts';

export const secondaryUndersized: LinkCondition = {
  name: 'SecondaryUndersized',
  subject: 'link',
  holdsWhen: 'The geo-secondary is too small for the log that the primary writes.',
  defaults: { severity: 'warning', for: '15m', resolve: '15m' },
  find: () => ({ is: 'unknown' }),
};
