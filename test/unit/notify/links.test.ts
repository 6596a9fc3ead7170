import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { CONDITIONS, type Notice, OUTAGE_CONDITIONS, type OutageDetails } from '../../../shared/alerting/types.ts';
import { renderTeams } from '../../../shared/notify/card/renderTeams.ts';
import { composeMessage } from '../../../shared/notify/composeMessage.ts';
import { renderMail } from '../../../shared/notify/mail/renderMail.ts';
import type { MessageContext } from '../../../shared/notify/types.ts';
import { CONTEXT } from './notices.ts';
import { APPROVAL, INCIDENT, outageNotices, TOKEN_STANDS_HERE } from './outageNotices.ts';

const all = new Map(outageNotices());
const sample = (name: string): Notice => all.get(name) ?? assert.fail(`no sample ${name}`);
const withOutage = (name: string, more: Partial<OutageDetails>): Notice => {
  const notice = sample(name);
  assert.ok(notice.outage);
  return { ...notice, outage: { ...notice.outage, ...more } };
};

describe('where a message leads', () => {
  const titles = (notice: Notice, context: MessageContext = CONTEXT) =>
    composeMessage(notice, context).links.map(({ title }) => title);

  test('a question leads to its decision first, then to the incident', () => {
    const { links } = composeMessage(sample('approvalWaiting.first'), CONTEXT);
    assert.deepEqual(links, [
      {
        title: 'Review and decide',
        url: `https://geowarden.example.net/api/incidents/${INCIDENT}/decision?token=${TOKEN_STANDS_HERE}`,
      },
      { title: 'Open the incident', url: `https://geowarden.example.net/api/incidents/${INCIDENT}` },
      {
        title: 'Read about this alert',
        url: 'https://wiki.example.net/geowarden/docs/conditions/approval-waiting.md',
      },
    ]);
  });

  test('every message leads to the page of its condition, whether or not the address ends in a slash', () => {
    for (const docsUrl of ['https://x.example/docs', 'https://x.example/docs/']) {
      for (const condition of [...CONDITIONS, ...OUTAGE_CONDITIONS]) {
        const { links } = composeMessage({ ...sample('failoverDone.first'), condition }, { name: 'x', docsUrl });
        const file = condition.replace(/[a-z](?=[A-Z])/g, (letter) => `${letter}-`).toLowerCase();
        assert.equal(links.at(-1)?.url, `https://x.example/docs/conditions/${file}.md`);
      }
    }
  });

  test('without an address of the docs every message leads to the page that the app itself serves', () => {
    for (const pageUrl of ['https://x.example/guard', 'https://x.example/guard/']) {
      for (const condition of [...CONDITIONS, ...OUTAGE_CONDITIONS]) {
        const { links } = composeMessage({ ...sample('failoverDone.first'), condition }, { name: 'x', pageUrl });
        const name = condition.replace(/[a-z](?=[A-Z])/g, (letter) => `${letter}-`).toLowerCase();
        assert.deepEqual(links.at(-1), {
          title: 'Read about this alert',
          url: `https://x.example/guard/conditions/${name}`,
        });
      }
    }
  });

  test('the address of the docs goes before that of the app, and no step names a file where there is a link', () => {
    const both = { name: 'x', pageUrl: 'https://x.example/', docsUrl: 'https://docs.example' };
    const message = composeMessage(sample('failoverDone.first'), both);
    assert.equal(message.links.at(-1)?.url, 'https://docs.example/conditions/failover-done.md');
    for (const context of [both, { name: 'x', pageUrl: 'https://x.example/' }])
      assert.doesNotMatch(composeMessage(sample('failoverDone.first'), context).steps.join(' '), /docs\//);
  });

  test('a condition that a later version stored, and a test message, have no page', () => {
    const later = { ...sample('failoverDone.first'), condition: 'FromTheFuture' as 'LagHigh' };
    const tried: Notice = { ...sample('failoverDone.first'), test: true };
    for (const notice of [later, tried]) {
      for (const address of [{ docsUrl: 'https://x.example/docs' }, { pageUrl: 'https://x.example/' }]) {
        const message = composeMessage(notice, { name: 'x', ...address });
        assert.equal(message.links.filter(({ title }) => title === 'Read about this alert').length, 0);
        assert.doesNotMatch(message.steps.join(' '), /docs\//);
      }
    }
  });

  test('without any address it names the file, but not for what is over', () => {
    const first = composeMessage(sample('failoverDone.first'), { name: 'x' });
    assert.match(first.steps.at(-1) ?? '', /docs\/conditions\/failover-done\.md .* Set pageUrl or docsUrl/);
    assert.doesNotMatch(composeMessage(sample('failoverDone.resolved'), { name: 'x' }).steps.join(' '), /docs\//);
  });

  test('the link is asked for with exactly the claims of the question, once for each message', () => {
    const asked: unknown[] = [];
    const approvalLink = (claims: unknown) => {
      asked.push(claims);
      return 'https://x.example/?token=t';
    };
    renderTeams(sample('approvalWaiting.first'), { ...CONTEXT, approvalLink }, { compact: false });
    renderMail(sample('approvalWaiting.first'), { ...CONTEXT, approvalLink });
    assert.deepEqual(asked, [APPROVAL, APPROVAL]);
  });

  test('no other message asks for a link to decide, whatever its details hold', () => {
    for (const name of ['approvalWaiting.resolved', 'regionOutage.first', 'failoverDone.first']) {
      assert.equal(titles(withOutage(name, { approval: APPROVAL })).includes('Review and decide'), false, name);
    }
  });

  test('the address of an incident stays below the address of the page, whatever the id holds', () => {
    const urlOf = (pageUrl: string, incidentId: string) =>
      composeMessage(withOutage('regionOutage.first', { incidentId }), { name: 'x', pageUrl }).links[0]?.url;
    assert.equal(
      urlOf('https://x.example/guard//', 'i/../1?a'),
      'https://x.example/guard/api/incidents/i%2F..%2F1%3Fa',
    );
    assert.equal(urlOf('https://x.example', 'i1'), 'https://x.example/api/incidents/i1');
  });

  test('without an address of the app it says where to find the incident, and how to have a link', () => {
    const message = composeMessage(sample('regionOutage.first'), { name: 'x' });
    assert.deepEqual(message.links, []);
    assert.match(message.steps.at(-2) ?? '', new RegExp(`GET /api/incidents/${INCIDENT} .* Set pageUrl`));
  });

  test('a question without a link says why, when it comes again, and what else can be done', () => {
    for (const approvalLink of [
      () => undefined,
      () => 'javascript:alert(1)',
      () => `https://x.example/${'t'.repeat(2_000)}`,
    ]) {
      const message = composeMessage(sample('approvalWaiting.first'), { ...CONTEXT, approvalLink });
      assert.deepEqual(
        message.links.map(({ title }) => title),
        ['Open the incident', 'Read about this alert'],
      );
      assert.match(
        message.steps.join(' '),
        /No link .* pageUrl.* approval\.key.* 03:19:05 UTC the question is asked anew/,
      );
      assert.doesNotMatch(message.steps.join(' '), /Do not forward/);
    }
  });

  test('an operation that asks is answered at the operation', () => {
    const message = composeMessage(sample('approvalWaiting.operation'), CONTEXT);
    assert.match(message.steps[0] ?? '', /GET \/api\/operations\/\w+-1 .* POST: the command retry, giveUp or abort/);
  });
});

test('the token stands in an address to press and nowhere else: not in words, facts, fallback, subject or headers', () => {
  const notice = sample('approvalWaiting.first');
  const { actions, ...rest } = renderTeams(notice, CONTEXT, { compact: false });
  assert.equal(JSON.stringify(actions).split(TOKEN_STANDS_HERE).length, 2);
  assert.equal(JSON.stringify(rest).includes(TOKEN_STANDS_HERE), false);
  const { subject, headers, html, text } = renderMail(notice, CONTEXT);
  assert.equal(JSON.stringify({ subject, headers }).includes(TOKEN_STANDS_HERE), false);
  assert.equal(html.split(TOKEN_STANDS_HERE).length, 2);
  assert.equal(text.split(TOKEN_STANDS_HERE).length, 2);
  assert.equal(JSON.stringify(notice).includes(TOKEN_STANDS_HERE), false, 'what is stored has none');
});
