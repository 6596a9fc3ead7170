import type { Judge } from '../judgeContext.ts';

/** Rule 4: reachability is judged by what the candidate says now, by a login to the user database. */
export const doesNotAnswer: Judge = ({ answer }) => {
  if (answer?.reachable === true) return undefined;
  const seen = answer === undefined ? 'it was not asked, or nothing came back.' : answer.sentence;
  return { rule: 'doesNotAnswer', sentence: `Expected the geo-secondary to answer a login now; ${seen}` };
};
