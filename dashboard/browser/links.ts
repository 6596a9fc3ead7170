/** The list of links, the worst first; a link's history is asked for only while it is on the screen. */
import type { LinkDetailView, LinkView, StatusView } from '../../shared/views/types.ts';
import { readLink } from './api.ts';
import { lagChart } from './chart.ts';
import { byId, element } from './element.ts';
import { signalWords } from './signalWords.ts';
import { clockWords, type LinkWords, linkWords, type Tone } from './words.ts';

/** Rows on the page at most; the API has them all. */
const MOST_ROWS = 200;
const ORDER: Record<Tone, number> = { bad: 0, warn: 1, info: 2, good: 3 };

interface Row {
  item: HTMLElement;
  history: HTMLElement;
  visible: boolean;
  /** Of the newest sample that the line shows: nothing is asked for again before there is a newer one. */
  drawnAt: string | undefined;
  sampledAt: string;
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
  const sorted = status.links
    .map((link) => ({ link, words: linkWords(link, status) }))
    .sort(
      (a, b) =>
        ORDER[a.words.tone] - ORDER[b.words.tone] ||
        compare(b.link.since, a.link.since) ||
        compare(a.link.linkKey, b.link.linkKey),
    );
  const shown = sorted.slice(0, MOST_ROWS);
  const list = byId('links').querySelector('ol');
  if (!list) return;
  const wanted = new Set(shown.map(({ link }) => link.linkKey));
  for (const [key, row] of rows) {
    if (wanted.has(key)) continue;
    watcher.unobserve(row.item);
    rows.delete(key);
  }
  list.replaceChildren(...shown.map(({ link, words }) => fill(rowFor(link.linkKey), link, words).item));
  const rest = sorted.length - shown.length;
  if (rest > 0) list.append(element('li', { class: 'info' }, `and ${rest} more, none worse: see /api/links`));
  if (sorted.length === 0)
    list.replaceChildren(element('li', { class: 'info' }, 'No replication link has been found yet.'));
}

function rowFor(key: string): Row {
  const present = rows.get(key);
  if (present) return present;
  const row: Row = {
    item: element('li', { 'data-key': key }),
    history: element('div', { class: 'history' }),
    visible: false,
    drawnAt: undefined,
    sampledAt: '',
  };
  rows.set(key, row);
  watcher.observe(row.item);
  return row;
}

function fill(row: Row, link: LinkView, words: LinkWords): Row {
  row.item.className = words.tone;
  row.sampledAt = link.sampledAt;
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
    element('div', { class: 'number' }, words.number, element('small', {}, ` ${words.unit}`)),
    element('span', { class: `pill ${words.tone}` }, words.pill),
    ...words.aside.map((line) => element('span', { class: 'quiet' }, line)),
  );
  row.item.replaceChildren(pair, state, row.history);
  if (link.failure) row.item.append(element('p', { class: 'sentence' }, link.failure.message));
  return row;
}

/** Asks for the history of the links on the screen that were measured since it was drawn, a few at a time. */
export async function refreshHistory(objectiveSeconds: number | null): Promise<void> {
  const waiting = [...rows].filter(([, row]) => row.visible && row.drawnAt !== row.sampledAt);
  const workers = Array.from({ length: 4 }, async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [key, row] = next;
      const { sampledAt } = row;
      try {
        showHistory(row, await readLink(key), objectiveSeconds);
        row.drawnAt = sampledAt;
      } catch {
        // One link that has just been removed, or one slow answer, takes nothing from the others.
        row.history.replaceChildren(element('p', { class: 'quiet' }, 'The history could not be read.'));
      }
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
  const words = signalWords(link.signals).map((line) => element('span', { class: 'quiet' }, line));
  const signals = words.length === 0 ? [] : [element('div', { class: 'signals' }, ...words)];
  row.history.replaceChildren(lagChart(link.samples, objectiveSeconds), axis, ...signals);
}
