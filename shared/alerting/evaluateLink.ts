import type { LinkFacts } from '../replication/signalTypes.ts';
import type { LinkStatus, Subject } from '../replication/types.ts';
import { conditionsOf } from './conditions/conditionsOf.ts';
import { type Alerts, type Evaluation, evaluateAlerts, findingsOf, type Rules } from './evaluate.ts';

const CONDITIONS = conditionsOf('link');

/**
 * What the sampling sweep calls with each new link status. Pure.
 * @throws Error when a rule that is enabled lacks the number it judges by.
 */
export function evaluateLink(input: {
  subject: Subject & { kind: 'link' };
  status: LinkStatus;
  /** What discovery knows of the link; the conditions that compare are unknown without it. */
  facts?: LinkFacts;
  alerts: Alerts;
  rules: Rules;
  nowMs: number;
}): Evaluation {
  const { subject, status, facts, alerts, rules, nowMs } = input;
  const about = { subject, status, ...(facts === undefined ? {} : { facts }), nowMs };
  const findings = findingsOf(CONDITIONS, rules, (condition, rule) => condition.find({ ...about, rule }));
  return evaluateAlerts({ subject, alerts, findings, rules, nowMs });
}
