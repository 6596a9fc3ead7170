import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Incident } from '../../../shared/outage/types.ts';
import { judgeDatabase } from '../../../shared/outage/verdict.ts';
import { gist } from '../../../shared/reaction/auditRecords.ts';
import { isWorthSaving } from '../../../shared/reaction/isWorthSaving.ts';
import { input, ORDERS, says, T0 } from '../outage/builders.ts';

const verdict = judgeDatabase(ORDERS, input([says('ownProbe')], T0));
const BEFORE: Incident = {
  id: 'i',
  group: 'shop',
  scope: verdict.scope,
  phase: 'open',
  openedAtMs: T0,
  confirmedAtMs: null,
  overAtMs: null,
  verdict,
  explanation: null,
  operationId: null,
};

const CHANGES: Array<Partial<Incident>> = [
  { toldAtMs: T0 + 1 },
  { closedAtMs: T0 + 1 },
  { clearSinceMs: T0 + 1 },
  { confirmedAtMs: T0 + 1 },
  { waitingNotice: { id: 'n', sinceMs: T0 } },
  { phase: 'confirmed' },
  { operationId: 'o' },
  { verdict: { ...verdict, confirmed: true } },
];

test('the first state of an incident is stored; the same state again is not', () => {
  assert.equal(isWorthSaving(undefined, BEFORE), true);
  assert.equal(isWorthSaving(BEFORE, { ...BEFORE }), false);
  assert.equal(isWorthSaving(BEFORE, BEFORE), false);
});

for (const change of CHANGES) {
  test(`a new ${Object.keys(change).join()} is stored, and a second time it is not`, () => {
    const after = { ...BEFORE, ...change };
    assert.equal(isWorthSaving(BEFORE, after), true);
    assert.equal(isWorthSaving(after, BEFORE), true);
    assert.equal(isWorthSaving(after, { ...after }), false);
  });
}

test('another question, and the same question told at another moment, are news', () => {
  const asked = { ...BEFORE, waitingNotice: { id: 'n', sinceMs: T0 } };
  assert.equal(isWorthSaving(asked, { ...BEFORE, waitingNotice: { id: 'm', sinceMs: T0 } }), true);
  assert.equal(isWorthSaving(asked, { ...BEFORE, waitingNotice: { id: 'n', sinceMs: T0 + 1 } }), true);
  assert.equal(isWorthSaving(asked, { ...BEFORE, waitingNotice: { id: 'n', sinceMs: T0 } }), false);
});

test('what an incident tells is said the same when it is asked again, and of its copy', () => {
  const first = gist(BEFORE);
  assert.equal(gist(BEFORE), first);
  assert.equal(gist(structuredClone(BEFORE)), first);
  assert.notEqual(gist({ ...BEFORE, operationId: 'o' }), first);
});
