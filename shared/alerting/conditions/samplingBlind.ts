import type { DatabaseCondition } from './definition.ts';

export const samplingBlind: DatabaseCondition = {
  name: 'SamplingBlind',
  subject: 'database',
  holdsWhen: 'Geowarden may not ask the primary: rights, firewall, identity or certificates are wrong.',
  defaults: { severity: 'error', for: '1m', resolve: '1m' },
  find: () => ({ is: 'unknown' }),
};
