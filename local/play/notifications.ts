/** What people were told, read off the messages themselves as a person would read them. */
import type { ChannelName } from '../estate/model/types.ts';
import type { Estate, MailMessage, TeamsMessage } from '../estate/types.ts';
import { type HookInboxes, hookNotifications, textsIn } from './hookNotifications.ts';

export interface ReceivedNotification {
  atMs: number;
  channel: ChannelName;
  condition: string;
  reason: string;
  /** All that it says. */
  text: string;
}

export type Inboxes = Pick<Estate, 'teamsMessages' | 'mailMessages'> & HookInboxes;

/** Every message that arrived, oldest first. A message that says neither condition nor reason shows as such. */
export function receivedNotifications(estate: Inboxes): ReceivedNotification[] {
  const teams = estate
    .teamsMessages()
    .filter((message) => message.status === 202)
    .map(readCard);
  const mails = estate
    .mailMessages()
    .filter((message) => message.accepted)
    .map(readMail);
  return [...teams, ...mails, ...hookNotifications(estate)].sort((a, b) => a.atMs - b.atMs);
}

function readCard(message: TeamsMessage): ReceivedNotification {
  const facts = new Map<string, string>();
  collectFacts(message.card, facts);
  return {
    atMs: message.atMs,
    channel: 'teams',
    condition: facts.get('Condition') ?? 'unsaid',
    reason: facts.get('Reason') ?? 'unsaid',
    text: textsIn(message.card).join('\n'),
  };
}

/** FactSets may sit in containers at any depth. */
function collectFacts(node: unknown, facts: Map<string, string>): void {
  if (Array.isArray(node)) {
    for (const item of node) collectFacts(item, facts);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  const { title, value } = node as { title?: unknown; value?: unknown };
  if (typeof title === 'string' && typeof value === 'string') facts.set(title, value);
  for (const child of Object.values(node)) collectFacts(child, facts);
}

function readMail(message: MailMessage): ReceivedNotification {
  return {
    atMs: message.atMs,
    channel: message.via,
    condition: header(message, 'X-Geowarden-Condition'),
    reason: header(message, 'X-Geowarden-Reason'),
    text: `${message.subject}\n${message.text}`,
  };
}

function header(message: MailMessage, name: string): string {
  const entry = Object.entries(message.headers).find(([key]) => key.toLowerCase() === name.toLowerCase());
  return entry?.[1] ?? 'unsaid';
}
