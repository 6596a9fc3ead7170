import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decide } from '../../../shared/failover/decide.ts';
import { explain } from '../../../shared/failover/explain.ts';
import { end, facts, group, input, link, ORDERS, STOCK } from './facts.ts';

const told = (...given: Parameters<typeof input>) => explain(decide(input(...given)));

test('the decision comes first, then every gate, then the plan', () => {
  const sentences = told();
  assert.match(sentences[0] ?? '', /^2026-11-22 03:00:00 UTC: act\. It fails over/);
  assert.equal(sentences.filter((sentence) => sentence.startsWith('Gate ')).length, 11);
  assert.match(
    sentences[12] ?? '',
    /^Plan [0-9a-f]{12} for shop, forced: at most 6 min 43 s would be lost, an approval covers up to 15 min\.$/,
  );
});

test('a closed gate reads as closed, with its reason', () => {
  const sentences = told({ paused: { byWhom: 'ann', sinceMs: 0 } });
  assert.ok(sentences.some((sentence) => sentence.startsWith('Gate notPaused is closed: Automation is paused by ann')));
});

test('each database says where to, at what loss, and why not elsewhere', () => {
  const same = link(ORDERS.primary, end('contoso-w2', 'orders', 'westeurope'));
  const sentences = told({ candidates: [facts({}, ORDERS), facts({}, same), facts({}, STOCK)] });
  assert.ok(
    sentences.some((sentence) => sentence.startsWith('contoso-we/orders, forced. If forced: At most the last')),
  );
  assert.ok(sentences.some((sentence) => sentence.startsWith(`Not ${same.linkKey} (sameRegion): Expected`)));
});

test('a database without a candidate says why, and no bound is made up', () => {
  const sentences = told({ candidates: [facts({ answer: undefined }, ORDERS)] });
  assert.ok(sentences.some((sentence) => sentence.includes('nothing bounds the loss')));
  assert.ok(sentences.some((sentence) => sentence.includes('(doesNotAnswer)')));
  assert.ok(!sentences.some((sentence) => sentence.includes('If forced')));
});

test('a group without databases says so', () => {
  assert.match(told({ members: [], candidates: [] }).at(-1) ?? '', /no plan: the group has no databases/);
});

test('notify mode is explained as fully as any', () => {
  const sentences = told({ group: group({ mode: 'notify' }) });
  assert.match(sentences[0] ?? '', /tell\. The mode is notify.*would have acted/);
  assert.equal(sentences.length, told().length);
});
