import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PagerDutyMessage, SlackMessage, WebhookMessage } from '../../../local/estate/types.ts';
import { type HookInboxes, hookNotifications } from '../../../local/play/hookNotifications.ts';

const inboxes = (given: Partial<HookInboxes>): HookInboxes => ({
  pagerDutyMessages: () => [],
  slackMessages: () => [],
  webhookMessages: () => [],
  ...given,
});
const event = (overrides: Partial<PagerDutyMessage> = {}): PagerDutyMessage => ({
  id: '1',
  atMs: 1,
  action: 'trigger',
  dedupKey: 'k',
  event: { payload: { summary: 'Lag is high', custom_details: { Condition: 'LagHigh', Reason: 'first' } } },
  status: 202,
  ...overrides,
});
const post = (overrides: Partial<SlackMessage> = {}): SlackMessage => ({
  id: '2',
  atMs: 2,
  text: 'Lag is high',
  blocks: [
    {
      type: 'section',
      fields: [
        { type: 'plain_text', text: 'Condition\nLagHigh' },
        { type: 'plain_text', text: 'Reason\nworse' },
      ],
    },
  ],
  status: 200,
  ...overrides,
});
const body = (overrides: Partial<WebhookMessage> = {}): WebhookMessage => ({
  id: '3',
  atMs: 3,
  messageId: 'm',
  isDuplicate: false,
  body: {
    type: 'geowarden.alert.resolved',
    data: { condition: 'LagHigh', reason: 'resolved', sentence: 'It is over.' },
  },
  status: 204,
  ...overrides,
});

test('events, posts and bodies are read by what they say', () => {
  const read = hookNotifications(
    inboxes({ pagerDutyMessages: () => [event()], slackMessages: () => [post()], webhookMessages: () => [body()] }),
  );
  assert.deepEqual(
    read.map(({ text: _text, ...note }) => note),
    [
      { atMs: 1, channel: 'pagerDuty', condition: 'LagHigh', reason: 'first' },
      { atMs: 2, channel: 'slack', condition: 'LagHigh', reason: 'worse' },
      { atMs: 3, channel: 'webhook', condition: 'LagHigh', reason: 'resolved' },
    ],
  );
  assert.match(read[0]?.text ?? '', /Lag is high/);
  assert.match(read[1]?.text ?? '', /^Lag is high\nsection\nplain_text\nCondition\nLagHigh/);
  assert.match(read[2]?.text ?? '', /It is over\./);
});

test('what was refused was not received, and a duplicate is not received twice', () => {
  const read = hookNotifications(
    inboxes({
      pagerDutyMessages: () => [event({ status: 429 })],
      slackMessages: () => [post({ status: 503 })],
      webhookMessages: () => [body({ status: 401 }), body({ isDuplicate: true })],
    }),
  );
  assert.deepEqual(read, []);
});

test('what does not say what it is about shows as such', () => {
  const read = hookNotifications(
    inboxes({
      pagerDutyMessages: () => [event({ event: {} }), event({ event: { payload: 'text' } })],
      slackMessages: () => [post({ blocks: [] })],
      webhookMessages: () => [body({ body: { data: { condition: 7, reason: null } } })],
    }),
  );
  assert.equal(read.length, 4);
  for (const { condition, reason } of read) assert.deepEqual([condition, reason], ['unsaid', 'unsaid']);
});
