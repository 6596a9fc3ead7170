/** What every form of a message says in the same words: card, HTML and text. */
import type { GroupLine, Message } from './types.ts';

export const LAG_BEFORE = 'Lag before this message';
export const THE_ALERTS = 'The alerts';

export function whyNow({ why }: Pick<Message, 'why'>): string | undefined {
  return why === undefined ? undefined : `Why now: ${why}`;
}

/** What and where, of one of several alerts. */
export function alertHead({ state, name, condition }: GroupLine): string {
  return [state, name, ...(condition === undefined ? [] : [condition])].join(' · ');
}

/** Since when, how bad, and its sentence where it says more. */
export function alertRest({ since, value, sentence }: GroupLine): string {
  const facts = [since, ...(value === undefined ? [] : [value])].join(' · ');
  return sentence === undefined ? facts : `${facts}. ${sentence}`;
}

/** Stands where alerts were left out. */
export function moreOf(left: number): string {
  return `… and ${left} more: see the status page.`;
}
