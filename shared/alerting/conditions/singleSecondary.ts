import type { DatabaseCondition } from './definition.ts';

export const singleSecondary: DatabaseCondition = {
  name: 'SingleSecondary',
  subject: 'database',
  holdsWhen: 'The database has fewer geo-secondaries than it is to have.',
  defaults: { enabled: false, severity: 'info', for: '5m', resolve: '1m', least: 2 },
  find: () => ({ is: 'unknown' }),
};
