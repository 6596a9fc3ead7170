import type { Subject } from '../replication/types.ts';
import { conditionsOf } from './conditions/conditionsOf.ts';
import type { Condition } from './conditions/definition.ts';
import { type Alerts, type Evaluation, evaluateAlerts, findingsOf, type Rules } from './evaluate.ts';

type Kind = Subject['kind'];
type Of<K extends Kind> = Extract<Condition, { subject: K }>;
/** What a condition of this kind judges by, but for its rule and the time. */
type About<K extends Kind> = Omit<Parameters<Of<K>['find']>[0], 'rule' | 'nowMs'>;

/** What is evaluated of every subject, whatever its conditions judge by. */
export interface Given<K extends Kind> {
  subject: Subject & { kind: K };
  alerts: Alerts;
  rules: Rules;
  nowMs: number;
}

/**
 * The evaluation of one kind of subject: all of its conditions, asked with the same facts. Pure.
 * @param aboutOf what the conditions judge by, from what the caller knows
 */
export function evaluatorOf<K extends Kind, Known>(
  kind: K,
  aboutOf: (known: Given<K> & Known) => About<K>,
): (input: Given<K> & Known) => Evaluation {
  const conditions = conditionsOf(kind);
  return (input) => {
    const { subject, alerts, rules, nowMs } = input;
    const about = aboutOf(input);
    // The compiler does not see that the parts of a parameter make the whole again.
    const findings = findingsOf(conditions, rules, (condition, rule) =>
      (condition.find as (all: unknown) => ReturnType<Of<K>['find']>)({ ...about, rule, nowMs }),
    );
    return evaluateAlerts({ subject, alerts, findings, rules, nowMs });
  };
}
