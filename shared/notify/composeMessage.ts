import { sayDuration } from '../alerting/spokenTime.ts';
import type { ConditionName, Notice } from '../alerting/types.ts';
import { factsOf } from './facts.ts';
import { oneLine, shortName } from './plainText.ts';
import type { Message, MessageContext, Tone, Wording } from './types.ts';
import { CLOSINGS, type Closing } from './wording/closed.ts';
import { lagHigh } from './wording/lagHigh.ts';
import { lagUnknown } from './wording/lagUnknown.ts';
import { linkSuspended } from './wording/linkSuspended.ts';
import { testMessage } from './wording/testMessage.ts';
import { unprotected } from './wording/unprotected.ts';

const WORDINGS: Record<ConditionName, Wording> = {
  LagHigh: lagHigh,
  LagUnknown: lagUnknown,
  LinkSuspended: linkSuspended,
  Unprotected: unprotected,
};

const LABELS: Record<Tone, string> = {
  critical: 'Critical',
  error: 'Error',
  warning: 'Warning',
  info: 'Notice',
  resolved: 'Resolved',
  closed: 'Closed',
};

const LONGEST_SENTENCE = 600;
const LONGEST_URL = 2_000;

/** Says one notice in words. Pure; everything in the result is one line and of bounded length. */
export function composeMessage(notice: Notice, context: MessageContext): Message {
  if (notice.test) return { ...testMessage(notice), ...frame(context) };
  const wording = WORDINGS[notice.condition];
  const closing = notice.closedBecause === undefined ? undefined : CLOSINGS[notice.closedBecause];
  const tone = toneOf(notice, closing);
  return {
    tone,
    label: closing?.label ?? label(notice, tone),
    title: wording.title[closing === undefined ? notice.reason : 'closed'],
    about: about(notice),
    sentence: oneLine(closing?.sentence(notice) ?? notice.sentence, LONGEST_SENTENCE),
    facts: factsOf(notice, context),
    meaning: closing?.meaning(notice) ?? wording.meaning(notice),
    steps: closing?.steps ?? wording.steps(notice),
    ...frame(context),
  };
}

/** What every message of a deployment bears. */
function frame(context: MessageContext): Pick<Message, 'deployment' | 'link'> {
  const link = pageLink(context.pageUrl);
  return { deployment: oneLine(context.name, 80), ...(link === undefined ? {} : { link }) };
}

function toneOf(notice: Notice, closing: Closing | undefined): Tone {
  if (notice.reason === 'first') return notice.severity;
  return closing === undefined ? 'resolved' : 'closed';
}

function label(notice: Notice, tone: Tone): string {
  return notice.reason === 'resolved' ? `Resolved after ${sayDuration(notice.durationMs)}` : LABELS[tone];
}

function about({ subject }: Notice): string {
  if (subject.primary === undefined || subject.secondary === undefined) return shortName(subject.key);
  return `${shortName(subject.primary, 60)} → ${shortName(subject.secondary, 60)}`;
}

/** Only an address that a browser opens: anything else in the configuration must not become a link in a message. */
function pageLink(pageUrl: string | undefined): Message['link'] {
  if (pageUrl === undefined || pageUrl.length > LONGEST_URL || !URL.canParse(pageUrl)) return undefined;
  const { protocol, href } = new URL(pageUrl);
  return protocol === 'https:' || protocol === 'http:' ? { title: 'Open the status page', url: href } : undefined;
}
