import type { Notice } from '../../alerting/types.ts';
import { composeMessage } from '../composeMessage.ts';
import { fittingLines } from '../fittingLines.ts';
import { type Section, sectionsOf } from '../sections.ts';
import type { Message, MessageContext } from '../types.ts';
import {
  LONGEST_FIELD,
  LONGEST_HEADER,
  LONGEST_TEXT,
  MOST_FIELDS,
  marked,
  paragraph,
  plain,
  type SlackBlock,
  textLength,
} from './slackBlocks.ts';
import { slackDetails } from './slackDetails.ts';
import { escapeSlackText, slackLine, slackLink } from './slackText.ts';

export interface SlackMessage {
  /** For notifications, screen readers and receivers that know no blocks. Not formatted, so that names stay as they are. */
  text: string;
  mrkdwn: false;
  /** Nobody follows a link but who presses it: one may hold a token. */
  unfurl_links: false;
  unfurl_media: false;
  blocks?: SlackBlock[];
}

/** All texts together: Slack refuses somewhere above 11,000 characters (`msg_blocks_too_long`; slackapi/bolt-js issues 2509, 2867). */
const MESSAGE_TEXT = 9_500;
/** So that a long list of alerts leaves room for what to do. */
const LONGEST_SECTION = 2_000;

/** A message for Slack's incoming webhooks, within Block Kit's limits always. `compact` has no blocks. */
export function renderSlack(notice: Notice, context: MessageContext, { compact }: { compact: boolean }): SlackMessage {
  const message = composeMessage(notice, context);
  const base = { text: fallback(message), mrkdwn: false, unfurl_links: false, unfurl_media: false } as const;
  if (compact) return base;
  const blocks = [...beginning(message)];
  const end = [...links(message), footer(message)];
  let room = MESSAGE_TEXT - textLength(blocks) - textLength(end);
  for (const section of sectionsOf(message)) {
    const rendered = titled(section, room);
    room -= textLength(rendered);
    blocks.push(...rendered);
  }
  return { ...base, blocks: [...blocks, ...slackDetails(message, room), ...end] };
}

function fallback(message: Message): string {
  const { label, title, about, sentence, steps, links: addresses } = message;
  return [
    slackLine(`${label}: ${title}: ${about}`, 300),
    slackLine(sentence, 700),
    slackLine(steps[0] ?? '', 700),
    ...addresses.map(({ title: name, url }) => slackLink(url, name, LONGEST_TEXT) ?? ''),
  ]
    .filter((line) => line !== '')
    .join('\n');
}

function beginning({ label, title, about, sentence, handedOver, facts }: Message): SlackBlock[] {
  const said = [about, sentence, ...(handedOver === undefined ? [] : [handedOver])];
  const fields = facts.map((fact) => plain(`${fact.title}\n${slackLine(fact.value, LONGEST_FIELD)}`));
  const rows = Array.from({ length: Math.ceil(fields.length / MOST_FIELDS) }, (_none, row): SlackBlock => {
    return { type: 'section', fields: fields.slice(row * MOST_FIELDS, (row + 1) * MOST_FIELDS) };
  });
  return [
    { type: 'header', text: plain(slackLine(`${label}: ${title}`, LONGEST_HEADER)) },
    paragraph(said.map((line) => slackLine(line, LONGEST_TEXT / said.length - 1)).join('\n')),
    ...rows,
  ];
}

function titled({ title, lines, notShown, more }: Section, room: number): SlackBlock[] {
  const marks = lines.map((line) => escapeSlackText(lines.length + notShown === 1 ? line : `• ${line}`));
  const shown = fittingLines(marks, Math.min(LONGEST_SECTION, room - title.length - 2), {
    sizeOf: (line) => line.length + 1,
    more: (left) => `• ${more(left)}`,
    notShown,
  });
  return shown.length === 0 ? [] : [marked(`*${title}*`), paragraph(shown.join('\n'))];
}

function links(message: Message): SlackBlock[] {
  return message.links.flatMap(({ title, url }) => {
    const link = slackLink(url, title, LONGEST_TEXT);
    return link === undefined ? [] : [marked(link)];
  });
}

function footer({ deployment }: Message): SlackBlock {
  return { type: 'context', elements: [plain(slackLine(`Geowarden (${deployment})`, LONGEST_HEADER))] };
}
