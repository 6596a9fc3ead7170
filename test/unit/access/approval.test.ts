import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { askApproval, LONGEST_COMMENT, nextApproval } from '../../../shared/access/approval.ts';
import type { ApprovalEvent, ApprovalRequest } from '../../../shared/access/types.ts';

const NOW = Date.UTC(2026, 10, 22);
const claims = { tokenId: 't-1', incidentId: 'i-1', fingerprint: 'abc', page: '/p', expiresAtMs: NOW + 60_000 };
const pending = askApproval(claims, NOW);
const decision = (overrides: Partial<Extract<ApprovalEvent, { kind: 'approve' | 'reject' }>> = {}): ApprovalEvent => ({
  kind: 'approve',
  tokenId: 't-1',
  by: 'ann',
  comment: 'go',
  atMs: NOW + 1000,
  currentFingerprint: 'abc',
  ...overrides,
});

test('a question begins as pending, without a decision', () => {
  assert.equal(pending.state, 'pending');
  assert.equal(pending.decision, null);
});

const TABLE: Array<[string, ApprovalEvent, ApprovalRequest['state'], boolean, boolean]> = [
  ['approve', decision(), 'approved', true, false],
  ['reject', decision({ kind: 'reject', comment: 'no' }), 'rejected', true, false],
  ['approve another plan', decision({ currentFingerprint: 'abd' }), 'stale', true, true],
  ['approve when there is no plan', decision({ currentFingerprint: null }), 'stale', true, false],
  ['reject another plan', decision({ kind: 'reject', currentFingerprint: 'abd' }), 'stale', true, true],
  ['approve too late', decision({ atMs: NOW + 60_000 }), 'expired', true, false],
  ['approve too late another plan', decision({ atMs: NOW + 60_000, currentFingerprint: 'x' }), 'expired', true, false],
  ['approve at no time', decision({ atMs: Number.NaN }), 'expired', true, false],
  ['approve with another link', decision({ tokenId: 't-2' }), 'pending', false, false],
  ['approve as nobody', decision({ by: ' ' }), 'pending', false, false],
  ['approve without a word', decision({ comment: '\t' }), 'pending', false, false],
  ['the same plan again', { kind: 'planMade', currentFingerprint: 'abc', atMs: NOW }, 'pending', false, false],
  ['another plan', { kind: 'planMade', currentFingerprint: 'abd', atMs: NOW }, 'stale', true, true],
  ['no plan any more', { kind: 'planMade', currentFingerprint: null, atMs: NOW }, 'stale', true, false],
  ['time passes', { kind: 'timePassed', atMs: NOW + 59_999 }, 'pending', false, false],
  ['time is up', { kind: 'timePassed', atMs: NOW + 60_000 }, 'expired', true, false],
];

for (const [name, event, state, changed, askAgain] of TABLE) {
  test(`${name}: ${state}${askAgain ? ', and asks again' : ''}`, () => {
    const step = nextApproval(pending, event);
    assert.deepEqual([step.request.state, step.changed, step.askAgain], [state, changed, askAgain]);
    assert.notEqual(step.sentence, '');
    assert.equal(step.request.decision !== null, state === 'approved' || state === 'rejected');
  });
}

test('a decision keeps who, why and when, trimmed and bounded', () => {
  const { request } = nextApproval(pending, decision({ by: ' ann ', comment: ` ${'x'.repeat(3000)} ` }));
  assert.deepEqual(request.decision, { by: 'ann', comment: 'x'.repeat(LONGEST_COMMENT), atMs: NOW + 1000 });
});

test('the first decision stands', () => {
  const { request } = nextApproval(pending, decision({ kind: 'reject', comment: 'no' }));
  const second = nextApproval(request, decision({ by: 'bob' }));
  assert.equal(second.request, request);
  assert.equal(second.changed, false);
  assert.match(second.sentence, /rejected already.*ann rejected the plan: no/);
});

test('whatever happens, in whatever order: no approval without a person, in time, of the plan as it was', () => {
  const event: fc.Arbitrary<ApprovalEvent> = fc.oneof(
    fc
      .record({
        kind: fc.constantFrom('approve' as const, 'reject' as const),
        tokenId: fc.constantFrom('t-1', 't-2'),
        by: fc.constantFrom('ann', ''),
        comment: fc.constantFrom('go', ' '),
        atMs: fc.integer({ min: NOW, max: NOW + 70_000 }),
        currentFingerprint: fc.constantFrom('abc', 'abd', null),
      })
      .map((given) => given satisfies ApprovalEvent),
    fc.record({
      kind: fc.constant('planMade' as const),
      currentFingerprint: fc.constantFrom('abc', 'abc', 'abd', null),
      atMs: fc.integer({ min: NOW, max: NOW + 70_000 }),
    }),
    fc.record({ kind: fc.constant('timePassed' as const), atMs: fc.integer({ min: NOW, max: NOW + 70_000 }) }),
  );
  let approved = 0;
  fc.assert(
    fc.property(fc.array(event, { maxLength: 8 }), (events) => {
      let request = pending;
      let ends = 0;
      for (const one of events) {
        const step = nextApproval(request, one);
        if (step.changed) ends += 1;
        if (step.request.state === 'approved' && step.changed) {
          approved += 1;
          assert.ok(one.kind === 'approve' && one.currentFingerprint === 'abc' && one.tokenId === 't-1');
          assert.ok(one.atMs < request.expiresAtMs && one.by === 'ann' && one.comment === 'go');
        }
        request = step.request;
      }
      assert.ok(ends <= 1, 'a request ends once');
    }),
    { numRuns: 3000 },
  );
  assert.ok(approved > 20, `only ${approved} were approved`);
});
