import type { Subject } from '../replication/types.ts';
import { conditionsOf } from './conditions/conditionsOf.ts';
import type { ChannelFacts } from './conditions/definition.ts';
import { type Alerts, type Evaluation, evaluateAlerts, findingsOf, type Rules } from './evaluate.ts';

const CONDITIONS = conditionsOf('channel');

/** What is called when a channel begins to fail or delivers again, and by the outbox timer, about one channel. Pure. */
export function evaluateChannel(input: {
  subject: Subject & { kind: 'channel' };
  facts: Pick<ChannelFacts, 'failing'>;
  alerts: Alerts;
  rules: Rules;
  nowMs: number;
}): Evaluation {
  const { subject, facts, alerts, rules, nowMs } = input;
  const about = { ...facts, channel: subject.key, nowMs };
  const findings = findingsOf(CONDITIONS, rules, (condition, rule) => condition.find({ ...about, rule }));
  return evaluateAlerts({ subject, alerts, findings, rules, nowMs });
}
