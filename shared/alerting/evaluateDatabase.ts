import type { Subject } from '../replication/types.ts';
import { unprotected } from './conditions/unprotected.ts';
import { type Alerts, type Evaluation, evaluateAlerts, type Rules } from './evaluate.ts';

/** What discovery calls for each watched primary, with or without a geo-secondary. Pure. */
export function evaluateDatabase(input: {
  subject: Subject & { kind: 'database' };
  unprotected: boolean | 'unknown';
  alerts: Alerts;
  rules: Rules;
  nowMs: number;
}): Evaluation {
  const { subject, alerts, rules, nowMs } = input;
  return evaluateAlerts({
    subject,
    alerts,
    findings: { Unprotected: unprotected({ database: subject.key, unprotected: input.unprotected }) },
    rules,
    nowMs,
  });
}
