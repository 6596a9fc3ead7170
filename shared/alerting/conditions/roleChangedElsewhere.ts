import type { DatabaseCondition } from './definition.ts';

export const roleChangedElsewhere: DatabaseCondition = {
  name: 'RoleChangedElsewhere',
  subject: 'database',
  holdsWhen: 'The database failed over, and Geowarden did not do it.',
  defaults: { severity: 'warning', for: '0s', resolve: '0s', hold: '1h' },
  find: () => ({ is: 'unknown' }),
};
