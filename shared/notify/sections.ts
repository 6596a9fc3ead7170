import { LAG_BEFORE, moreOf, THE_ALERTS } from './phrases.ts';
import { oneLine } from './plainText.ts';
import type { GroupLine, Message } from './types.ts';

/** A titled part of a message, for channels that have no form of their own. */
export interface Section {
  title: string;
  lines: string[];
  /** How many lines there are besides. */
  notShown: number;
  /** Stands where lines were left out. */
  more(left: number): string;
}

/** What a message explains, in reading order; without its plan and commands, which are as long as there is room. */
export function sectionsOf(message: Message): Section[] {
  const { why, trend, alerts, notShown, decision, willDo, meaning, steps } = message;
  const does = decision ?? willDo;
  return [
    ...(why === undefined ? [] : [section('Why now', [why])]),
    ...(trend === undefined ? [] : [section(LAG_BEFORE, [trend.bars, trend.scale])]),
    ...(alerts.length === 0 ? [] : [{ title: THE_ALERTS, lines: alerts.map(alertLine), notShown, more: moreOf }]),
    ...(does === undefined ? [] : [section('What Geowarden does', [does])]),
    section('What it means', [meaning]),
    section('What to do now', steps),
  ];
}

function section(title: string, lines: string[]): Section {
  return { title, lines, notShown: 0, more: (left) => `… and ${left} more.` };
}

/** Long enough for the names of both ends and the numbers. */
const LONGEST_ALERT = 320;

function alertLine({ state, name, condition, since, value }: GroupLine): string {
  const parts = [
    state,
    ...(condition === undefined ? [] : [condition]),
    name,
    since,
    ...(value === undefined ? [] : [value]),
  ];
  return oneLine(parts.join(' · '), LONGEST_ALERT);
}
