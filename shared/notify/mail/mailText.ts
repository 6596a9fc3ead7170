import { BEFORE_COMMANDS } from '../commandLines.ts';
import { alertHead, alertRest, LAG_BEFORE, moreOf, THE_ALERTS, whyNow } from '../phrases.ts';
import type { Message } from '../types.ts';

const WIDTH = 72;

/** The plain-text part: says what the HTML part says, wrapped for a terminal. */
export function mailText(message: Message): string {
  const widest = Math.max(...message.facts.map((fact) => fact.title.length));
  const blocks = [
    [`${message.label}: ${message.title}`, message.about, ...optional(message.handedOver)]
      .map((line) => wrap(line))
      .join('\n'),
    [message.sentence, ...optional(whyNow(message))].map((each) => wrap(each)).join('\n\n'),
    message.facts.map(({ title, value }) => `${`${title}:`.padEnd(widest + 2)}${value}`).join('\n'),
    ...(message.trend === undefined ? [] : [`${LAG_BEFORE}\n\n${message.trend.bars}\n${message.trend.scale}`]),
    ...optional(message.decision ?? message.willDo).map((text) => `What Geowarden does\n\n${wrap(text)}`),
    `What it means\n\n${wrap(message.meaning)}`,
    `What to do now\n\n${steps(message.steps)}`,
    ...message.links.map(({ title, url }) => `${title}:\n${url}`),
    ...alerts(message),
    ...(message.plan.length === 0 ? [] : [`The plan\n\n${steps(message.plan)}`]),
    // Never wrapped: a command is copied as a whole line.
    ...(message.commands.length === 0 ? [] : [`By hand\n\n${wrap(BEFORE_COMMANDS)}\n\n${message.commands.join('\n')}`]),
    `-- \nSent by Geowarden (${message.deployment}).`,
  ];
  return `${blocks.join('\n\n')}\n`;
}

function optional(text: string | undefined): string[] {
  return text === undefined ? [] : [text];
}

function alerts({ alerts, notShown }: Message): string[] {
  if (alerts.length === 0) return [];
  const lines = alerts.map((line) => `${wrap(alertHead(line), '- ', '  ')}\n${wrap(alertRest(line), '  ', '  ')}`);
  return [[THE_ALERTS, lines.join('\n'), ...(notShown === 0 ? [] : [moreOf(notShown)])].join('\n\n')];
}

function steps(list: string[]): string {
  return list.map((step) => (list.length === 1 ? wrap(step) : wrap(step, '- ', '  '))).join('\n');
}

/** A number stays on the line of its unit. */
const GLUE = /(?<=\d) (?=(?:ms|s|min|h|d)\b|%)/g;

function wrap(text: string, first = '', next = ''): string {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of text.replace(GLUE, '\u00a0').split(' ')) {
    if (!empty && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = next;
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line].join('\n').replaceAll('\u00a0', ' ');
}
