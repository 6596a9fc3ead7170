import type { LinkCondition } from './definition.ts';

export const redoLagHigh: LinkCondition = {
  name: 'RedoLagHigh',
  subject: 'link',
  holdsWhen: 'Readers of the geo-secondary are behind what is hardened there by more than the threshold.',
  defaults: { severity: 'warning', for: '5m', resolve: '1m', above: '1m' },
  find: () => ({ is: 'unknown' }),
};
