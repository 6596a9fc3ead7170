import type { LinkSignals } from '../../replication/signalTypes.ts';
import type { LinkStatus } from '../../replication/types.ts';
import { sayDuration } from '../spokenTime.ts';
import type { Finding } from '../types.ts';
import type { DatabaseCondition, DatabaseInput } from './definition.ts';
import { current } from './reading.ts';
import { thresholdOf } from './thresholdOf.ts';

/**
 * Azure holds back the log of the primary so that a geo-secondary of lower compute size can follow: requests wait for
 * HADR_THROTTLE_LOG_RATE_MISMATCHED_SLO (active-geo-replication-overview). Waits for the database's own log-rate limit are told apart.
 */
export const primaryThrottled: DatabaseCondition = {
  name: 'PrimaryThrottled',
  subject: 'database',
  holdsWhen:
    'Azure holds back the log of the primary so that a geo-secondary can follow: in each second, requests wait for it longer than the threshold, all together.',
  defaults: { severity: 'warning', for: '2m', resolve: '5m', above: '50ms' },
  readAt: 'signals',
  find,
};

const WAIT = 'HADR_THROTTLE_LOG_RATE_MISMATCHED_SLO';

function find({ database, links, rule }: DatabaseInput): Finding {
  const thresholdMs = thresholdOf(rule, 'PrimaryThrottled') * 1_000;
  const throttle = newest(links);
  if (throttle === undefined) return { is: 'unknown' };
  const { waitedPerSecond, requests } = throttle;
  if (waitedPerSecond === null) return byRequests(database, requests);
  const value = waitedPerSecond / 1_000;
  if (waitedPerSecond > thresholdMs) {
    return {
      is: 'true',
      value,
      sentence: `The primary ${database} is throttled for a geo-secondary: its requests waited ${sayDuration(waitedPerSecond)} in every second for ${WAIT}, all together. The threshold is ${sayDuration(thresholdMs)}.${elsewhere(throttle)}`,
    };
  }
  return {
    is: 'false',
    value,
    sentence: `The primary ${database} is not throttled for a geo-secondary any more.${elsewhere(throttle)}`,
  };
}

/** Where no wait could be compared, what waits at this moment is all there is. */
function byRequests(database: string, requests: number | null): Finding {
  if (requests === null) return { is: 'unknown' };
  if (requests === 0) return { is: 'false', sentence: `No request of ${database} waits for a geo-secondary.` };
  const waiting = requests === 1 ? 'one of its requests waits' : `${requests} of its requests wait`;
  return {
    is: 'true',
    sentence: `The primary ${database} is throttled for a geo-secondary: ${waiting} for ${WAIT} now.`,
  };
}

/** Every link of a primary carries the same counters; the one that was stored last has the newest. */
function newest(links: readonly LinkStatus[]): LinkSignals['throttle'] {
  return links
    .map((status) => current(status, status.signals?.throttle))
    .reduce((best, one) => (one !== undefined && (best === undefined || one.atMs > best.atMs) ? one : best), undefined);
}

function elsewhere({ others }: NonNullable<LinkSignals['throttle']>): string {
  const names = Object.keys(others);
  return names.length === 0 ? '' : ` Besides, its log was held back for other reasons: ${names.sort().join(', ')}.`;
}
