import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CONDITIONS, type Notice, OUTAGE_CONDITIONS } from '../../../shared/alerting/types.ts';
import { composeMessage } from '../../../shared/notify/composeMessage.ts';
import { escapeHtml } from '../../../shared/notify/mail/escapeHtml.ts';
import { renderMail } from '../../../shared/notify/mail/renderMail.ts';
import { goldenMessages } from './goldenMessages.ts';
import { CONTEXT, notices } from './notices.ts';

const all = new Map(notices());
const sample = (name: string): Notice => {
  const notice = all.get(name);
  assert.ok(notice, `no sample ${name}`);
  return notice;
};

/** Visible words only. */
const words = (html: string) =>
  html
    .replace(/<style.*?<\/style>|<[^>]*>/gs, ' ')
    .replace(/&nbsp;/g, ' ')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&')
    .replace(/\s+/g, ' ');

test('HTML and text say the same: every sentence, fact and step is in both', () => {
  for (const { name, notice, context } of goldenMessages()) {
    const mail = renderMail(notice, context);
    const message = composeMessage(notice, context);
    const html = words(mail.html);
    const text = mail.text.replace(/\s+/g, ' ');
    const said = [
      message.label,
      message.title,
      message.about,
      message.sentence,
      message.meaning,
      ...message.steps,
      ...message.facts.map((fact) => fact.value),
      ...message.plan,
      ...message.links.map(({ title }) => title),
      message.decision ?? message.willDo ?? '',
      message.handedOver ?? '',
      message.why ?? '',
      message.trend?.bars ?? '',
      message.trend?.scale ?? '',
      ...message.alerts.flatMap((line) => [line.state, line.name, line.since, line.value ?? '', line.sentence ?? '']),
      ...message.alerts.map((line) => line.condition ?? ''),
      message.notShown === 0 ? '' : `and ${message.notShown} more`,
    ];
    for (const each of said) {
      assert.ok(html.includes(each), `${name}: the HTML lacks "${each}"`);
      assert.ok(text.includes(each), `${name}: the text lacks "${each}"`);
    }
    for (const { url } of message.links) {
      assert.ok(mail.html.includes(`href="${escapeHtml(url)}"`), `${name}: the HTML lacks ${url}`);
      assert.ok(mail.text.includes(`\n${url}\n`), `${name}: the text lacks ${url}`);
    }
    for (const command of message.commands) {
      assert.ok(mail.html.includes(escapeHtml(command)), `${name}: the HTML lacks ${command}`);
      assert.ok(mail.text.split('\n').includes(command), `${name}: ${command} is no line of the text`);
    }
  }
});

test('the headers are the words that mail rules match on', () => {
  const notice = sample('lagUnknown.first');
  assert.deepEqual(renderMail(notice, CONTEXT).headers, {
    'X-Geowarden-Condition': 'LagUnknown',
    'X-Geowarden-Reason': 'first',
    'X-Geowarden-Notice': notice.id,
  });
});

test('the subject says what, how it ended, and where', () => {
  assert.equal(
    renderMail(sample('linkSuspended.first'), CONTEXT).subject,
    '[Critical] Replication link is suspended: contoso-we/orders → contoso-ne/orders',
  );
  assert.equal(
    renderMail(sample('lagUnknown.resolved'), CONTEXT).subject,
    '[Resolved after 2 min 10 s] Replication lag is known again: contoso-we/orders → contoso-ne/orders',
  );
});

test('a hostile name neither adds a header, nor a tag, nor breaks an attribute', () => {
  const evil = 'a/"><script>alert(1)</script>\r\nBcc: everybody@example.net';
  const notice: Notice = {
    ...sample('lagHigh.first'),
    id: 'n1\r\nX-Evil: 1',
    sentence: `The database ${evil} is late.`,
    subject: { kind: 'link', key: evil, primary: evil, secondary: evil },
  };
  const mail = renderMail(notice, { name: evil, pageUrl: 'https://page.example.net/?a="><b>&c=1' });
  assert.doesNotMatch(mail.subject, /[\r\n]/);
  for (const value of Object.values(mail.headers)) assert.match(value, /^[\x21-\x7e]+$/);
  assert.doesNotMatch(mail.html, /<script|<b>/);
  assert.match(mail.html, /&lt;script&gt;/);
  assert.match(mail.html, /href="https:\/\/page\.example\.net\/\?a=%22%3E%3Cb%3E&amp;c=1"/);
});

test('nothing in the mail is loaded from anywhere', () => {
  for (const { notice, context } of goldenMessages()) {
    assert.doesNotMatch(renderMail(notice, context).html, /<img|<link|<script|url\(|@import|src=/i);
  }
});

test('text lines are wrapped, and a number stays with its unit', () => {
  for (const { name, notice, context } of goldenMessages()) {
    const { commands } = composeMessage(notice, context);
    for (const line of renderMail(notice, context).text.split('\n')) {
      if (commands.includes(line)) continue;
      assert.ok(line.length <= 76 || !line.includes(' '), `${name}: ${line}`);
      assert.doesNotMatch(line, /\u00a0/);
    }
  }
  for (let length = 1; length < 72; length++) {
    const notice = { ...sample('lagHigh.first'), sentence: `${'x'.repeat(length)} 42 s behind` };
    assert.match(renderMail(notice, CONTEXT).text, /42 s\s/);
  }
});

test('without a page there is no button', () => {
  const mail = renderMail(sample('lagHigh.first'), { name: 'x' });
  assert.doesNotMatch(mail.html, /<a /);
  assert.doesNotMatch(mail.text, /status page/);
});

test('every condition has words of its own for its beginning, its end and its closing', () => {
  const all = [...CONDITIONS, ...OUTAGE_CONDITIONS];
  const titles = all.flatMap((condition) =>
    (['first', 'resolved', 'closed'] as const).map((kind) => {
      const notice: Notice = { ...sample('lagHigh.first'), condition, reason: kind === 'first' ? 'first' : 'resolved' };
      return composeMessage(kind === 'closed' ? { ...notice, closedBecause: 'ruleDisabled' } : notice, CONTEXT).title;
    }),
  );
  assert.equal(new Set(titles).size, all.length * 3);
});

test('an alert that was closed unseen never says that all is well', () => {
  for (const name of ['lagHigh.subjectRemoved', 'linkSuspended.ruleDisabled', 'regionOutage.subjectRemoved']) {
    const message = composeMessage(sample(name), CONTEXT);
    assert.equal(message.tone, 'closed');
    assert.match(message.meaning, /not known/);
    assert.doesNotMatch(message.title, /\b(back|again|over)\b/);
    assert.doesNotMatch(message.label, /Resolved/);
  }
});

test('every character with a meaning in HTML is escaped', () => {
  assert.equal(escapeHtml(`<a href="x" title='y'>&amp;`), '&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;');
});
