import { sayAtMost, sayDuration, sayMoment } from '../alerting/spokenTime.ts';
import { databaseKey } from '../topology/linkKey.ts';
import type { Choice, Explanation, Plan } from './types.ts';

/**
 * Why it did, or did not, act, as sentences for people: the decision first, then every gate, then the plan with each candidate, its
 * loss bound and why not each other. Holds no secret: it is made of names, times and numbers.
 */
export function explain(explanation: Explanation): string[] {
  const { atMs, decision, sentence, gates, plan } = explanation;
  return [
    `${sayMoment(atMs)}: ${decision}. ${sentence}`,
    ...gates.map((gate) => `Gate ${gate.gate} is ${gate.open ? 'open' : 'closed'}: ${gate.sentence}`),
    ...(plan === null ? ['There is no plan: the group has no databases.'] : planSentences(plan)),
  ];
}

function planSentences(plan: Plan): string[] {
  const ceiling = plan.lossCeilingMs ?? null;
  const loss =
    plan.lossBoundMs === null
      ? 'nothing bounds the loss'
      : `at most ${sayAtMost(plan.lossBoundMs)} would be lost${ceiling === null ? '' : `, an approval covers up to ${sayDuration(ceiling)}`}`;
  return [
    `Plan ${plan.fingerprint.slice(0, 12)} for ${plan.group}, ${plan.mode}: ${loss}.`,
    ...plan.choices.flatMap((choice) => choiceSentences(choice, choice.mode ?? plan.mode)),
  ];
}

function choiceSentences(choice: Choice, mode: Plan['mode']): string[] {
  const bound =
    choice.candidate === null ? [] : [`${databaseKey(choice.database)}, ${mode}. If forced: ${choice.loss.sentence}`];
  const whyNot = choice.refused.flatMap(({ linkKey, refusals }) =>
    refusals.map(({ rule, sentence }) => `Not ${linkKey} (${rule}): ${sentence}`),
  );
  return [choice.sentence, ...bound, ...whyNot];
}
