import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MailMessage, TeamsMessage } from '../../../local/estate/types.ts';
import { receivedNotifications } from '../../../local/play/notifications.ts';

const card = (facts: Array<{ title: string; value: string }>, overrides: Partial<TeamsMessage> = {}): TeamsMessage => ({
  id: '1',
  atMs: 20,
  workflow: '/workflows/ops',
  card: { type: 'AdaptiveCard', body: [{ type: 'Container', items: [{ type: 'FactSet', facts }] }] },
  status: 202,
  ...overrides,
});
const mail = (headers: Record<string, string>, overrides: Partial<MailMessage> = {}): MailMessage => ({
  id: '2',
  atMs: 10,
  via: 'smtp',
  from: 'a',
  to: ['b'],
  subject: 's',
  html: '',
  text: '',
  headers,
  accepted: true,
  ...overrides,
});
const EMPTY = { pagerDutyMessages: () => [], slackMessages: () => [], webhookMessages: () => [] };
const SAYS = [
  { title: 'Condition', value: 'LagHigh' },
  { title: 'Reason', value: 'first' },
];
const HEADERS = { 'X-Geowarden-Condition': 'LagHigh', 'x-geowarden-reason': 'resolved' };

test('cards and mails are read as a person would, oldest first', () => {
  const read = receivedNotifications({
    ...EMPTY,
    teamsMessages: () => [card(SAYS)],
    mailMessages: () => [mail(HEADERS)],
  });
  assert.deepEqual(read, [
    { atMs: 10, channel: 'smtp', condition: 'LagHigh', reason: 'resolved', text: 's\n' },
    {
      atMs: 20,
      channel: 'teams',
      condition: 'LagHigh',
      reason: 'first',
      text: 'AdaptiveCard\nContainer\nFactSet\nCondition\nLagHigh\nReason\nfirst',
    },
  ]);
});

test('what a channel refused was not received', () => {
  const read = receivedNotifications({
    ...EMPTY,
    teamsMessages: () => [card(SAYS, { status: 429 })],
    mailMessages: () => [mail(HEADERS, { accepted: false })],
  });
  assert.deepEqual(read, []);
});

test('a message that does not say what it is about shows as such', () => {
  const read = receivedNotifications({
    ...EMPTY,
    teamsMessages: () => [card([])],
    mailMessages: () => [mail({}, { via: 'communicationEmail' })],
  });
  assert.deepEqual(
    read.map(({ channel, condition, reason }) => [channel, condition, reason]),
    [
      ['communicationEmail', 'unsaid', 'unsaid'],
      ['teams', 'unsaid', 'unsaid'],
    ],
  );
});
