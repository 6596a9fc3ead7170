import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Policy, willDo } from '../../../shared/notify/willDo.ts';

const SHOP: Policy = { name: 'shop', mode: 'notify', confirmForMs: 120_000, maxLossMs: 5_000 };

test('a database in no group is never moved, and the message says who has to', () => {
  assert.equal(
    willDo(undefined),
    'Geowarden only tells: what this is about is in no recovery group, so in an outage a person has to move it.',
  );
});

test('in the mode notify nothing is asked and nothing moved', () => {
  assert.match(willDo(SHOP), /^Geowarden only tells: the recovery group shop is in the mode notify/);
  assert.doesNotMatch(willDo(SHOP), /would/);
});

test('in the mode approve a person is asked, after how much evidence', () => {
  assert.match(willDo({ ...SHOP, mode: 'approve' }), /would ask a person before it fails over .* shop, after 2 min/);
});

test('in the mode automatic it says after how much evidence it acts, and above which loss it asks', () => {
  const text = willDo({ ...SHOP, mode: 'automatic' });
  assert.match(text, /would fail over the recovery group shop by itself after 2 min of agreed evidence/);
  assert.match(text, /ask a person if more than 5 s could be lost\.$/);
  assert.match(willDo({ ...SHOP, mode: 'automatic', maxLossMs: 0 }), /if anything could be lost\.$/);
});

test('no mode says that something is moved because of the alert', () => {
  for (const mode of ['approve', 'automatic'] as const)
    assert.match(willDo({ ...SHOP, mode }), /^Nothing is moved because of this alert\./);
});

test('a hostile name cannot rewrite the sentence', () => {
  const text = willDo({ ...SHOP, name: `x\r\n\u202e${'y'.repeat(500)}`, mode: 'automatic' });
  assert.doesNotMatch(text, /[\r\n\u202e]/);
  assert.ok(text.length < 400, `${text.length}`);
});
