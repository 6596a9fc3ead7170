import type { DatabaseCondition } from './definition.ts';

export const linkAddedOrRemoved: DatabaseCondition = {
  name: 'LinkAddedOrRemoved',
  subject: 'database',
  holdsWhen: 'A replication link of the database was made or removed.',
  defaults: { severity: 'info', for: '0s', resolve: '0s', hold: '1h' },
  find: () => ({ is: 'unknown' }),
};
