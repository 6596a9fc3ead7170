import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CONDITIONS, type Notice, OUTAGE_CONDITIONS } from '../../../shared/alerting/types.ts';
import { CARD_BYTES, renderTeams } from '../../../shared/notify/card/renderTeams.ts';
import { CONTEXT, notices, T0 } from './notices.ts';
import { APPROVAL } from './outageNotices.ts';

const all = new Map(notices());
const sample = (name: string): Notice => {
  const notice = all.get(name);
  assert.ok(notice, `no sample ${name}`);
  return notice;
};

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Every value under a key, anywhere in the card. */
function found(node: unknown, key: string): unknown[] {
  if (node === null || typeof node !== 'object') return [];
  return Object.entries(node as Record<string, Json>).flatMap(([name, value]) => [
    ...(name === key ? [value] : []),
    ...found(value, key),
  ]);
}

const factsOf = (card: unknown) =>
  Object.fromEntries(
    (found(card, 'facts').flat() as Array<{ title: string; value: string }>).map((f) => [f.title, f.value]),
  );

/** As it goes over the wire, in the Workflows envelope. */
const bytes = (card: unknown) =>
  Buffer.byteLength(
    JSON.stringify({
      type: 'message',
      attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content: card }],
    }),
  );

test('the facts have exactly the titles and values that rules match on', () => {
  assert.deepEqual(factsOf(renderTeams(sample('lagHigh.resolved'), CONTEXT, { compact: false })), {
    Condition: 'LagHigh',
    Reason: 'resolved',
    Severity: 'warning',
    Since: '2026-11-22 03:04:05 UTC, for 2 min 10 s',
    Lag: '1 s',
    Peak: '2 min 10 s',
    Objective: '5 s',
    Primary: 'contoso-we/orders',
    Secondary: 'contoso-ne/orders',
    Id: sample('lagHigh.resolved').id,
  });
});

test('an unknown lag is shown as unknown, never as a number', () => {
  assert.equal(factsOf(renderTeams(sample('lagUnknown.first'), CONTEXT, { compact: false })).Lag, 'unknown (NULL)');
});

test('a database without a geo-secondary is its own primary and has no secondary', () => {
  const facts = factsOf(renderTeams(sample('unprotected.first'), CONTEXT, { compact: false }));
  assert.equal(facts.Primary, 'contoso-we/invoices');
  assert.equal('Secondary' in facts, false);
  assert.equal('Objective' in facts, false);
});

test('the look follows severity, resolution and closing', () => {
  const look = (name: string) => found(renderTeams(sample(name), CONTEXT, { compact: false }), 'style')[0];
  assert.equal(look('linkSuspended.first'), 'attention');
  assert.equal(look('lagUnknown.first'), 'attention');
  assert.equal(look('lagHigh.first'), 'warning');
  assert.equal(look('unprotected.first'), 'accent');
  assert.equal(look('lagHigh.resolved'), 'good');
  assert.equal(look('lagHigh.subjectRemoved'), 'emphasis', 'what was closed is not painted as good news');
});

test('the compact card keeps sentence and facts and leaves out the explanation', () => {
  const full = renderTeams(sample('lagHigh.first'), CONTEXT, { compact: false });
  const compact = renderTeams(sample('lagHigh.first'), CONTEXT, { compact: true });
  assert.deepEqual(factsOf(compact), factsOf(full));
  assert.ok(found(compact, 'text').includes(sample('lagHigh.first').sentence));
  assert.equal(found(compact, 'text').includes('What it means'), false);
  assert.ok(bytes(compact) < bytes(full) * 0.75);
});

test('the button leads to the page, and there is none without a page that a browser opens', () => {
  const urls = (pageUrl?: string) =>
    found(
      renderTeams(sample('lagHigh.first'), { name: 'x', ...(pageUrl ? { pageUrl } : {}) }, { compact: false }),
      'url',
    );
  assert.deepEqual(urls('https://page.example.net/a'), [
    'https://page.example.net/a',
    'https://page.example.net/a/conditions/lag-high',
  ]);
  assert.deepEqual(urls(), []);
  assert.deepEqual(urls('javascript:alert(1)'), []);
  assert.deepEqual(urls('not an address'), []);
  assert.deepEqual(urls(`https://page.example.net/${'x'.repeat(2_000)}`), []);
});

test('the version is the last one that Teams shows', () => {
  const card = renderTeams(sample('lagHigh.first'), CONTEXT, { compact: false });
  assert.equal(card.version, '1.5');
  assert.equal(card.type, 'AdaptiveCard');
});

test('a long name is cut visibly, both its ends kept', () => {
  const name = `${'s'.repeat(63)}/${'d'.repeat(120)}-archive`;
  const notice = {
    ...sample('lagHigh.first'),
    subject: { kind: 'link' as const, key: 'k', primary: name, secondary: 'x/y' },
  };
  const shown = factsOf(renderTeams(notice, CONTEXT, { compact: false })).Primary ?? '';
  assert.equal([...shown].length, 120);
  assert.match(shown, /^s+.*…d*-archive$/);
});

const wild = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 3_000 }),
  fc.constantFrom(
    '\u0000'.repeat(3_000),
    '\\'.repeat(3_000),
    '😀'.repeat(3_000),
    '\ud800'.repeat(3_000),
    '_*[]`~'.repeat(600),
  ),
);

test('whatever the names and sentences hold, the card stays under 20 KB', () => {
  fc.assert(
    fc.property(
      fc.record({ name: wild, primary: wild, secondary: wild, sentence: wild, id: wild, url: wild, decision: wild }),
      fc.record({ plan: fc.array(wild, { maxLength: 70 }), breakGlass: fc.array(wild, { maxLength: 70 }) }),
      fc.constantFrom(...CONDITIONS, ...OUTAGE_CONDITIONS),
      fc.constantFrom('first' as const, 'resolved' as const),
      fc.double(),
      (text, lines, condition, reason, number) => {
        const notice: Notice = {
          ...sample('lagHigh.first'),
          condition,
          reason,
          id: text.id,
          subject: { kind: 'link', key: text.primary, primary: text.primary, secondary: text.secondary },
          sentence: text.sentence,
          value: number,
          peak: number,
          threshold: number,
          sinceMs: T0 * number,
          durationMs: number,
          outage: {
            ...lines,
            group: text.name,
            incidentId: text.id,
            operationId: text.id,
            decision: text.decision,
            lossBoundMs: number,
            lossCeilingMs: number,
            approval: { ...APPROVAL, incidentId: text.id, expiresAtMs: number },
          },
        };
        const approvalLink = () => `https://page.example.net/?token=${'t'.repeat(1_900)}`;
        const context = {
          name: text.name,
          pageUrl: `https://page.example.net/${text.url}`,
          rpoMs: number,
          approvalLink,
        };
        const size = bytes(renderTeams(notice, context, { compact: false }));
        assert.ok(size < CARD_BYTES, `${size} bytes`);
      },
    ),
    { numRuns: 300 },
  );
});
