import type { ClosedBecause, Notice } from '../../alerting/types.ts';

/** What is said when an alert was closed without its condition having been seen to end: never that all is well. */
export interface Closing {
  label: string;
  sentence(notice: Notice): string;
  meaning(notice: Notice): string;
  steps: string[];
}

/** How a subject is called in a sentence. */
const NOUNS: Record<Notice['subject']['kind'], string> = {
  link: 'replication link',
  database: 'database',
  region: 'region',
  group: 'recovery group',
  deployment: 'deployment',
  channel: 'channel',
  server: 'server',
};

export const CLOSINGS: Record<ClosedBecause, Closing> = {
  subjectRemoved: {
    label: 'No longer watched',
    sentence: ({ condition, subject }) =>
      `The alert ${condition} is closed, because this ${NOUNS[subject.kind] ?? 'subject'} is no longer watched: it is gone, or no scope of the configuration matches it any more.`,
    meaning: ({ subject }) =>
      subject.kind === 'link'
        ? 'Whether the condition has ended is not known. If the link was removed, its geo-secondary no longer protects the database.'
        : 'Whether the condition has ended is not known.',
    steps: [
      'If nobody meant to remove it, look in the Azure activity log for who did, and in the configuration for the scope.',
    ],
  },
  ruleDisabled: {
    label: 'Rule switched off',
    sentence: ({ condition }) =>
      `The alert is closed, because the rule ${condition} was switched off in the configuration.`,
    meaning: () => 'Whether the condition has ended is not known, and nobody will be told of it while the rule is off.',
    steps: ['Switch the rule on again when the work that it disturbed is done.'],
  },
};
