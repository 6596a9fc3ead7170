/** What `npm run play -- conditions` plays: a scenario for each condition that people are told of, and what must not alarm anybody. */
const ONE_FOR_EACH_CONDITION = [
  'lag-high',
  'lag-unknown',
  'link-pending',
  'link-absent',
  'link-suspended',
  'seeding-stalled',
  'commit-gap-high',
  'redo-lag-high',
  'primary-throttled',
  'secondary-undersized',
  'secondary-unreachable',
  'primary-unreachable',
  'server-unreachable',
  'unprotected',
  'single-secondary',
  'link-added-or-removed',
  'role-changed-elsewhere',
  'sources-disagree',
  'rpo-budget-burn',
  'sampling-blind',
  'monitor-late',
  'channel-failing',
];

/** Nobody is told anything. */
const SILENT = ['idle-then-one-commit', 'short-null', 'database-copy', 'planned-scale-up'];

export const CONDITION_SCENARIOS = [...ONE_FOR_EACH_CONDITION, ...SILENT, 'metrics-only'];
