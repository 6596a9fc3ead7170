import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Notice } from '../../../shared/alerting/types.ts';
import { renderTeams } from '../../../shared/notify/card/renderTeams.ts';
import { composeMessage } from '../../../shared/notify/composeMessage.ts';
import { renderMail } from '../../../shared/notify/mail/renderMail.ts';
import { CONTEXT, T0 } from './notices.ts';

const NOTICE: Notice = {
  id: 'doctor-1',
  test: true,
  condition: 'LinkSuspended',
  reason: 'first',
  severity: 'critical',
  subject: { kind: 'database', key: 'doctor' },
  atMs: T0,
  sinceMs: T0,
  durationMs: 0,
  sentence: 'Somebody asked for this\r\nmessage.',
};

test('a test message says that nothing is wrong, whatever condition its notice bears', () => {
  const message = composeMessage(NOTICE, CONTEXT);
  assert.deepEqual([message.tone, message.label, message.title], ['info', 'Test', 'Test message']);
  assert.equal(message.deployment, CONTEXT.name);
  assert.equal(message.links[0]?.url, CONTEXT.pageUrl);
  assert.match(message.meaning, /Nothing is wrong/);
  assert.equal(message.sentence, 'Somebody asked for this message.');
});

test('no rule that matches on conditions takes it for an alert: not by the card, not by the mail’s headers', () => {
  const card = JSON.stringify(renderTeams(NOTICE, CONTEXT, { compact: false }));
  assert.doesNotMatch(card, /LinkSuspended|"Condition"|attention/i);
  assert.match(card, /"title":"Reason","value":"test"/);
  const mail = renderMail(NOTICE, CONTEXT);
  assert.equal(mail.subject, '[Test] Test message: No database is concerned');
  assert.equal(mail.headers['X-Geowarden-Condition'], 'none');
  assert.equal(mail.headers['X-Geowarden-Reason'], 'test');
});

test('a notice without the mark is what it always was', () => {
  const { test: _, ...alert } = NOTICE;
  assert.equal(composeMessage(alert, CONTEXT).tone, 'critical');
  assert.equal(renderMail(alert, CONTEXT).headers['X-Geowarden-Condition'], 'LinkSuspended');
});
