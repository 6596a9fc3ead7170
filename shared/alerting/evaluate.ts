import type { Subject } from '../replication/types.ts';
import { type AlertEvent, advanceAlert, closeAlert } from './hysteresis.ts';
import { makeNotice } from './makeNotice.ts';
import { type AlertRule, type AlertState, CONDITIONS, type ConditionName, type Finding, type Notice } from './types.ts';

export type Alerts = Partial<Record<ConditionName, AlertState>>;
export type Rules = Record<ConditionName, AlertRule>;

export interface Evaluation {
  alerts: Alerts;
  /** To be stored as outbox entries in the same transaction as `alerts`. */
  notices: Notice[];
}

export interface EvaluationInput {
  subject: Subject;
  alerts: Alerts;
  /** A condition that is left out counts as unknown: its alert stays as it is. */
  findings: Partial<Record<ConditionName, Finding>>;
  rules: Rules;
  nowMs: number;
}

/** What each condition says, asked only where its rule is enabled: a rule that is off closes its alert whatever is found. */
export function findingsOf<C extends { name: ConditionName }>(
  conditions: readonly C[],
  rules: Rules,
  find: (condition: C, rule: AlertRule) => Finding,
): Partial<Record<ConditionName, Finding>> {
  const findings: Partial<Record<ConditionName, Finding>> = {};
  for (const condition of conditions) {
    const rule = rules[condition.name];
    if (rule.enabled) findings[condition.name] = find(condition, rule);
  }
  return findings;
}

const UNKNOWN: Finding = { is: 'unknown' };

/**
 * Every alert of one subject, one step further. Pure; neither argument is changed. Store `alerts` and the outbox entries of `notices`
 * in one transaction: then an alert that was told of is resolved or still firing, whatever crashes (rule 13).
 */
export function evaluateAlerts({ subject, alerts, findings, rules, nowMs }: EvaluationInput): Evaluation {
  const next: Alerts = {};
  const notices: Notice[] = [];
  for (const condition of CONDITIONS) {
    const state = alerts[condition];
    const finding = findings[condition] ?? UNKNOWN;
    // Nearly all of them, of thousands of subjects: quiet stays quiet.
    if (state === undefined && finding.is !== 'true') continue;
    const rule = rules[condition];
    const step = advanceAlert(state, finding, rule, nowMs);
    if (step.state !== undefined) next[condition] = step.state;
    if (step.event !== undefined) notices.push(makeNotice(step.event, { subject, condition, rule, nowMs }));
  }
  return { alerts: next, notices };
}

/** The subject is no longer watched, or no longer exists: what was told of is closed, and nothing stays behind. */
export function closeSubject(input: { subject: Subject; alerts: Alerts; rules: Rules; nowMs: number }): Evaluation {
  const { subject, alerts, rules, nowMs } = input;
  const notices: Notice[] = [];
  for (const condition of CONDITIONS) {
    const event: AlertEvent | undefined = closeAlert(alerts[condition], 'subjectRemoved', nowMs).event;
    if (event !== undefined) notices.push(makeNotice(event, { subject, condition, rule: rules[condition], nowMs }));
  }
  return { alerts: {}, notices };
}
