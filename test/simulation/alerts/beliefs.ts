/** What a channel believes to be firing, from the messages alone. */
import { severityRank } from '../../../shared/alerting/dispatch/severity.ts';
import type { GroupAlert, Notice, Severity } from '../../../shared/alerting/types.ts';

export type Beliefs = Map<string, Severity>;

export interface Line {
  key: string;
  is: GroupAlert['is'];
  severity: Severity;
}

/** Of a message of the dispatcher, or of an outage that is told by itself. */
export function linesOf({ group, condition, subject, severity, reason }: Notice): Line[] {
  if (group === undefined)
    return [{ key: keyOf({ condition, subject }), is: reason === 'resolved' ? 'resolved' : 'new', severity }];
  return group.alerts.map((alert) => ({ key: keyOf(alert), is: alert.is, severity: alert.severity }));
}

export function keyOf({ condition, subject }: Pick<Notice, 'condition'> & { subject: { key: string } }): string {
  return `${condition} ${subject.key}`;
}

export function hear(beliefs: Beliefs, notice: Notice): void {
  for (const { key, is, severity } of linesOf(notice)) {
    const believed = beliefs.get(key);
    if (is === 'resolved') beliefs.delete(key);
    // What is only listed is not told: it may have become worse in silence. But whoever sees it listed as less believes that.
    else if (is !== 'firing' || (believed !== undefined && severityRank(severity) < severityRank(believed)))
      beliefs.set(key, severity);
  }
}
