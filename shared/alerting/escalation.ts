import { severityRank } from './dispatch/severity.ts';
import type { AlertRule, EscalationStep, Severity } from './types.ts';

/**
 * How bad an alert is that holds now: the highest of the rule's severity, of the steps that apply, and of what was told of this spell
 * before. So it never sinks within a spell. Pure.
 * @param spell since when the condition holds, and what was told of it; `severity` left out: the rule's own
 * @param value as the condition found it now, in the threshold's unit
 */
export function escalatedSeverity(
  rule: Pick<AlertRule, 'severity' | 'escalate'>,
  spell: { sinceMs: number; severity?: Severity },
  value: number | undefined,
  nowMs: number,
): Severity {
  const heldMs = nowMs - spell.sinceMs;
  const steps = (rule.escalate ?? []).filter((step) => applies(step, heldMs, value)).map(({ severity }) => severity);
  return highest([rule.severity, ...(spell.severity === undefined ? [] : [spell.severity]), ...steps]);
}

function applies({ afterMs, above }: EscalationStep, heldMs: number, value: number | undefined): boolean {
  if (afterMs !== undefined) return heldMs >= afterMs;
  return above !== undefined && value !== undefined && value > above;
}

function highest([first, ...others]: [Severity, ...Severity[]]): Severity {
  return others.reduce((most, one) => (severityRank(one) > severityRank(most) ? one : most), first);
}
