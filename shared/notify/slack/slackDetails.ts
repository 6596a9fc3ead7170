import { BEFORE_COMMANDS, moreCommands, NOT_SHOWN } from '../commandLines.ts';
import { fittingLines } from '../fittingLines.ts';
import { morePlan } from '../plainText.ts';
import type { Message } from '../types.ts';
import { LONGEST_TEXT, marked, paragraph, type SlackBlock } from './slackBlocks.ts';
import { escapeSlackText } from './slackText.ts';

const FENCE = '```';
/** Headings, and what stands before the commands. */
const AROUND = 300;

/** The plan and the commands, as many whole lines of each as have room; the plan at most half of it. */
export function slackDetails({ plan, commands }: Pick<Message, 'plan' | 'commands'>, room: number): SlackBlock[] {
  const sizeOf = (line: string) => line.length + 1;
  const planRoom = Math.min(LONGEST_TEXT, commands.length === 0 ? room : room / 2) - AROUND;
  const planned = fittingLines(
    plan.map((line) => `• ${escapeSlackText(line)}`),
    planRoom,
    { sizeOf, more: (left) => `• ${morePlan(left)}` },
  );
  const spare = room - planned.reduce((sum, line) => sum + sizeOf(line), AROUND);
  const typed = fittingLines(commands.map(commandText), spare - AROUND, { sizeOf, more: moreCommands });
  return [
    ...(planned.length === 0 ? [] : [marked('*The plan*'), paragraph(planned.join('\n'))]),
    ...(typed.length === 0 ? [] : [marked('*By hand*'), paragraph(BEFORE_COMMANDS), ...fenced(typed)]),
  ];
}

/** A line that would end the fence, or has no room in any text, is not shown: a part of a command must not be typed. */
function commandText(line: string): string {
  const escaped = escapeSlackText(line);
  return escaped.includes(FENCE) || escaped.length > LONGEST_TEXT - 2 * FENCE.length ? NOT_SHOWN : escaped;
}

function fenced(lines: readonly string[]): SlackBlock[] {
  const texts: string[] = [];
  for (const line of lines) {
    const last = texts.at(-1);
    const isRoom = last !== undefined && last.length + line.length + 1 + 2 * FENCE.length + 2 <= LONGEST_TEXT;
    if (isRoom) texts[texts.length - 1] = `${last}\n${line}`;
    else texts.push(line);
  }
  return texts.map((text) => marked(`${FENCE}\n${text}\n${FENCE}`));
}
