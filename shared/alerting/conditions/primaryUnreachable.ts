import { isOurOwnTrouble } from '../../replication/ownTrouble.ts';
import type { SampleFailure } from '../../replication/types.ts';
import type { Finding } from '../types.ts';
import type { DatabaseCondition, DatabaseInput } from './definition.ts';
import { isSampled } from './isSampled.ts';

/**
 * The primary does not answer, for a reason that is not ours. Busy is alive; rights, firewall, identity and certificates are SamplingBlind
 * (rule 3). Whether it is an outage is judged elsewhere, by more than our own view.
 */
export const primaryUnreachable: DatabaseCondition = {
  name: 'PrimaryUnreachable',
  subject: 'database',
  holdsWhen: 'The primary does not answer, for a reason that is not our own.',
  defaults: { severity: 'error', for: '1m', resolve: '1m' },
  find,
};

function find(input: DatabaseInput): Finding {
  const { database, links } = input;
  if (isSampled(input) === false) {
    return { is: 'false', sentence: `The database ${database} is not asked for replication any more.` };
  }
  // Links that discovery could not read this time are asked all the same: an outage often takes Resource Manager along.
  if (links.length === 0) return { is: 'unknown' };
  const failures = links.flatMap(({ state }) => (state.name === 'unreachable' ? [state.failure] : []));
  const [first] = failures;
  if (first === undefined || failures.length < links.length) {
    return { is: 'false', sentence: `The primary ${database} answers again.` };
  }
  return judge(database, first);
}

function judge(database: string, { kind, message }: SampleFailure): Finding {
  if (kind === 'busy')
    return { is: 'false', sentence: `The primary ${database} answers that it is busy: it is alive.` };
  if (isOurOwnTrouble(kind)) return { is: 'unknown' };
  return {
    is: 'true',
    sentence: `The primary ${database} does not answer: its replication cannot be judged. ${message}`,
  };
}
