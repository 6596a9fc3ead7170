import type { Explanation, GateAnswer } from '../failover/types.ts';

/**
 * Databases that one operation moves at most: its row holds the plan, every step and the journal of all of them, and a row of the table takes
 * 448,000 characters. A hundred and fifty fill it when sixty have moved, and then nobody can write down what came of the next call.
 */
export const MOST_DATABASES = 50;

/** A group that is too large is refused before anything is called, and its incident can still be stored and told of. Pure. */
export function refuseTooLarge(explanation: Explanation, databases: number): Explanation {
  if (databases <= MOST_DATABASES) return explanation;
  const sentence = `Expected at most ${MOST_DATABASES} databases in a group, because one record holds what is done with all of them; saw ${databases}. Split the group, or move it by hand.`;
  return {
    ...explanation,
    plan: null,
    gates: explanation.gates.map(
      (answer): GateAnswer => (answer.gate === 'configurationValid' ? { ...answer, open: false, sentence } : answer),
    ),
    ...(explanation.decision === 'wait' ? {} : refused(explanation, sentence)),
  };
}

/** In notify mode it is told, as everything is. */
function refused({ mode }: Explanation, because: string): Pick<Explanation, 'decision' | 'sentence'> {
  if (mode === 'notify') return { decision: 'tell', sentence: `The mode is notify, so nothing is done. ${because}` };
  return { decision: 'refuse', sentence: `It does not fail over. ${because}` };
}
