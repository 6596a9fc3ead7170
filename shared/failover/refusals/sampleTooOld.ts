import { sayDuration } from '../../alerting/spokenTime.ts';
import type { Judge } from '../judgeContext.ts';

/** Rule 4: the last sample before onset counts only while it is of bounded age at onset. */
export const sampleTooOld: Judge = ({ statusBeforeOnset }, { onsetMs, nowMs, limits }) => {
  if (statusBeforeOnset === undefined) return undefined;
  const ageMs = (onsetMs ?? nowMs) - statusBeforeOnset.sampledAtMs;
  if (ageMs <= limits.maxSampleAgeMs) return undefined;
  return {
    rule: 'sampleTooOld',
    sentence: `Expected a sample of at most ${sayDuration(limits.maxSampleAgeMs)} before the outage; the last one was taken ${sayDuration(ageMs)} before it.`,
  };
};
