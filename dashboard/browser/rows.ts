/** A section of rows: each with a pill, what it is about, and something aside. */
import { byId, element } from './element.ts';

/** Rows of a section at most: when everything is out of reach, each link is a problem. The API has them all. */
const MOST_ROWS = 50;

export function showRows(id: string, items: HTMLElement[]): void {
  const section = byId(id);
  section.hidden = items.length === 0;
  const rest = items.length - MOST_ROWS;
  section
    .querySelector('ul')
    ?.replaceChildren(
      ...items.slice(0, MOST_ROWS),
      ...(rest > 0 ? [element('li', { class: 'quiet' }, `and ${rest} more: see /api/status`)] : []),
    );
}

export const row = (pill: string, tone: string, strong: string, text: string, aside: string): HTMLElement =>
  element(
    'li',
    {},
    element('span', { class: `pill ${tone}` }, pill),
    element('span', { class: 'what' }, element('b', {}, strong), text === '' ? '' : ` ${text}`),
    element('span', { class: 'quiet' }, aside),
  );
