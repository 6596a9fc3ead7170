import { type Notice, OUTAGE_CONDITIONS } from '../alerting/types.ts';
import { commandLines } from './commandLines.ts';
import { conditionPage } from './conditionPage.ts';
import { factsOf } from './facts.ts';
import { closingOfAll, groupWords, isSeveral } from './groupWords.ts';
import { labelOf, toneOf } from './label.ts';
import { linksOf, READ_ABOUT } from './links.ts';
import { oneLine, shortName } from './plainText.ts';
import { subjectName } from './subjectName.ts';
import { renderTrend } from './trend.ts';
import type { Message, MessageContext, MessageLink } from './types.ts';
import { CLOSINGS, type Closing } from './wording/closed.ts';
import { testMessage } from './wording/testMessage.ts';
import { wordingOf } from './wording/wordingOf.ts';

const LONGEST_SENTENCE = 600;
const LONGEST_REMARK = 300;
const LONGEST_PLAN_LINE = 400;

const LOOK_FOR_THE_SAME =
  'Look first for what they share: a region, a server, a network, a release. One cause is likelier than many at once.';
const ONLY_TELLS = 'Nothing is moved because of this alert: Geowarden watches and tells.';

/** Says one notice in words. Everything in the result is one line and of bounded length. Pure but for the link that the context makes. */
export function composeMessage(notice: Notice, context: MessageContext): Message {
  const links = linksOf(notice, context);
  const frame = { deployment: oneLine(context.name, 80), links, ...handedOver(context), ...outageParts(notice) };
  if (notice.test) return { ...testMessage(notice), ...frame };
  const closing = closingOf(notice);
  return {
    tone: toneOf(notice, closing),
    label: labelOf(notice, closing),
    ...wordsOf(notice, closing),
    ...(notice.why === undefined ? {} : { why: oneLine(notice.why, LONGEST_REMARK) }),
    facts: factsOf(notice, context),
    ...willDo(notice),
    steps: [
      ...(isSeveral(notice) && notice.group.firing > 1 ? [LOOK_FOR_THE_SAME] : []),
      ...(closing?.steps ?? wordingOf(notice.condition).steps(notice, links)),
      ...whereToLook(notice, links),
      ...whereToRead(notice, links),
    ],
    ...frame,
  };
}

function closingOf(notice: Notice): Closing | undefined {
  if (isSeveral(notice)) return closingOfAll(notice);
  return notice.closedBecause === undefined ? undefined : CLOSINGS[notice.closedBecause];
}

type Words = Pick<Message, 'title' | 'about' | 'sentence' | 'meaning' | 'alerts' | 'notShown' | 'trend'>;

function wordsOf(notice: Notice, closing: Closing | undefined): Words {
  const wording = wordingOf(notice.condition);
  const meaning = closing?.meaning(notice) ?? wording.meaning(notice);
  if (isSeveral(notice)) return groupWords(notice, meaning);
  // What goes on is called what it was called at first.
  const isOver = notice.reason === 'resolved' ? 'resolved' : 'first';
  const trend = notice.trend === undefined ? undefined : renderTrend(notice.trend);
  return {
    title: wording.title[closing === undefined ? isOver : 'closed'],
    about: subjectName(notice),
    sentence: oneLine(closing?.sentence(notice) ?? notice.sentence, LONGEST_SENTENCE),
    meaning,
    alerts: [],
    notShown: 0,
    ...(trend === undefined ? {} : { trend }),
  };
}

function handedOver({ insteadOf }: MessageContext): Pick<Message, 'handedOver'> {
  return insteadOf === undefined
    ? {}
    : { handedOver: `Instead of ${shortName(insteadOf, 60)}, which did not take this message or one before it.` };
}

/** What is over needs nothing done, and an outage is answered by its decision. */
function willDo({ reason, condition, outage, willDo: told }: Notice): Pick<Message, 'willDo'> {
  if (reason === 'resolved' || outage?.decision !== undefined) return {};
  const isOutage = OUTAGE_CONDITIONS.some((name) => name === condition);
  const words = told ?? wordingOf(condition).willDo ?? (isOutage ? undefined : ONLY_TELLS);
  return words === undefined ? {} : { willDo: oneLine(words, LONGEST_SENTENCE) };
}

function outageParts({ outage, sentence }: Notice): Pick<Message, 'decision' | 'plan' | 'commands'> {
  const { decision = '', plan = [], breakGlass = [] } = outage ?? {};
  return {
    // A question is asked in the words of the decision: once is enough.
    ...(decision === '' || decision === sentence ? {} : { decision: oneLine(decision, LONGEST_SENTENCE) }),
    plan: plan.map((line) => oneLine(line, LONGEST_PLAN_LINE)),
    commands: commandLines(breakGlass),
  };
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
