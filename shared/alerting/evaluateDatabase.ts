import type { Subject } from '../replication/types.ts';
import { conditionsOf } from './conditions/conditionsOf.ts';
import type { DatabaseFacts } from './databaseFacts.ts';
import { type Alerts, type Evaluation, evaluateAlerts, findingsOf, type Rules } from './evaluate.ts';

const CONDITIONS = conditionsOf('database');

/**
 * What the judge pass calls for each watched database. Pure.
 * @throws Error when a rule that is enabled lacks the number it judges by.
 */
export function evaluateDatabase(input: {
  subject: Subject & { kind: 'database' };
  facts: DatabaseFacts;
  alerts: Alerts;
  rules: Rules;
  nowMs: number;
}): Evaluation {
  const { subject, facts, alerts, rules, nowMs } = input;
  const about = { ...facts, database: subject.key, nowMs };
  const findings = findingsOf(CONDITIONS, rules, (condition, rule) => condition.find({ ...about, rule }));
  return evaluateAlerts({ subject, alerts, findings, rules, nowMs });
}
