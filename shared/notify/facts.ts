import { sayAtMost, sayDuration, sayMoment } from '../alerting/spokenTime.ts';
import { type Notice, OUTAGE_CONDITIONS } from '../alerting/types.ts';
import { commonOf, isSeveral, type Several } from './groupWords.ts';
import { oneLine, shortName } from './plainText.ts';
import type { Fact, MessageContext } from './types.ts';
import { wordingOf } from './wording/wordingOf.ts';

/** The facts of a notice in reading order. What is not known is left out, but for a lag that Azure answers with NULL: that is the news. */
export function factsOf(notice: Notice, context: MessageContext): Fact[] {
  const facts: Array<Fact | undefined> = [
    { title: 'Condition', value: notice.condition },
    { title: 'Reason', value: notice.reason },
    { title: 'Severity', value: notice.severity },
    ...(isSeveral(notice) ? ofSeveral(notice, context) : ofOne(notice, context)),
    { title: 'Id', value: oneLine(notice.id, 64) },
  ];
  return facts.filter((fact) => fact !== undefined);
}

function ofOne(notice: Notice, context: MessageContext): Array<Fact | undefined> {
  const { subject } = notice;
  const primary = subject.kind === 'database' ? subject.key : subject.primary;
  return [
    { title: 'Since', value: since(notice) },
    ...measured(notice, context),
    optional('Group', group(notice)),
    optional('Region', subject.kind === 'region' ? shortName(subject.key) : undefined),
    optional('Primary', primary === undefined ? undefined : shortName(primary)),
    optional(secondaryTitle(notice), subject.secondary === undefined ? undefined : shortName(subject.secondary)),
    ...outageFacts(notice),
  ];
}

/** Numbers and moments are those of the worst, and say so; whose they are is in the list. */
function ofSeveral(notice: Several, context: MessageContext): Array<Fact | undefined> {
  const { firing, resolved } = notice.group;
  const common = commonOf(notice.group).join(', ');
  const worst = [{ title: 'Since' as const, value: since(notice) }, ...measured(notice, context)].map((fact) =>
    fact === undefined || fact.title === 'Objective' || fact.title === 'Threshold'
      ? fact
      : { title: fact.title, value: `${fact.value} (the worst)` },
  );
  return [
    { title: 'Alerts', value: counted({ firing, resolved }) },
    optional('In common', common === '' ? undefined : common),
    ...worst,
  ];
}

function counted(counts: { firing: number; resolved: number }): string {
  const parts = Object.entries(counts).filter(([, count]) => count > 0);
  return parts.map(([state, count]) => `${count} ${state}`).join(', ');
}

function optional(title: Fact['title'], value: string | undefined): Fact | undefined {
  return value === undefined ? undefined : { title, value };
}

function group({ subject, outage }: Notice): string | undefined {
  const name = outage?.group ?? (subject.kind === 'group' ? subject.key : undefined);
  // What concerns the whole deployment names no group.
  return name === undefined || name === '' || subject.kind === 'deployment' ? undefined : shortName(name);
}

/** In an outage it is not a secondary that is told of, but where the database may go. */
function secondaryTitle({ condition }: Notice): 'Secondary' | 'Candidate' {
  const isOutage = OUTAGE_CONDITIONS.some((name) => name === condition);
  return isOutage && condition !== 'FailoverDone' ? 'Candidate' : 'Secondary';
}

function outageFacts({ outage, reason }: Notice): Fact[] {
  if (outage === undefined) return [];
  const { lossBoundMs, lossCeilingMs, approval, incidentId, operationId } = outage;
  const facts = [
    optional('Loss bound', lossBoundMs === undefined ? undefined : sayLoss(lossBoundMs)),
    optional('Approval covers', lossCeilingMs == null ? undefined : `up to ${sayDuration(lossCeilingMs)}`),
    optional(
      'Decide by',
      approval === undefined || reason === 'resolved' ? undefined : sayMoment(approval.expiresAtMs),
    ),
    optional('Incident', incidentId === undefined ? undefined : oneLine(incidentId, 64)),
    optional('Operation', operationId === undefined ? undefined : oneLine(operationId, 96)),
  ];
  return facts.filter((fact) => fact !== undefined);
}

/** What is not bounded is no number. */
function sayLoss(boundMs: number | null): string {
  if (boundMs === null) return 'unknown (nothing bounds it)';
  return boundMs === 0 ? 'no loss' : `at most ${sayAtMost(boundMs)}`;
}

function since({ sinceMs, durationMs, reason }: Notice): string {
  const duration = sayDuration(durationMs);
  return `${sayMoment(sinceMs)}, for ${duration}${reason === 'resolved' ? '' : ' so far'}`;
}

/** The value and what it is judged against, in the condition's own unit. */
function measured(notice: Notice, context: MessageContext): Array<Fact | undefined> {
  const { condition, reason, value, peak, threshold } = notice;
  const { measure, withoutObjective } = wordingOf(condition);
  const rpo = withoutObjective || context.rpoMs === undefined ? undefined : sayDuration(context.rpoMs);
  const say = (number: number | undefined) => (number === undefined ? undefined : measure?.say(number));
  if (condition === 'LagUnknown' && reason !== 'resolved') {
    return [{ title: 'Lag', value: 'unknown (NULL)' }, optional('Objective', rpo)];
  }
  const isLag = condition === 'LagHigh';
  return [
    measure && optional(measure.title, say(value)),
    optional('Peak', measure?.peak ? say(peak) : undefined),
    isLag ? undefined : optional('Threshold', say(threshold)),
    optional('Objective', (isLag ? say(threshold) : undefined) ?? rpo),
  ];
}
