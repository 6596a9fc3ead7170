import { BEFORE_COMMANDS, moreCommands } from '../commandLines.ts';
import { howManyFit, jsonBytes } from '../fittingLines.ts';
import { morePlan } from '../plainText.ts';
import type { Message } from '../types.ts';
import type { CardElement } from './adaptiveCard.ts';
import { escapeCardText } from './escapeCardText.ts';

/** Headings, boxes and the lines that say what was left out. */
const SECTION_BYTES = 500;

/**
 * The plan and the commands, as many whole lines of each as fit. The plan gets at most half, because a person who has to act by hand needs
 * the commands more; the incident page has all of both.
 */
export function details({ plan, commands }: Pick<Message, 'plan' | 'commands'>, bytes: number): CardElement[] {
  const planned = fitted(plan.map(planElement), commands.length === 0 ? bytes : bytes / 2);
  const shownPlan = section('The plan', planned, (left) => [planElement(morePlan(left))]);
  const typed = fitted(commands.map(commandElement), bytes - jsonBytes(shownPlan));
  const box = section('By hand', typed, (left) => [commandElement(moreCommands(left))]);
  const [title, ...lines] = box;
  if (title === undefined) return shownPlan;
  return [
    ...shownPlan,
    title,
    paragraph(BEFORE_COMMANDS),
    { type: 'Container', style: 'emphasis', spacing: 'Small', items: lines },
  ];
}

interface Fitted {
  shown: CardElement[];
  left: number;
}

/** The first lines whose bytes are at most so many; never a part of one. */
export function fitted(lines: CardElement[], bytes: number): Fitted {
  const shown = lines.slice(0, howManyFit(lines, bytes - SECTION_BYTES, jsonBytes));
  return { shown, left: lines.length - shown.length };
}

function section(title: string, { shown, left }: Fitted, more: (left: number) => CardElement[]): CardElement[] {
  if (shown.length === 0) return [];
  return [heading(title), ...shown, ...(left === 0 ? [] : more(left))];
}

function planElement(line: string): CardElement {
  return paragraph(`• ${escapeCardText(line)}`);
}

function paragraph(text: string): CardElement {
  return { type: 'TextBlock', text, wrap: true, spacing: 'Small' };
}

function commandElement(line: string): CardElement {
  return {
    type: 'RichTextBlock',
    spacing: 'Small',
    inlines: [{ type: 'TextRun', text: line, fontType: 'Monospace', size: 'Small' }],
  };
}

export function heading(text: string): CardElement {
  return { type: 'TextBlock', text, wrap: true, weight: 'Bolder', spacing: 'Medium' };
}

/** What stands beside what matters. */
export function quiet(text: string): CardElement {
  return { type: 'TextBlock', text: escapeCardText(text), wrap: true, size: 'Small', isSubtle: true, spacing: 'Small' };
}
