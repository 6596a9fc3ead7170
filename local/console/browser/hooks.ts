/** What PagerDuty, Slack and somebody's own webhook were told; each is shown once it was told anything. */
import type { PagerDutyIncident, PagerDutyMessage, SlackMessage, WebhookMessage } from '../../estate/types.ts';
import { byId, clock, element } from './element.ts';

export interface HookInboxes {
  pagerDuty: { incidents: PagerDutyIncident[]; events: PagerDutyMessage[] };
  slack: SlackMessage[];
  webhook: WebhookMessage[];
}

interface Item {
  atMs: number;
  title: string;
  note: string;
  text: string;
}

let shown = '';

export function showHooks({ pagerDuty, slack, webhook }: HookInboxes): void {
  const lists: Array<[string, Item[]]> = [
    ['PagerDuty', pagerDuty.incidents.map((incident) => incidentItem(incident, pagerDuty.events))],
    ['Slack', slack.map(postItem)],
    ['Webhook', webhook.map(bodyItem)],
  ];
  // An item that somebody has opened stays open for as long as nothing new is told.
  const next = JSON.stringify(lists);
  if (next === shown) return;
  shown = next;
  byId('hooks').replaceChildren(
    ...lists.flatMap(([name, items]) =>
      items.length === 0
        ? []
        : [
            element('h2', '', `${name} `, element('span', 'quiet', `${items.length}`)),
            element('div', 'inbox', ...items.map(show)),
          ],
    ),
  );
}

function show({ atMs, title, note, text }: Item): HTMLElement {
  const when = element('span', 'when', `${clock(atMs)}${note === '' ? '' : ` · ${note}`}`);
  return element('details', 'mail', element('summary', '', element('b', '', title), when), element('pre', '', text));
}

function incidentItem(incident: PagerDutyIncident, events: PagerDutyMessage[]): Item {
  const { dedupKey, openedAtMs, status, summary } = incident;
  const told = events.filter((event) => event.dedupKey === dedupKey);
  return {
    atMs: openedAtMs,
    title: summary,
    note: status,
    text: JSON.stringify(
      told.map(({ event }) => event),
      null,
      2,
    ),
  };
}

function postItem({ atMs, text, blocks, status }: SlackMessage): Item {
  const note = status === 200 ? '' : `refused with ${status}`;
  return {
    atMs,
    title: readable(text.split('\n')[0] ?? ''),
    note,
    text: readable(textsIn(blocks).join('\n\n') || text),
  };
}

function bodyItem({ atMs, body, isDuplicate, status }: WebhookMessage): Item {
  const note = status === 204 ? (isDuplicate ? 'known already' : '') : `refused with ${status}`;
  return { atMs, title: String(body.type ?? 'unsaid'), note, text: JSON.stringify(body, null, 2) };
}

/** As Slack shows its escapes. */
function readable(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

function textsIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(textsIn);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, value]) =>
    name === 'text' && typeof value === 'string' ? [value] : textsIn(value),
  );
}
