import type { LinkCondition } from './definition.ts';

export const sourcesDisagree: LinkCondition = {
  name: 'SourcesDisagree',
  subject: 'link',
  holdsWhen: 'Azure tells the link differently in different places.',
  defaults: { severity: 'warning', for: '20m', resolve: '1m', above: '1m' },
  find: () => ({ is: 'unknown' }),
};
