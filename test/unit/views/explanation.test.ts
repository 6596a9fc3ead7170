import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toExplainView } from '../../../shared/views/explanation.ts';
import { end, facts, group, link, ORDERS, STOCK } from '../failover/facts.ts';
import { asking, incident, NOW } from './incidentFixtures.ts';

test('why it asks: the decision, every gate with its answer, and the plan', () => {
  const view = toExplainView(incident(), NOW);
  assert.equal(view.decided?.decision, 'ask');
  assert.match(view.sentences[0] ?? '', /ask\. A person decides/);
  assert.equal(view.gates.length, 11);
  assert.deepEqual(view.closedGates, ['policyAllows']);
  assert.equal(view.plan?.lossCeilingSeconds, 900);
});

test('why it did nothing: the gates that are closed are named', () => {
  const explanation = asking({ paused: { byWhom: 'ann', sinceMs: NOW - 1 }, fenceAvailable: false });
  const view = toExplainView(incident({ explanation }), NOW);
  assert.equal(view.decided?.decision, 'refuse');
  assert.deepEqual(view.closedGates.toSorted(), ['fenceAvailable', 'notPaused', 'policyAllows']);
});

test('notify mode is explained too: what would have been done', () => {
  const view = toExplainView(incident({ explanation: asking({ group: group({ mode: 'notify' }) }) }), NOW);
  assert.equal(view.decided?.decision, 'tell');
  assert.match(view.decided?.sentence ?? '', /would have acted/);
  assert.ok(view.plan);
});

test('why not each other: the rule, for every candidate that was refused', () => {
  const same = link(ORDERS.primary, end('contoso-w2', 'orders', 'westeurope'));
  const explanation = asking({ candidates: [facts({}, ORDERS), facts({}, same), facts({}, STOCK)] });
  const view = toExplainView(incident({ explanation }), NOW);
  const refused = view.plan?.choices.flatMap((choice) => choice.refused) ?? [];
  assert.deepEqual(
    refused.map(({ linkKey, refusals }) => [linkKey, refusals.map(({ rule }) => rule)]),
    [[same.linkKey, ['sameRegion']]],
  );
});

test('a database without a candidate has none, and no bound', () => {
  const explanation = asking({ candidates: [facts({ answer: undefined }, ORDERS)] });
  const view = toExplainView(incident({ explanation }), NOW);
  const orders = view.plan?.choices.find(({ database }) => database === 'contoso-we/orders');
  assert.equal(orders?.candidate, null);
  assert.equal(orders?.loss.boundSeconds, null);
  assert.equal(view.plan?.lossBoundSeconds, null);
});

test('before the first decision the verdict says why there is none', () => {
  const view = toExplainView(incident({ explanation: null }), NOW);
  assert.equal(view.decided, null);
  assert.deepEqual(view.gates, []);
  assert.match(view.sentences.join(' '), /Nothing was decided yet\. ./);
});

test('a group without databases has an explanation and no plan', () => {
  const view = toExplainView(incident({ explanation: asking({ members: [], candidates: [] }) }), NOW);
  assert.equal(view.plan, null);
  assert.match(view.sentences.at(-1) ?? '', /no plan/);
});
