import type { LinkCondition } from './definition.ts';

export const linkAbsent: LinkCondition = {
  name: 'LinkAbsent',
  subject: 'link',
  holdsWhen: 'The view of the primary has no row for a link that Resource Manager knows.',
  defaults: { severity: 'error', for: '2m', resolve: '1m' },
  find: () => ({ is: 'unknown' }),
};
