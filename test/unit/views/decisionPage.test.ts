import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { type DecisionPageInput, decisionPage } from '../../../shared/views/decisionPage.ts';
import { decidedReply, refusedReply } from '../../../shared/views/decisionPageAnswer.ts';
import { asked, incident, NOW, question, TOKEN_ID } from './incidentFixtures.ts';

const TOKEN = 'payload.signature';

function input(overrides: Partial<DecisionPageInput> = {}): DecisionPageInput {
  const of = asked();
  const plan = of.explanation?.plan;
  if (!plan || !of.approval) throw new Error('expected a plan and a question');
  return { incident: of, plan, request: of.approval, token: TOKEN, nowMs: NOW, ...overrides };
}

test('the page shows the plan, the bound and the ceiling, the evidence, the gates and the time left', () => {
  const { body, status } = decisionPage(input());
  assert.equal(status, 200);
  for (const shown of [
    'contoso-we/orders',
    'contoso-ne/orders',
    'northeurope',
    'at most 6 min 43 s',
    'up to 15 min',
    'ownProbe says down.',
    'from uksouth',
    'notIsolated',
    'policyAllows',
    'in 15 min',
    'the region westeurope',
  ]) {
    assert.ok(body.includes(shown), shown);
  }
});

test('nothing but its own style is allowed, no script at all, and it is kept nowhere', () => {
  const { headers, body } = decisionPage(input());
  const style = /<style>([\s\S]*)<\/style>/.exec(body)?.[1] ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  const policy = headers['content-security-policy'] ?? '';
  assert.ok(policy.includes("default-src 'none'"));
  assert.ok(policy.includes(`style-src 'sha256-${hash}'`));
  assert.ok(policy.includes("form-action 'self'"));
  assert.ok(policy.includes("frame-ancestors 'none'"));
  assert.ok(!policy.includes('script-src'));
  assert.equal(headers['cache-control'], 'no-store');
  assert.equal(headers['referrer-policy'], 'no-referrer');
  assert.ok(!/<script|\son\w+=|style="/i.test(body));
});

test('the token is in the hidden field and nowhere else, and its id is not on the page', () => {
  const { body, headers } = decisionPage(input());
  assert.equal(body.split(TOKEN).length - 1, 1);
  assert.ok(body.includes(`<input type="hidden" name="token" value="${TOKEN}">`));
  assert.ok(!body.includes(TOKEN_ID));
  assert.ok(!JSON.stringify(headers).includes(TOKEN));
});

test('whatever the names hold is text', () => {
  const nasty = '</style><script>alert("1")</script>&\'';
  const of = asked();
  const verdict = { ...of.verdict, sentence: nasty };
  const { body } = decisionPage(
    input({ incident: { ...of, verdict }, principal: nasty, sent: { by: '', comment: nasty, faults: [nasty] } }),
  );
  assert.ok(!body.includes('<script'));
  assert.ok(body.includes('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;'));
});

test('whoever signed in is the name, and cannot be another', () => {
  assert.match(
    decisionPage(input({ principal: 'ada@example.net' })).body,
    /name="by"[^>]*value="ada@example.net" readonly/,
  );
  assert.doesNotMatch(decisionPage(input()).body, /name="by"[^>]*readonly/);
});

test('what was written is still there when something was missing, and the page says what', () => {
  const { body, status } = decisionPage(
    input({ sent: { by: 'Ada', comment: 'line one\nline two', faults: ['Why: Expected a text.'] } }),
  );
  assert.equal(status, 400);
  assert.ok(body.includes('value="Ada"'));
  assert.ok(body.includes('>line one\nline two</textarea>'));
  assert.match(body, /role="alert">Why: Expected a text\./);
});

test('the first button of the form does nothing: Enter in the name decides nothing', () => {
  const { body } = decisionPage(input());
  const buttons = body.match(/<button[^>]*>/g) ?? [];
  assert.equal(buttons[0], '<button type="submit" disabled hidden>');
  assert.deepEqual(
    buttons.slice(1).map((button) => /value="(\w+)"/.exec(button)?.[1]),
    ['approve', 'reject'],
  );
});

test('a loss that nothing bounds is not shown as none', () => {
  const { plan } = input();
  const { body } = decisionPage(input({ plan: { ...plan, lossBoundMs: null, lossCeilingMs: null } }));
  assert.match(body, /not bounded/);
  assert.doesNotMatch(body, /at most 0 s/);
});

test('each refusal has its status, says why and what to do, and never that something was decided', () => {
  const statuses = (
    ['forged', 'otherIncident', 'used', 'expired', 'stale', 'superseded', 'missing', 'noKey'] as const
  ).map((why) => {
    const page = refusedReply(why, { json: false, sentence: 'Because of this.' });
    assert.ok(page.body.includes('Because of this.'), why);
    assert.equal(page.headers['cache-control'], 'no-store');
    assert.ok(!page.body.includes('<form'), why);
    return page.status;
  });
  assert.deepEqual(statuses, [403, 403, 409, 410, 409, 409, 404, 503]);
});

test('a refusal of a link that was used says what was decided with it, and by whom', () => {
  const decision = { by: 'Ada <ops>', comment: 'go', atMs: NOW };
  const request = question(incident(), { state: 'approved', decision });
  const page = refusedReply('used', { json: false, sentence: 'Used.', request });
  assert.match(page.body, /approved by <b>Ada &lt;ops&gt;<\/b> at 2026-11-22 03:00:00 UTC: go/);
});

test('whoever sent JSON is answered in JSON', () => {
  const problem = refusedReply('expired', { json: true, sentence: 'Too late.' });
  assert.equal(problem.status, 410);
  assert.match(problem.headers['content-type'] ?? '', /problem\+json/);
  assert.equal((JSON.parse(problem.body) as { reason: string }).reason, 'expired');
  const decision = { by: 'Ada', comment: 'go', atMs: NOW };
  const taken = decidedReply(question(incident(), { state: 'approved', decision }), { json: true });
  const view = JSON.parse(taken.body) as Record<string, unknown>;
  assert.equal(view.state, 'approved');
  assert.ok(!taken.body.includes(TOKEN_ID));
  assert.match(decidedReply(question(incident(), { state: 'rejected', decision }), { json: false }).body, /Rejected/);
});
