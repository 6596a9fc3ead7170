import type { LinkStatus, Subject } from '../replication/types.ts';
import { lagHigh } from './conditions/lagHigh.ts';
import { lagUnknown } from './conditions/lagUnknown.ts';
import { linkSuspended } from './conditions/linkSuspended.ts';
import { type Alerts, type Evaluation, evaluateAlerts, type Rules } from './evaluate.ts';

/**
 * What the sampling sweep calls with each new link status. Pure.
 * @throws Error when LagHigh is enabled without a threshold.
 */
export function evaluateLink(input: {
  subject: Subject & { kind: 'link' };
  status: LinkStatus;
  alerts: Alerts;
  rules: Rules;
  nowMs: number;
}): Evaluation {
  const { subject, status, alerts, rules, nowMs } = input;
  const about = { subject, status, nowMs };
  return evaluateAlerts({
    subject,
    alerts,
    findings: {
      LagHigh: rules.LagHigh.enabled ? lagHigh({ ...about, rule: rules.LagHigh }) : { is: 'unknown' },
      LagUnknown: lagUnknown({ ...about, rule: rules.LagUnknown }),
      LinkSuspended: linkSuspended({ ...about, rule: rules.LinkSuspended }),
    },
    rules,
    nowMs,
  });
}
