/** The list of links, the worst first; a link's history is asked for only while it is on the screen. */
import type { LinkDetailView, LinkView, StatusView } from '../../shared/views/types.ts';
import { readLink } from './api.ts';
import { lagChart } from './chart.ts';
import { byId, element } from './element.ts';
import { clockWords, durationWords, stateWords, type Tone, toneOf } from './words.ts';

/** Rows on the page at most; the API has them all. */
const MOST_ROWS = 200;
const ORDER: Record<Tone, number> = { bad: 0, warn: 1, info: 2, good: 3 };

interface Row {
  item: HTMLElement;
  history: HTMLElement;
  visible: boolean;
}

const rows = new Map<string, Row>();
const watcher = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    const row = rows.get((entry.target as HTMLElement).dataset.key ?? '');
    if (row) row.visible = entry.isIntersecting;
  }
});

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Within a tone the link that changed last comes first: it is what one looks for. */
export function showLinks(status: StatusView): void {
  const rpo = status.objectives?.rpoSeconds ?? null;
  const sorted = [...status.links]
    .sort(
      (a, b) =>
        ORDER[toneOf(a, rpo)] - ORDER[toneOf(b, rpo)] || compare(b.since, a.since) || compare(a.linkKey, b.linkKey),
    )
    .slice(0, MOST_ROWS);
  const list = byId('links').querySelector('ol');
  if (!list) return;
  const wanted = new Set(sorted.map((link) => link.linkKey));
  for (const [key, row] of rows) {
    if (wanted.has(key)) continue;
    watcher.unobserve(row.item);
    rows.delete(key);
  }
  list.replaceChildren(...sorted.map((link) => fill(rowFor(link.linkKey), link, rpo).item));
  if (status.links.length === 0)
    list.replaceChildren(element('li', { class: 'info' }, 'No replication link has been found yet.'));
}

function rowFor(key: string): Row {
  const present = rows.get(key);
  if (present) return present;
  const row = {
    item: element('li', { 'data-key': key }),
    history: element('div', { class: 'history' }),
    visible: false,
  };
  rows.set(key, row);
  watcher.observe(row.item);
  return row;
}

function fill(row: Row, link: LinkView, rpo: number | null): Row {
  const tone = toneOf(link, rpo);
  row.item.className = tone;
  const pair = element(
    'div',
    {},
    element(
      'div',
      { class: 'pair' },
      `${link.primary.server}/${link.primary.database} `,
      element('span', { class: 'to' }, '→ '),
      `${link.secondary.server}/${link.secondary.database}`,
    ),
    element(
      'div',
      { class: 'quiet' },
      `${link.primary.region} → ${link.secondary.region}${link.type === 'GEO' ? '' : `, ${link.type.toLowerCase()}`}`,
    ),
  );
  const state = element(
    'div',
    { class: 'state' },
    number(link),
    element('span', { class: `pill ${tone}` }, stateWords(link, tone)),
    element('span', { class: 'quiet' }, `for ${durationWords(link.sinceSeconds)}`),
  );
  row.item.replaceChildren(pair, state, row.history);
  if (link.failure) row.item.append(element('p', { class: 'sentence' }, link.failure.message));
  return row;
}

function number(link: LinkView): HTMLElement {
  if (link.state === 'caughtUp')
    return element('div', { class: 'number' }, durationWords(link.lagSeconds ?? 0), element('small', {}, ' behind'));
  if (link.state === 'seeding')
    return element('div', { class: 'number' }, link.seedingPercent === null ? '?' : `${link.seedingPercent} %`);
  const last = link.lastKnownLag;
  return element(
    'div',
    { class: 'number', title: last ? `last known: ${last.lagSeconds} s at ${clockWords(last.at)}` : 'never known' },
    '?',
    element('small', {}, ' unknown'),
  );
}

/** Asks for the history of the links on the screen, a few at a time. */
export async function refreshHistory(objectiveSeconds: number | null): Promise<void> {
  const keys = [...rows].filter(([, row]) => row.visible).map(([key]) => key);
  const workers = Array.from({ length: 4 }, async () => {
    for (let key = keys.shift(); key !== undefined; key = keys.shift()) {
      const row = rows.get(key);
      if (row) showHistory(row, await readLink(key), objectiveSeconds);
    }
  });
  await Promise.all(workers);
}

function showHistory(row: Row, link: LinkDetailView, objectiveSeconds: number | null): void {
  const [first, last] = [link.samples[0], link.samples.at(-1)];
  if (!first || !last) {
    row.history.replaceChildren(element('p', { class: 'quiet' }, 'No samples yet'));
    return;
  }
  const axis = element(
    'div',
    { class: 'axis' },
    element('span', {}, clockWords(first.at)),
    element('span', {}, clockWords(last.at)),
  );
  row.history.replaceChildren(lagChart(link.samples, objectiveSeconds), axis);
}
