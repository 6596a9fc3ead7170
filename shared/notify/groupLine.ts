import { sayDuration, sayMoment } from '../alerting/spokenTime.ts';
import type { GroupAlert, Severity } from '../alerting/types.ts';
import { oneLine } from './plainText.ts';
import { subjectName } from './subjectName.ts';
import type { GroupLine } from './types.ts';
import { CLOSINGS } from './wording/closed.ts';
import { wordingOf } from './wording/wordingOf.ts';

const LONGEST_SENTENCE = 200;

const SAID: Record<Severity, string> = { critical: 'critical', error: 'error', warning: 'warning', info: 'notice' };

/** What the lines of one message are seen against. */
export interface LineContext {
  /** The alerts differ in their condition. */
  withCondition: boolean;
  /** When it is told. */
  atMs: number;
  /** Whose sentence the message says. */
  worst: GroupAlert | undefined;
}

/** One of several alerts: what, where, since when, how bad. */
export function groupLine(alert: GroupAlert, { withCondition, atMs, worst }: LineContext): GroupLine {
  const { condition, sinceMs, endedAtMs, sentence } = alert;
  const value = measuredOf(alert);
  const lasted = endedAtMs === undefined ? `, for ${sayDuration(atMs - sinceMs)}` : `, until ${sayMoment(endedAtMs)}`;
  return {
    tone: toneOf(alert),
    state: stateOf(alert),
    name: subjectName(alert),
    ...(withCondition ? { condition: oneLine(condition, 40) } : {}),
    since: `since ${sayMoment(sinceMs)}${lasted}`,
    ...(value === '' ? {} : { value }),
    ...(isRepeated(alert, worst) ? {} : { sentence: oneLine(sentence, LONGEST_SENTENCE) }),
  };
}

/** The same words, but for names and numbers: those stand in the line. */
function isRepeated(alert: GroupAlert, worst: GroupAlert | undefined): boolean {
  return worst !== undefined && alert.condition === worst.condition && wordsOf(alert) === wordsOf(worst);
}

function wordsOf({ subject, sentence }: GroupAlert): string {
  const names = [subject.primary, subject.secondary, subject.key].filter((name) => name !== undefined && name !== '');
  return names.reduce<string>((words, name) => words.replaceAll(String(name), ''), sentence).replace(/\d+/g, '');
}

function toneOf({ is, severity, closedBecause }: GroupAlert): GroupLine['tone'] {
  if (is !== 'resolved') return severity;
  return closedBecause === undefined ? 'resolved' : 'closed';
}

function stateOf({ is, severity, sinceMs, endedAtMs, closedBecause, flapping }: GroupAlert): string {
  if (is === 'resolved') {
    const closing = closedBecause === undefined ? undefined : CLOSINGS[closedBecause];
    return closing?.label ?? `Resolved after ${sayDuration((endedAtMs ?? sinceMs) - sinceMs)}`;
  }
  const state = { new: 'New', worse: 'Worse', firing: 'Firing' }[is];
  return `${state}, ${SAID[severity]}${flapping === undefined ? '' : `, came and went ${flapping.times} times`}`;
}

/** The number against what it is judged by; of what is over, how bad it was. */
function measuredOf({ condition, is, value, peak, threshold }: GroupAlert): string {
  const { measure } = wordingOf(condition);
  if (condition === 'LagUnknown' && is !== 'resolved') return 'Lag unknown (NULL)';
  if (measure === undefined) return '';
  const judgedBy = condition === 'LagHigh' ? 'objective' : 'threshold';
  return [
    ...(value === undefined ? [] : [`${measure.title} ${measure.say(value)}`]),
    ...(peak === undefined || !measure.peak ? [] : [`peak ${measure.say(peak)}`]),
    ...(threshold === undefined ? [] : [`${judgedBy} ${measure.say(threshold)}`]),
  ].join(', ');
}
