/** A person at the decision page: finds the link on a card, opens it, reads, fills the form and sends it. */
import type { TeamsMessage } from '../estate/types.ts';
import type { SeenPage } from './judgeProduct.ts';
import type { DecisionAction } from './steps.ts';

const DECISION_LINK = /^https?:\/\/[^\s"]+\/api\/incidents\/[^/\s"]+\/decision\?[^\s"]+$/;
const DEADLINE_MS = 15_000;

/** Links to decision pages on the cards that were posted, oldest card first, each once. */
export function decisionLinks(messages: readonly TeamsMessage[]): string[] {
  const posted = messages.filter(({ status }) => status === 202).sort((one, other) => one.atMs - other.atMs);
  return [...new Set(posted.flatMap(({ card }) => linksIn(card)))];
}

function linksIn(node: unknown): string[] {
  if (typeof node === 'string') return DECISION_LINK.test(node) ? [node] : [];
  return typeof node === 'object' && node !== null ? Object.values(node).flatMap(linksIn) : [];
}

/**
 * What the person sees in the end: the answer to what they sent, or the page itself where it has no form.
 * @throws Error when nobody answers.
 */
export async function decideAt(link: string, action: Omit<DecisionAction, 'kind' | 'of'>): Promise<SeenPage> {
  const opened = await fetch(link, { signal: AbortSignal.timeout(DEADLINE_MS) });
  const html = await opened.text();
  const form = parseForm(html);
  if (!opened.ok || form === undefined) return { status: opened.status, text: textOf(html) };
  const body = new URLSearchParams({
    ...form.hidden,
    decision: action.decision,
    by: action.by,
    comment: action.comment,
  });
  const address = new URL(form.action ?? link, link);
  const answer = await fetch(address, {
    method: 'POST',
    body,
    headers: { origin: address.origin },
    signal: AbortSignal.timeout(DEADLINE_MS),
  });
  return { status: answer.status, text: textOf(await answer.text()) };
}

export interface PageForm {
  /** As it stands in the page; undefined: the page's own address. */
  action: string | undefined;
  hidden: Record<string, string>;
}

/** The first form that is sent with POST. */
export function parseForm(html: string): PageForm | undefined {
  const form = /<form\b[^>]*>[\s\S]*?<\/form>/gi;
  const found = (html.match(form) ?? []).find((text) => attribute(text, 'method')?.toLowerCase() === 'post');
  if (found === undefined) return undefined;
  const inputs = found.match(/<input\b[^>]*>/gi) ?? [];
  const hidden = inputs
    .filter((input) => attribute(input, 'type') === 'hidden')
    .map((input) => [attribute(input, 'name') ?? '', attribute(input, 'value') ?? '']);
  return { action: attribute(found, 'action') || undefined, hidden: Object.fromEntries(hidden) };
}

/** Of the first tag in a text. */
function attribute(text: string, name: string): string | undefined {
  const tag = /<[^>]*>/.exec(text)?.[0] ?? '';
  const value = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i').exec(tag);
  const raw = value?.[1] ?? value?.[2] ?? value?.[3];
  return raw === undefined ? undefined : withoutEntities(raw);
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#x27': "'", nbsp: ' ' };

function withoutEntities(text: string): string {
  return text.replace(/&(#?\w+);/g, (whole, name: string) => ENTITIES[name.toLowerCase()] ?? whole);
}

/** The words of a page. */
function textOf(html: string): string {
  const bare = html
    .replace(/<(style|script|title)\b[\s\S]*?<\/\1>/gi, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');
  return withoutEntities(bare).trim();
}
