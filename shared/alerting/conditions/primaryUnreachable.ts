import type { DatabaseCondition } from './definition.ts';

export const primaryUnreachable: DatabaseCondition = {
  name: 'PrimaryUnreachable',
  subject: 'database',
  holdsWhen: 'The primary does not answer.',
  defaults: { severity: 'error', for: '1m', resolve: '1m' },
  find: () => ({ is: 'unknown' }),
};
