/** The incidents, the open ones first, and whether the automation is paused. Why it acts, or does not, is asked for when it is opened. */
import type { AutomationView } from '../../shared/views/automationTypes.ts';
import type { IncidentSummaryView, IncidentsView } from '../../shared/views/incidentTypes.ts';
import { readExplanation } from './api.ts';
import { byId, element } from './element.ts';
import { incidentWords } from './incidentWords.ts';
import { clockWords } from './words.ts';

/** Rows on the page at most; the API has them all. */
const MOST_ROWS = 20;

interface Row {
  item: HTMLElement;
  why: HTMLDetailsElement;
  sentences: HTMLElement;
}

const rows = new Map<string, Row>();

/** Undefined when they could not be read: then nothing is shown as if it were known. */
export function showIncidents(view: IncidentsView | undefined): void {
  const section = byId('incidents');
  const list = section.querySelector('ol');
  if (view === undefined) {
    section.hidden = false;
    list?.replaceChildren(element('li', { class: 'warn' }, 'The incidents could not be read.'));
    return;
  }
  const isOver = ({ phase }: IncidentSummaryView) => (phase === 'over' ? 1 : 0);
  const sorted = [...view.incidents].sort((one, other) => isOver(one) - isOver(other));
  const shown = sorted.slice(0, MOST_ROWS);
  section.hidden = shown.length === 0;
  const wanted = new Set(shown.map(({ id }) => id));
  for (const id of rows.keys()) if (!wanted.has(id)) rows.delete(id);
  list?.replaceChildren(...shown.map((incident) => fill(rowFor(incident.id), incident)));
  const rest = sorted.length - shown.length;
  if (rest > 0) list?.append(element('li', { class: 'info' }, `and ${rest} older: see /api/incidents`));
}

function rowFor(id: string): Row {
  const present = rows.get(id);
  if (present) return present;
  const sentences = element('div', { class: 'why' });
  const why = element('details', {}, element('summary', {}, 'Why'), sentences) as HTMLDetailsElement;
  const row = { item: element('li', { 'data-id': id }), why, sentences };
  why.addEventListener('toggle', () => void explain(id, row));
  rows.set(id, row);
  return row;
}

function fill({ item, why }: Row, incident: IncidentSummaryView): HTMLElement {
  const words = incidentWords(incident);
  item.className = words.tone;
  const head = element(
    'div',
    { class: 'head' },
    element('span', { class: `pill ${words.tone}` }, words.pill),
    element('b', {}, words.what),
    element('span', { class: 'quiet' }, words.aside),
  );
  const lines = words.lines.map((line) => element('p', {}, line));
  // What is open stays where it is: taken out and put back, it would lose the reader's place.
  for (const old of [...item.children]) if (old !== why) old.remove();
  item.prepend(head, ...lines);
  if (why.parentElement !== item) item.append(why);
  return item;
}

/** Asks anew for every explanation that is open. */
export async function refreshExplanations(): Promise<void> {
  for (const [id, row] of rows) if (row.why.open) await explain(id, row);
}

async function explain(id: string, { why, sentences }: Row): Promise<void> {
  if (!why.open) return;
  try {
    const view = await readExplanation(id);
    sentences.replaceChildren(...view.sentences.map((sentence) => element('p', {}, sentence)));
  } catch {
    sentences.replaceChildren(element('p', {}, 'The explanation could not be read.'));
  }
}

/** Undefined when the switch could not be read: that counts as paused. */
export function showAutomation(view: AutomationView | undefined): void {
  const badge = byId('automation');
  const paused = view?.paused ?? null;
  badge.hidden = view !== undefined && paused === null;
  if (paused === null) {
    badge.textContent = 'automation: not known, counts as paused';
    badge.removeAttribute('title');
    return;
  }
  badge.textContent = `automation paused by ${paused.by}, since ${clockWords(paused.since)}`;
  badge.title = paused.comment;
}
