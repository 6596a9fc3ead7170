import type { LinkCondition } from './definition.ts';

export const commitGapHigh: LinkCondition = {
  name: 'CommitGapHigh',
  subject: 'link',
  holdsWhen:
    'The last commit on the geo-secondary stays behind the last commit on the primary by more than the threshold.',
  defaults: { severity: 'error', for: '5m', resolve: '1m', above: '1m' },
  find: () => ({ is: 'unknown' }),
};
