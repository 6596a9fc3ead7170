import { logRateOf, needOf, objectiveName, smallestObjectiveFor } from '../../topology/logRate.ts';
import type { Finding } from '../types.ts';
import type { LinkCondition, LinkInput } from './definition.ts';
import { current } from './reading.ts';

/**
 * The geo-secondary is too small for the log that its primary writes. The need is the primary's size times its sustained log write percentage
 * (active-geo-replication-overview: a P6 at 50 % needs at least a P4). Sizes without a documented log rate, such as those of elastic
 * pools, are not judged.
 *
 * While the primary is held back for a geo-secondary it writes what may pass, not what it would: a need that just fits says that it does not,
 * and one that fits easily says nothing.
 */
export const secondaryUndersized: LinkCondition = {
  name: 'SecondaryUndersized',
  subject: 'link',
  holdsWhen:
    'The geo-secondary is too small for the log that the primary writes, by its sustained log write percentage.',
  defaults: { severity: 'warning', for: '15m', resolve: '15m' },
  find,
};

/** Held back for less than this in every second is a moment of waiting, as PrimaryThrottled has it. */
const HELD_BACK_MS_PER_SECOND = 50;
const NEARLY_ALL = 0.8;

function find({ subject, status, facts }: LinkInput): Finding {
  const logWrite = current(status, status.signals?.logWrite);
  const { primarySku, secondarySku } = facts ?? {};
  if (logWrite === undefined || primarySku === undefined || secondarySku === undefined) return { is: 'unknown' };
  const need = needOf(primarySku, logWrite.sustainedPercent);
  const rate = logRateOf(secondarySku);
  const full = needOf(primarySku, 100);
  if (need === undefined || full === undefined || rate === undefined || rate.unit !== need.unit)
    return { is: 'unknown' };
  const percent = Math.round(logWrite.sustainedPercent * 10) / 10;
  const writes = `The primary ${subject.primary} (${objectiveName(primarySku)}) writes log at ${percent} % of what it may`;
  const has = `${subject.secondary} (${objectiveName(secondarySku)})`;
  if (rate.amount >= need.amount) {
    if (isHeldBack(status)) {
      // Held back to about what this one may write, and it is the smaller of the two: it is what is waited for.
      const isCause = rate.amount < full.amount && need.amount >= rate.amount * NEARLY_ALL;
      if (!isCause) return { is: 'unknown' };
      return {
        is: 'true',
        value: percent,
        sentence: `${writes}, and is held back for a geo-secondary: the geo-secondary ${has} cannot follow what it would write, and needs more than that.`,
      };
    }
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

function isHeldBack(status: LinkInput['status']): boolean {
  const { waitedPerSecond, requests } = current(status, status.signals?.throttle) ?? {};
  if (waitedPerSecond == null) return (requests ?? 0) > 0;
  return waitedPerSecond > HELD_BACK_MS_PER_SECOND;
}
