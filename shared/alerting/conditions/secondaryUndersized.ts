import { logRateOf, needOf, objectiveName, smallestObjectiveFor } from '../../topology/logRate.ts';
import type { Finding } from '../types.ts';
import type { LinkCondition, LinkInput } from './definition.ts';
import { current } from './reading.ts';

/**
 * The geo-secondary is too small for the log that its primary writes. The need is the primary's size times its sustained log write percentage
 * (active-geo-replication-overview: a P6 at 50 % needs at least a P4). Sizes without a documented log rate, such as those of elastic
 * pools, are not judged.
 */
export const secondaryUndersized: LinkCondition = {
  name: 'SecondaryUndersized',
  subject: 'link',
  holdsWhen:
    'The geo-secondary is too small for the log that the primary writes, by its sustained log write percentage.',
  defaults: { severity: 'warning', for: '15m', resolve: '15m' },
  find,
};

function find({ subject, status, facts }: LinkInput): Finding {
  const logWrite = current(status, status.signals?.logWrite);
  const { primarySku, secondarySku } = facts ?? {};
  if (logWrite === undefined || primarySku === undefined || secondarySku === undefined) return { is: 'unknown' };
  const need = needOf(primarySku, logWrite.sustainedPercent);
  const rate = logRateOf(secondarySku);
  if (need === undefined || rate === undefined || rate.unit !== need.unit) return { is: 'unknown' };
  const percent = Math.round(logWrite.sustainedPercent * 10) / 10;
  const writes = `The primary ${subject.primary} (${objectiveName(primarySku)}) writes log at ${percent} % of what it may`;
  const has = `${subject.secondary} (${objectiveName(secondarySku)})`;
  if (rate.amount >= need.amount) {
    return { is: 'false', value: percent, sentence: `${writes}: the geo-secondary ${has} can follow.` };
  }
  const smallest = smallestObjectiveFor(need, secondarySku);
  const wanted = smallest === undefined ? 'a larger size than its kind has' : `at least ${smallest}`;
  return {
    is: 'true',
    value: percent,
    sentence: `${writes}: the geo-secondary ${has} cannot follow, and needs ${wanted}.`,
  };
}
