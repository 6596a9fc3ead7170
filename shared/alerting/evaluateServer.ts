import type { Subject } from '../replication/types.ts';
import { conditionsOf } from './conditions/conditionsOf.ts';
import type { ServerFacts } from './conditions/definition.ts';
import { type Alerts, type Evaluation, evaluateAlerts, findingsOf, type Rules } from './evaluate.ts';

const CONDITIONS = conditionsOf('server');

/** What the judge pass calls for each server with several watched primaries. Pure. */
export function evaluateServer(input: {
  subject: Subject & { kind: 'server' };
  facts: ServerFacts;
  alerts: Alerts;
  rules: Rules;
  nowMs: number;
}): Evaluation {
  const { subject, facts, alerts, rules, nowMs } = input;
  const about = { ...facts, server: subject.key, nowMs };
  const findings = findingsOf(CONDITIONS, rules, (condition, rule) => condition.find({ ...about, rule }));
  return evaluateAlerts({ subject, alerts, findings, rules, nowMs });
}
