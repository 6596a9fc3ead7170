import { isOurOwnTrouble } from '../../replication/ownTrouble.ts';
import type { LinkStatus, SampleFailure } from '../../replication/types.ts';
import type { Finding } from '../types.ts';
import type { DatabaseCondition, DatabaseInput } from './definition.ts';
import { isSampled } from './isSampled.ts';

/**
 * Geowarden may not ask: rights, firewall, identity, certificate, or a server that declines encryption. Our own trouble: it is told, and
 * never counts as an outage (rule 3). An answer ends it; a silence that is not ours is another condition's, and says nothing here.
 */
export const samplingBlind: DatabaseCondition = {
  name: 'SamplingBlind',
  subject: 'database',
  holdsWhen:
    'Geowarden may not ask the primary or one of its geo-secondaries: rights, firewall, identity, certificate or encryption are not as they must be.',
  defaults: { severity: 'error', for: '1m', resolve: '1m' },
  find,
};

function find(input: DatabaseInput): Finding {
  const { database, links } = input;
  if (isSampled(input) === false) {
    return { is: 'false', sentence: `The database ${database} is not asked for replication any more.` };
  }
  const failure = links.flatMap(primaryFailure).find(({ kind }) => isOurOwnTrouble(kind));
  if (failure !== undefined) {
    return {
      is: 'true',
      sentence: `Geowarden may not ask the primary ${database}: nothing is known of its replication. ${failure.message}`,
    };
  }
  const secondary = links.flatMap(secondaryFailure).find(({ kind }) => isOurOwnTrouble(kind));
  if (secondary !== undefined) {
    return {
      is: 'true',
      sentence: `Geowarden may not ask a geo-secondary of ${database}: whether it can take over is not known. ${secondary.message}`,
    };
  }
  const answers = links.some(({ state }) => state.name !== 'unreachable');
  return answers
    ? { is: 'false', sentence: `Geowarden can ask ${database} and its geo-secondaries again.` }
    : { is: 'unknown' };
}

function primaryFailure({ state }: LinkStatus): SampleFailure[] {
  return state.name === 'unreachable' ? [state.failure] : [];
}

function secondaryFailure({ signals }: LinkStatus): SampleFailure[] {
  const { secondary } = signals ?? {};
  return secondary?.is === 'silent' && secondary.failure !== undefined ? [secondary.failure] : [];
}
