/** Checks between the steps of `escalate` and the rule they belong to. They look at the document as it was written, like crossChecks.ts. */
import { ALL_CONDITIONS } from '../alerting/conditions/all.ts';
import { severityRank } from '../alerting/dispatch/severity.ts';
import { CONDITIONS, type ConditionName, type Severity } from '../alerting/types.ts';
import { durationAt, listAt } from './documentValues.ts';
import { formatDuration, parseDuration } from './duration.ts';
import { pathText, valueAt } from './path.ts';
import { SEVERITIES } from './schema/severity.ts';
import { shown } from './shown.ts';
import type { ConfigurationFault } from './types.ts';

/** One step, and the rule it makes worse. */
interface Step {
  condition: ConditionName;
  /** Of the rule: `alerts` or a scope's. */
  rule: PropertyKey[];
  path: PropertyKey[];
}

export function escalationFaults(document: unknown): ConfigurationFault[] {
  return stepsOf(document).flatMap((step) => [...withoutOneCause(document, step), ...noLouder(document, step)]);
}

export function escalationWarnings(document: unknown): ConfigurationFault[] {
  return stepsOf(document).flatMap((step) => alwaysAbove(document, step));
}

function stepsOf(document: unknown): Step[] {
  const scopes = listAt(document, ['scopes']).map((_, index) => ['scopes', index, 'alerts']);
  return [['alerts'], ...scopes].flatMap((alerts) =>
    CONDITIONS.flatMap((condition) => {
      const rule = [...alerts, condition];
      const escalate = [...rule, 'escalate'];
      return listAt(document, escalate).map((_, index) => ({ condition, rule, path: [...escalate, index] }));
    }),
  );
}

function withoutOneCause(document: unknown, { condition, path }: Step): ConfigurationFault[] {
  const step = valueAt(document, path);
  // What is no mapping has a fault of its own, and so has `above` where the condition has none.
  if (step === null || typeof step !== 'object') return [];
  const hasThreshold = ALL_CONDITIONS[condition].defaults.above !== undefined;
  const causes = ['after', 'above'].filter((key) => valueAt(step, [key]) !== undefined);
  if (causes.length === 1 || (causes.length === 2 && !hasThreshold)) return [];
  return [
    {
      path: pathText(path),
      expected: hasThreshold ? 'exactly one of after and above: two causes are two steps' : 'after, a duration',
      seen: causes.length === 0 ? 'nothing that makes it worse' : 'both',
      example: '- { after: 30m, severity: critical }',
    },
  ];
}

function noLouder(document: unknown, { condition, rule, path }: Step): ConfigurationFault[] {
  const severity = severityAt(document, [...path, 'severity']);
  const own = severityAt(document, [...rule, 'severity']);
  const ofAll = severityAt(document, ['alerts', condition, 'severity']);
  const before = own ?? ofAll ?? ALL_CONDITIONS[condition].defaults.severity;
  if (severity === undefined || severityRank(severity) > severityRank(before)) return [];
  return [
    {
      path: pathText([...path, 'severity']),
      expected: `a severity louder than that of the rule (${before})`,
      seen: shown(severity),
      example: before === 'critical' ? 'escalate: []' : 'severity: critical',
    },
  ];
}

/** Then the rule's own severity would never be seen. */
function alwaysAbove(document: unknown, { condition, rule, path }: Step): ConfigurationFault[] {
  const above = durationAt(document, [...path, 'above']);
  const threshold = thresholdOf(document, condition, rule);
  if (above === undefined || threshold === undefined || above > threshold) return [];
  return [
    {
      path: pathText([...path, 'above']),
      expected: `more than the threshold (${formatDuration(threshold)}): whatever is an alert at all is above it`,
      seen: formatDuration(above),
      example: `above: ${formatDuration(threshold * 10)}`,
    },
  ];
}

function thresholdOf(document: unknown, condition: ConditionName, rule: PropertyKey[]): number | undefined {
  const given = durationAt(document, [...rule, 'above']) ?? durationAt(document, ['alerts', condition, 'above']);
  const { above } = ALL_CONDITIONS[condition].defaults;
  if (given !== undefined || above === undefined) return given;
  return above === 'rpo' ? durationAt(document, ['objectives', 'rpo']) : parseDuration(above);
}

function severityAt(document: unknown, path: PropertyKey[]): Severity | undefined {
  const value = valueAt(document, path);
  return SEVERITIES.find((severity) => severity === value);
}
