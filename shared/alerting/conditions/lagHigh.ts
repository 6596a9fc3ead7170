import { sayDuration } from '../spokenTime.ts';
import type { Finding } from '../types.ts';
import type { LinkCondition, LinkInput } from './definition.ts';
import { thresholdOf } from './thresholdOf.ts';

/**
 * The geo-secondary is further behind than the objective allows. Lag is `replication_lag_sec`, seconds, up to *hardened* on the secondary.
 * Only a number can say high or low: NULL, a link that is not caught up and a primary that does not answer are `unknown`,
 * so none of them ends an alert that a number began (rule 1).
 * @throws Error when the rule has no threshold: without one the condition would stay silent for ever.
 */
export const lagHigh: LinkCondition = {
  name: 'LagHigh',
  subject: 'link',
  holdsWhen: 'The replication lag is known and above the threshold.',
  defaults: { severity: 'error', for: '1m', resolve: '1m', above: 'rpo' },
  find,
};

function find({ subject, status, rule }: LinkInput): Finding {
  const threshold = thresholdOf(rule, 'LagHigh');
  const { state } = status;
  if (state.name !== 'caughtUp' || !Number.isFinite(state.lagSeconds)) return { is: 'unknown' };
  const lag = sayDuration(state.lagSeconds * 1_000);
  const objective = sayDuration(threshold * 1_000);
  if (state.lagSeconds > threshold) {
    return {
      is: 'true',
      value: state.lagSeconds,
      sentence: `The geo-secondary ${subject.secondary} is ${lag} behind its primary ${subject.primary}. The objective is ${objective}.`,
    };
  }
  return {
    is: 'false',
    value: state.lagSeconds,
    sentence: `The geo-secondary ${subject.secondary} is ${lag} behind its primary ${subject.primary}, within the objective of ${objective}.`,
  };
}
