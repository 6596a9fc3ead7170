import { moreOf } from './phrases.ts';
import { oneLine } from './plainText.ts';
import type { GroupLine, Message } from './types.ts';

/** A titled part of a message, for channels that have no form of their own. */
export interface Section {
  title: string;
  lines: string[];
}

/** What a message explains, in reading order; without its plan and commands, which are as long as there is room. */
export function sectionsOf(message: Message): Section[] {
  const { why, trend, alerts, notShown, decision, willDo, meaning, steps } = message;
  const does = decision ?? willDo;
  return [
    ...(why === undefined ? [] : [{ title: 'Why now', lines: [why] }]),
    ...(trend === undefined ? [] : [{ title: 'The lag before', lines: [trend.bars, trend.scale] }]),
    ...(alerts.length === 0
      ? []
      : [{ title: 'The alerts', lines: [...alerts.map(alertLine), ...(notShown === 0 ? [] : [moreOf(notShown)])] }]),
    ...(does === undefined ? [] : [{ title: 'What Geowarden does', lines: [does] }]),
    { title: 'What it means', lines: [meaning] },
    { title: 'What to do now', lines: steps },
  ];
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
