import { sayMoment } from '../../alerting/spokenTime.ts';
import type { Judge } from '../judgeContext.ts';

/** Rule 4: once the primary is gone its lag cannot be read, so a sample that is not from before onset is no sample. */
export const neverSampled: Judge = ({ statusBeforeOnset }, { onsetMs }) => {
  const expected = 'Expected a sample of the link from before the outage;';
  if (statusBeforeOnset === undefined) {
    return { rule: 'neverSampled', sentence: `${expected} there is none, so nobody knows what was replicated.` };
  }
  if (onsetMs === null || statusBeforeOnset.sampledAtMs <= onsetMs) return undefined;
  return {
    rule: 'neverSampled',
    sentence: `${expected} the one at hand is of ${sayMoment(statusBeforeOnset.sampledAtMs)}, and the outage began at ${sayMoment(onsetMs)}.`,
  };
};
