import { sayDuration } from '../alerting/spokenTime.ts';
import type { Notice } from '../alerting/types.ts';
import { commandLines } from './commandLines.ts';
import { conditionPage } from './conditionPage.ts';
import { factsOf } from './facts.ts';
import { linksOf, READ_ABOUT } from './links.ts';
import { morePlan, oneLine, shortName } from './plainText.ts';
import type { Message, MessageContext, MessageLink, Tone } from './types.ts';
import { CLOSINGS, type Closing } from './wording/closed.ts';
import { testMessage } from './wording/testMessage.ts';
import { wordingOf } from './wording/wordingOf.ts';

const LABELS: Record<Tone, string> = {
  critical: 'Critical',
  error: 'Error',
  warning: 'Warning',
  info: 'Notice',
  resolved: 'Resolved',
  closed: 'Closed',
};

const LONGEST_SENTENCE = 600;
const LONGEST_PLAN_LINE = 400;
const MOST_PLAN_LINES = 60;

/** Says one notice in words. Everything in the result is one line and of bounded length. Pure but for the link that the context makes. */
export function composeMessage(notice: Notice, context: MessageContext): Message {
  const links = linksOf(notice, context);
  const frame = { deployment: oneLine(context.name, 80), links, ...outageParts(notice) };
  if (notice.test) return { ...testMessage(notice), ...frame };
  const wording = wordingOf(notice.condition);
  const closing = notice.closedBecause === undefined ? undefined : CLOSINGS[notice.closedBecause];
  const tone = toneOf(notice, closing);
  return {
    tone,
    label: closing?.label ?? label(notice, tone),
    title: wording.title[closing === undefined ? endOrNot(notice) : 'closed'],
    about: about(notice),
    sentence: oneLine(closing?.sentence(notice) ?? notice.sentence, LONGEST_SENTENCE),
    facts: factsOf(notice, context),
    meaning: closing?.meaning(notice) ?? wording.meaning(notice),
    steps: [
      ...(closing?.steps ?? wording.steps(notice, links)),
      ...whereToLook(notice, links),
      ...whereToRead(notice, links),
    ],
    ...frame,
  };
}

function outageParts({ outage, sentence }: Notice): Pick<Message, 'decision' | 'plan' | 'commands'> {
  const { decision = '', plan = [], breakGlass = [] } = outage ?? {};
  return {
    // A question is asked in the words of the decision: once is enough.
    ...(decision === '' || decision === sentence ? {} : { decision: oneLine(decision, LONGEST_SENTENCE) }),
    plan: planLines(plan),
    commands: commandLines(breakGlass),
  };
}

function planLines(lines: readonly string[]): string[] {
  const shown = lines.slice(0, MOST_PLAN_LINES).map((line) => oneLine(line, LONGEST_PLAN_LINE));
  return lines.length <= MOST_PLAN_LINES ? shown : [...shown, morePlan(lines.length - MOST_PLAN_LINES)];
}

/** Who gets no link is told where the incident is. */
function whereToLook({ outage }: Notice, links: readonly MessageLink[]): string[] {
  if (outage?.incidentId === undefined || links.some(({ title }) => title === 'Open the incident')) return [];
  return [
    `Find the whole incident at GET /api/incidents/${oneLine(outage.incidentId, 64)} of the Functions app. Set pageUrl in the configuration to have a link here.`,
  ];
}

/** Who gets no link to the page of the condition is told which file it is. What is over need not be read about. */
function whereToRead({ condition, reason }: Notice, links: readonly MessageLink[]): string[] {
  const page = conditionPage(condition);
  if (reason === 'resolved' || page === undefined || links.some(({ title }) => title === READ_ABOUT)) return [];
  return [
    `Causes and first steps are in docs/${page} of Geowarden. Set pageUrl or docsUrl in the configuration to have a link here.`,
  ];
}

/** What goes on is called what it was called at first. */
function endOrNot({ reason }: Notice): 'first' | 'resolved' {
  return reason === 'resolved' ? 'resolved' : 'first';
}

function toneOf(notice: Notice, closing: Closing | undefined): Tone {
  if (notice.reason !== 'resolved') return notice.severity;
  return closing === undefined ? 'resolved' : 'closed';
}

function label(notice: Notice, tone: Tone): string {
  return notice.reason === 'resolved' ? `Resolved after ${sayDuration(notice.durationMs)}` : LABELS[tone];
}

function about({ condition, subject, outage }: Notice): string {
  const { kind, key, primary, secondary } = subject;
  if (primary !== undefined && secondary !== undefined)
    return `${shortName(primary, 60)} → ${shortName(secondary, 60)}`;
  const group = outage === undefined || outage.group === '' ? '' : `, recovery group ${shortName(outage.group, 60)}`;
  switch (kind) {
    case 'region':
      return `Region ${shortName(key, 60)}${group}`;
    case 'group':
      return `Recovery group ${shortName(key, 60)}`;
    case 'channel':
      return `Channel ${shortName(key, 60)}`;
    case 'deployment':
      return condition === 'MonitorLate' ? 'Geowarden itself' : 'All recovery groups';
    default:
      return `${shortName(key)}${group}`;
  }
}
