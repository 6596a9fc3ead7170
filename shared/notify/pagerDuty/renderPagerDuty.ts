import type { Notice, NoticeReason, Severity } from '../../alerting/types.ts';
import { BEFORE_COMMANDS, moreCommands } from '../commandLines.ts';
import { composeMessage } from '../composeMessage.ts';
import { fittingLines, jsonBytes } from '../fittingLines.ts';
import { lineWithin } from '../lineWithin.ts';
import { morePlan, shortName } from '../plainText.ts';
import { type Section, sectionsOf } from '../sections.ts';
import type { Message, MessageContext } from '../types.ts';
import { dedupKey } from './dedupKey.ts';

/** An event of the Events API v2, without its routing key. */
export interface PagerDutyEvent {
  event_action: 'trigger' | 'acknowledge' | 'resolve';
  dedup_key: string;
  client: string;
  payload: {
    summary: string;
    source: string;
    severity: Severity;
    timestamp: string;
    component: string;
    group: string;
    class: string;
    custom_details: Record<string, string | string[]>;
  };
  links: Array<{ href: string; text: string }>;
}

/** PagerDuty's documentation of `summary`. */
const LONGEST_SUMMARY = 1_024;
const LONGEST_SOURCE = 255;
/** An event may have 512 KB; the plan and the commands are cut so that ours stays far below. */
const DETAIL_BYTES = 60_000;

/** One event, under 100 KB always. `compact` leaves out all but the facts. */
export function renderPagerDuty(
  notice: Notice,
  context: MessageContext,
  { compact }: { compact: boolean },
): PagerDutyEvent {
  const message = composeMessage(notice, context);
  const { label, title, about, sentence, deployment, links } = message;
  return {
    event_action: actionOf(notice.reason),
    dedup_key: dedupKey(notice),
    client: `Geowarden (${deployment})`,
    payload: {
      summary: lineWithin(`${label}: ${title}: ${about}. ${sentence}`, LONGEST_SUMMARY),
      source: shortName(notice.subject.primary ?? notice.subject.key, LONGEST_SOURCE) || deployment,
      severity: notice.severity,
      timestamp: new Date(notice.atMs).toISOString(),
      component: notice.subject.kind,
      group: shortName(notice.outage?.group ?? '') || deployment,
      class: notice.test ? 'Test' : notice.condition,
      custom_details: { ...facts(message), ...(compact ? {} : explained(message)) },
    },
    links: links.map(({ title: text, url: href }) => ({ href, text })),
  };
}

function actionOf(reason: NoticeReason): PagerDutyEvent['event_action'] {
  if (reason === 'resolved') return 'resolve';
  return reason === 'acknowledged' ? 'acknowledge' : 'trigger';
}

function facts(message: Message): Record<string, string> {
  return Object.fromEntries(message.facts.map(({ title, value }) => [title, value]));
}

function explained(message: Message): Record<string, string | string[]> {
  const { handedOver, sentence, plan, commands } = message;
  const shownPlan = fittingLines(plan, DETAIL_BYTES / 2, { sizeOf: jsonBytes, more: morePlan });
  const shownCommands = fittingLines(commands, DETAIL_BYTES / 2, { sizeOf: jsonBytes, more: moreCommands });
  return {
    'What happened': sentence,
    ...(handedOver === undefined ? {} : { 'Handed over': handedOver }),
    ...Object.fromEntries(sectionsOf(message).map((section) => [section.title, told(section)])),
    ...(shownPlan.length === 0 ? {} : { 'The plan': shownPlan }),
    ...(shownCommands.length === 0 ? {} : { 'By hand': [BEFORE_COMMANDS, ...shownCommands] }),
  };
}

function told({ lines, notShown, more }: Section): string | string[] {
  const all = notShown === 0 ? lines : [...lines, more(notShown)];
  const [first, ...others] = all;
  return first !== undefined && others.length === 0 ? first : all;
}
