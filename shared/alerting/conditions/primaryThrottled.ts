import type { DatabaseCondition } from './definition.ts';

export const primaryThrottled: DatabaseCondition = {
  name: 'PrimaryThrottled',
  subject: 'database',
  holdsWhen: 'Azure holds back the log of the primary so that a geo-secondary can follow.',
  defaults: { severity: 'warning', for: '2m', resolve: '5m', above: '50ms' },
  find: () => ({ is: 'unknown' }),
};
