import { sayDuration } from '../spokenTime.ts';
import type { Finding } from '../types.ts';
import type { LinkCondition, LinkInput } from './definition.ts';
import { current } from './reading.ts';
import { thresholdOf } from './thresholdOf.ts';

/**
 * What is hardened on the geo-secondary is not yet visible to its readers (redo queue over redo rate of
 * `sys.dm_database_replica_states`). Stale reads, and a longer failover; no loss.
 */
export const redoLagHigh: LinkCondition = {
  name: 'RedoLagHigh',
  subject: 'link',
  holdsWhen:
    'Readers of the geo-secondary are behind what is hardened there by more than the threshold: they read what is old, and nothing is lost.',
  defaults: { severity: 'warning', for: '5m', resolve: '1m', above: '1m' },
  readAt: 'signals',
  find,
};

function find({ subject, status, rule }: LinkInput): Finding {
  const threshold = thresholdOf(rule, 'RedoLagHigh');
  const lagSeconds = current(status, status.signals?.secondary)?.redoLagSeconds ?? null;
  if (lagSeconds === null) return { is: 'unknown' };
  const lag = sayDuration(lagSeconds * 1_000);
  const limit = sayDuration(threshold * 1_000);
  if (lagSeconds > threshold) {
    return {
      is: 'true',
      value: lagSeconds,
      sentence: `Readers of ${subject.secondary} are about ${lag} behind what is hardened there: its redo does not keep up. The threshold is ${limit}.`,
    };
  }
  return {
    is: 'false',
    value: lagSeconds,
    sentence: `Readers of ${subject.secondary} are about ${lag} behind what is hardened there, within the threshold of ${limit}.`,
  };
}
