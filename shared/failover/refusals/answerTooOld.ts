import { sayDuration, sayMoment } from '../../alerting/spokenTime.ts';
import type { Judge } from '../judgeContext.ts';
import { isFresh } from '../limits.ts';

/** Rule 4: what a candidate said a while ago is not what it says now. */
export const answerTooOld: Judge = ({ answer }, { nowMs, limits }) => {
  if (answer === undefined || isFresh(answer.atMs, nowMs, limits.maxAnswerAgeMs, limits)) return undefined;
  return {
    rule: 'answerTooOld',
    sentence: `Expected an answer of at most ${sayDuration(limits.maxAnswerAgeMs)} ago; the last one is of ${sayMoment(answer.atMs)}, and it is ${sayMoment(nowMs)}.`,
  };
};
