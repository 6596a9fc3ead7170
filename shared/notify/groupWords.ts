import type { Notice, NoticeCondition, NoticeGroup } from '../alerting/types.ts';
import { groupLine } from './groupLine.ts';
import { oneLine, shortName } from './plainText.ts';
import { subjectName } from './subjectName.ts';
import type { Message } from './types.ts';
import { CLOSINGS, type Closing } from './wording/closed.ts';
import { countFiring, manyOf } from './wording/many.ts';
import { wordingOf } from './wording/wordingOf.ts';

const MOST_LINES = 20;
const LONGEST_SENTENCE = 600;
const MOST_COMMON = 6;

/** Several alerts that are told together; what is told of one alone reads as that alert. */
export type Several = Notice & { group: NoticeGroup };

export function isSeveral(notice: Notice): notice is Several {
  const { group } = notice;
  return group !== undefined && !notice.test && (group.firing + group.resolved > 1 || group.folded !== undefined);
}

/** What to call the end of all of them: present only when none was seen to end. */
export function closingOfAll({ reason, group }: Several): Closing | undefined {
  const because = group.alerts.map(({ closedBecause }) => closedBecause);
  const [first] = because;
  return reason === 'resolved' && first !== undefined && because.every((one) => one !== undefined)
    ? CLOSINGS[first]
    : undefined;
}

type Words = Pick<Message, 'title' | 'about' | 'sentence' | 'meaning' | 'alerts' | 'notShown'>;

/** Title, names and list of several alerts. `meaning` is what it means of the worst of them. */
export function groupWords(notice: Several, meaning: string): Words {
  const { group } = notice;
  const condition = conditionOfAll(group);
  const isClosed = closingOfAll(notice) !== undefined;
  const shown = group.alerts.slice(0, MOST_LINES);
  const context = { withCondition: condition === undefined, atMs: notice.atMs, worst: shown[0] };
  return {
    title: title(notice, condition),
    about: about(notice, condition),
    sentence: oneLine(isClosed ? closedSentence(group) : sentence(notice), LONGEST_SENTENCE),
    // What a closing means is the same for all of them.
    meaning: isClosed ? meaning : `Of the worst, ${subjectName(notice)}: ${meaning}`,
    alerts: shown.map((alert) => groupLine(alert, context)),
    notShown: Math.max(0, group.firing + group.resolved - shown.length),
  };
}

/** The condition of every one of them, also of those that are not shown; undefined when they differ or nobody knows. */
function conditionOfAll({ alerts, common, firing, resolved }: NoticeGroup): NoticeCondition | undefined {
  const condition = alerts[0]?.condition;
  if (condition === undefined || alerts.some((alert) => alert.condition !== condition)) return undefined;
  return alerts.length === firing + resolved || common.includes(condition) ? condition : undefined;
}

function title(notice: Several, condition: NoticeCondition | undefined): string {
  const { firing, resolved } = notice.group;
  const many = manyOf(condition);
  if (closingOfAll(notice) !== undefined) return `${resolved} alerts are closed`;
  const own = wordingOf(notice.condition).title;
  if (firing === 0 && resolved === 1) return own.resolved;
  if (firing === 0) return `${resolved} ${many.nouns} ${many.over}`;
  const of = firing + (notice.reason === 'someResolved' ? resolved : 0);
  return of === 1 ? own.first : countFiring(many, firing, of);
}

/** What they share; where that is nothing but the condition, the first of them by name. */
function about(notice: Several, condition: NoticeCondition | undefined): string {
  const { group } = notice;
  if (group.folded !== undefined) return `${group.folded.groups} groups of alerts`;
  const common = commonOf(group).filter((value) => value !== condition);
  if (common.length > 0) return common.join(', ');
  const others = group.firing + group.resolved - 1;
  return `${subjectName(notice)} and ${others} more`;
}

export function commonOf({ common }: NoticeGroup): string[] {
  return common
    .filter((value) => value !== '')
    .slice(0, MOST_COMMON)
    .map((value) => shortName(value, 60));
}

function closedSentence({ resolved }: NoticeGroup): string {
  return `${resolved} alerts are closed, and none of them was seen to end: the list says why.`;
}

function sentence(notice: Several): string {
  const { group, reason } = notice;
  const { firing, resolved } = group;
  const counts = [
    ...(firing === 0 ? [] : [`${firing} ${firing === 1 ? 'alert is' : 'alerts are'} firing`]),
    ...(resolved === 0 ? [] : [`${resolved} ${resolved === 1 ? 'has' : 'have'} ended`]),
  ];
  const closed = group.alerts.filter(({ closedBecause }) => closedBecause !== undefined).length;
  return [
    `${firing === 0 ? `${resolved} alerts have ended` : counts.join(', ')}.`,
    ...(closed === 0
      ? []
      : [`${closed} of them ${closed === 1 ? 'was' : 'were'} closed without having been seen to end.`]),
    `The ${reason === 'resolved' ? 'first of them' : 'worst'}: ${notice.sentence}`,
  ].join(' ');
}
