import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderTeams } from '../../../shared/notify/card/renderTeams.ts';
import { composeMessage } from '../../../shared/notify/composeMessage.ts';
import { renderMail } from '../../../shared/notify/mail/renderMail.ts';
import { CONTEXT } from './notices.ts';
import { TEST_NOTICE } from './testNotice.ts';

test('a test message says that nothing is wrong, whatever condition its notice bears', () => {
  const message = composeMessage(TEST_NOTICE, CONTEXT);
  assert.deepEqual([message.tone, message.label, message.title], ['info', 'Test', 'Test message']);
  assert.equal(message.deployment, CONTEXT.name);
  assert.equal(message.links[0]?.url, CONTEXT.pageUrl);
  assert.match(message.meaning, /Nothing is wrong/);
  assert.equal(message.sentence, 'Somebody asked for this message.');
});

test('no rule that matches on conditions takes it for an alert: not by the card, not by the mail’s headers', () => {
  const card = JSON.stringify(renderTeams(TEST_NOTICE, CONTEXT, { compact: false }));
  assert.doesNotMatch(card, /LinkSuspended|"Condition"|attention/i);
  assert.match(card, /"title":"Reason","value":"test"/);
  const mail = renderMail(TEST_NOTICE, CONTEXT);
  assert.equal(mail.subject, '[Test] Test message: No database is concerned');
  assert.equal(mail.headers['X-Geowarden-Condition'], 'none');
  assert.equal(mail.headers['X-Geowarden-Reason'], 'test');
});

test('a notice without the mark is what it always was', () => {
  const { test: _, ...alert } = TEST_NOTICE;
  assert.equal(composeMessage(alert, CONTEXT).tone, 'critical');
  assert.equal(renderMail(alert, CONTEXT).headers['X-Geowarden-Condition'], 'LinkSuspended');
});
