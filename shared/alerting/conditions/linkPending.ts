import type { LinkCondition } from './definition.ts';

export const linkPending: LinkCondition = {
  name: 'LinkPending',
  subject: 'link',
  holdsWhen: 'The link is pending: it was made, and seeding has not begun.',
  defaults: { severity: 'warning', for: '15m', resolve: '1m' },
  find: () => ({ is: 'unknown' }),
};
