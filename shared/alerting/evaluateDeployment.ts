import type { Subject } from '../replication/types.ts';
import { conditionsOf } from './conditions/conditionsOf.ts';
import type { DeploymentFacts } from './conditions/definition.ts';
import { type Alerts, type Evaluation, evaluateAlerts, findingsOf, type Rules } from './evaluate.ts';

const CONDITIONS = conditionsOf('deployment');

/** What the outbox timer calls about Geowarden itself, because it lives on when sampling hangs. Pure. */
export function evaluateDeployment(input: {
  subject: Subject & { kind: 'deployment' };
  facts: DeploymentFacts;
  alerts: Alerts;
  rules: Rules;
  nowMs: number;
}): Evaluation {
  const { subject, facts, alerts, rules, nowMs } = input;
  const findings = findingsOf(CONDITIONS, rules, (condition, rule) => condition.find({ ...facts, rule, nowMs }));
  return evaluateAlerts({ subject, alerts, findings, rules, nowMs });
}
