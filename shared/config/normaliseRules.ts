/** Rules from the checked document: units in the names. Which keys a condition has, and their defaults, is in the condition's own file. */
import { withDifference } from '../alerting/rulesFor.ts';
import {
  type AlertRule,
  type BurnRule,
  CONDITIONS,
  type ConditionName,
  type EscalationStep,
  type RuleDifference,
} from '../alerting/types.ts';
import type { AlertsDocument, EscalationDocument, RuleDocument } from './schema/alerts.ts';

/** What stands before anything is read; the schema gives every rule its own values. */
const BARE: AlertRule = { enabled: true, severity: 'error', pendingMs: 0, resolveMs: 0 };

/** The rules of the whole deployment. LagHigh without a threshold is judged by the RPO. */
export function rulesOf(alerts: AlertsDocument, rpoMs: number): Record<ConditionName, AlertRule> {
  const given = differencesOf({ ...alerts, LagHigh: { ...alerts.LagHigh, above: alerts.LagHigh?.above ?? rpoMs } });
  const rules = CONDITIONS.map((name) => [name, withDifference(BARE, given[name] ?? {})]);
  return Object.fromEntries(rules);
}

/** Only what is given, by condition. */
export function differencesOf(alerts: AlertsDocument): Partial<Record<ConditionName, RuleDifference>> {
  const given = CONDITIONS.flatMap((name) => {
    const rule = alerts[name];
    return rule === undefined ? [] : [[name, differenceOf(rule)]];
  });
  return Object.fromEntries(given);
}

function differenceOf(rule: RuleDocument): RuleDifference {
  const threshold = rule.above === undefined ? rule.least : rule.above / 1000;
  const burn = burnOf(rule);
  return {
    ...(rule.enabled === undefined ? {} : { enabled: rule.enabled }),
    ...(rule.severity === undefined ? {} : { severity: rule.severity }),
    ...(rule.for === undefined ? {} : { pendingMs: rule.for }),
    ...(rule.resolve === undefined ? {} : { resolveMs: rule.resolve }),
    ...(threshold === undefined ? {} : { threshold }),
    ...(rule.hold === undefined ? {} : { holdMs: rule.hold }),
    ...(Object.keys(burn).length === 0 ? {} : { burn }),
    ...(rule.escalate === undefined ? {} : { escalate: rule.escalate.map(stepOf) }),
  };
}

/** `above` in seconds, as the threshold. */
function stepOf({ severity, after, above }: EscalationDocument): EscalationStep {
  return {
    severity,
    ...(after === undefined ? {} : { afterMs: after }),
    ...(above === undefined ? {} : { above: above / 1000 }),
  };
}

function burnOf({ objective, windows }: RuleDocument): Partial<BurnRule> {
  return {
    ...(objective === undefined ? {} : { objectivePercent: objective }),
    ...(windows === undefined
      ? {}
      : { windows: windows.map(({ burn, long, short }) => ({ burn, longMs: long, shortMs: short })) }),
  };
}
