import type { LinkCondition } from './definition.ts';

export const secondaryUnreachable: LinkCondition = {
  name: 'SecondaryUnreachable',
  subject: 'link',
  holdsWhen: 'The geo-secondary does not answer a login.',
  defaults: { severity: 'error', for: '2m', resolve: '1m' },
  find: () => ({ is: 'unknown' }),
};
