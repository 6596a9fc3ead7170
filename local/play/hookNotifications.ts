/** What people and programs were told besides cards and mails: read off the messages themselves, as those would. */
import type { Estate, PagerDutyMessage, SlackMessage, WebhookMessage } from '../estate/types.ts';
import type { ReceivedNotification } from './notifications.ts';

export type HookInboxes = Pick<Estate, 'pagerDutyMessages' | 'slackMessages' | 'webhookMessages'>;

/** What was taken; a webhook's duplicate is known by its id, and not taken twice. */
export function hookNotifications(estate: HookInboxes): ReceivedNotification[] {
  const events = estate.pagerDutyMessages().filter(({ status }) => status === 202);
  const posts = estate.slackMessages().filter(({ status }) => status === 200);
  const bodies = estate.webhookMessages().filter(({ status, isDuplicate }) => status === 204 && !isDuplicate);
  return [...events.map(readEvent), ...posts.map(readPost), ...bodies.map(readBody)];
}

function readEvent({ atMs, event }: PagerDutyMessage): ReceivedNotification {
  const details = at(event, 'payload', 'custom_details');
  return {
    atMs,
    channel: 'pagerDuty',
    condition: said(at(details, 'Condition')),
    reason: said(at(details, 'Reason')),
    text: textsIn(event).join('\n'),
  };
}

/** A field of Slack's is a title and a value, a line each. */
function readPost({ atMs, text, blocks }: SlackMessage): ReceivedNotification {
  const texts = textsIn(blocks);
  const field = (title: string) => texts.find((line) => line.startsWith(`${title}\n`))?.slice(title.length + 1);
  return {
    atMs,
    channel: 'slack',
    condition: said(field('Condition')),
    reason: said(field('Reason')),
    text: [text, ...texts].join('\n'),
  };
}

function readBody({ atMs, body }: WebhookMessage): ReceivedNotification {
  return {
    atMs,
    channel: 'webhook',
    condition: said(at(body, 'data', 'condition')),
    reason: said(at(body, 'data', 'reason')),
    text: textsIn(body).join('\n'),
  };
}

function at(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (found, name) =>
      typeof found === 'object' && found !== null ? (found as Record<string, unknown>)[name] : undefined,
    value,
  );
}

function said(value: unknown): string {
  return typeof value === 'string' ? value : 'unsaid';
}

/** Every text in it, whatever its form. */
export function textsIn(node: unknown): string[] {
  if (typeof node === 'string') return [node];
  return typeof node === 'object' && node !== null ? Object.values(node).flatMap(textsIn) : [];
}
