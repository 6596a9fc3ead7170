import { sayDuration } from '../../alerting/spokenTime.ts';
import type { Notice } from '../../alerting/types.ts';
import type { Wording } from '../types.ts';

function meaning({ reason }: Notice): string {
  if (reason !== 'resolved') {
    return 'Azure slows down commits on the primary so that the geo-secondary does not fall behind: applications feel it now. Nothing is lost by it; without it the lag would grow.';
  }
  return 'Commits on the primary are no longer slowed down for a geo-secondary.';
}

function steps({ reason }: Notice): string[] {
  if (reason === 'resolved')
    return [
      'Nothing has to be done. If it comes back at the same hour, the geo-secondary is too small for the load of that hour.',
    ];
  return [
    'Compare the compute sizes: a geo-secondary smaller than its primary is the usual reason. Scale it up; when scaling both, the geo-secondary first.',
    'If the sizes are equal, look at the load of readers on the geo-secondary.',
    'A bulk load or an index rebuild can be spread over time. Other log waits, such as LOG_RATE_GOVERNOR, are the primary’s own limit, and no geo-secondary helps there.',
  ];
}

export const primaryThrottled: Wording = {
  condition: 'PrimaryThrottled',
  title: {
    first: 'Primary is throttled by its geo-secondary',
    resolved: 'Primary is no longer throttled',
    closed: 'Alert on throttled primary is closed',
  },
  meaning,
  steps,
  measure: { title: 'Waiting', say: (seconds) => `${sayDuration(seconds * 1_000)} in each second`, peak: true },
  withoutObjective: true,
};
