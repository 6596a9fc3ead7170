import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Operation, OperationStep } from '../../../shared/operations/types.ts';
import { hasMoved, pastOperations } from '../../../shared/reaction/pastOperations.ts';

const HOUR = 3_600_000;
const NOW = 100 * HOUR;

function operation(id: string, more: Partial<Operation> = {}): Operation {
  return {
    id,
    incidentId: 'i',
    group: 'shop',
    plan: { fingerprint: 'f', group: 'shop', madeAtMs: 0, mode: 'forced', choices: [], lossBoundMs: 0 },
    authority: { kind: 'policy', group: 'shop' },
    state: 'closed',
    sinceMs: 0,
    steps: [],
    journal: [],
    ...more,
  };
}

const step = (mode: 'planned' | 'forced', atMs: number, state: OperationStep['state'] = 'verified'): OperationStep => ({
  choice: {
    database: { server: 's', database: 'd' },
    candidate: null,
    loss: { hardenedThroughMs: null, boundMs: null, from: 'nothing', sentence: '' },
    refused: [],
    sentence: '',
  },
  state,
  sinceMs: atMs,
  attempts: 1,
  intent: { atMs, mode, fenceToken: 1, deadlineMs: atMs, linkId: 'l' },
});
const verified = (atMs: number) => ({
  sequence: 0,
  atMs,
  step: 0,
  from: 'readingBack',
  event: 'readsAsPrimary',
  to: 'verified',
  sentence: '',
});

test('only what may still move something, or waits for an operator, is open', () => {
  for (const state of ['fencing', 'running', 'failed'] as const) {
    assert.equal(pastOperations('shop', [operation('a', { state })], NOW).openId, 'a', state);
  }
  for (const state of ['told', 'watchingReturn', 'aborted', 'closed'] as const) {
    assert.equal(pastOperations('shop', [operation('a', { state })], NOW).openId, null, state);
  }
});

test('another group, and the operation itself, are not in the way', () => {
  const running = [operation('a', { state: 'running' })];
  assert.equal(pastOperations('other', running, NOW).openId, null);
  assert.equal(pastOperations('shop', running, NOW, 'a').openId, null);
});

test('the cooldown counts from the last database that was seen to have moved', () => {
  const two = [operation('a', { journal: [verified(5)] }), operation('b', { journal: [verified(9)] })];
  assert.equal(pastOperations('shop', two, NOW).lastFailoverEndedMs, 9);
  assert.equal(pastOperations('shop', [operation('c')], NOW).lastFailoverEndedMs, null);
});

test('the budget counts operations of the whole deployment with a forced call in the last day, each once', () => {
  const all = [
    operation('a', { group: 'other', steps: [step('forced', NOW - HOUR), step('forced', NOW - HOUR)] }),
    operation('a', { group: 'other', steps: [step('forced', NOW - HOUR)] }),
    operation('b', { steps: [step('planned', NOW - HOUR)] }),
    operation('c', { steps: [step('forced', NOW - 24 * HOUR)] }),
    operation('d', { steps: [step('forced', NOW - 23 * HOUR, 'failed')] }),
  ];
  assert.equal(pastOperations('shop', all, NOW).forcedInLastDay, 2);
});

test('an operation has moved something when one step is verified', () => {
  assert.equal(hasMoved(operation('a', { steps: [step('forced', 1, 'failed')] })), false);
  assert.equal(hasMoved(operation('a', { steps: [step('forced', 1, 'failed'), step('forced', 1)] })), true);
});

test('for an operation that is judged again only those are in the way that go before it: one that called, else the earlier', () => {
  const made = (id: string, madeAtMs: number, steps: OperationStep[] = []) => {
    const base = operation(id, { state: 'running', steps });
    return { ...base, plan: { ...base.plan, madeAtMs } };
  };
  const between = (one: Operation, other: Operation) => [
    pastOperations('shop', [one, other], NOW, one.id).openId,
    pastOperations('shop', [other, one], NOW, other.id).openId,
  ];
  assert.deepEqual(between(made('a', 1), made('b', 2)), [null, 'a']);
  assert.deepEqual(between(made('b', 1), made('a', 2)), [null, 'b']);
  assert.deepEqual(between(made('a', 1), made('b', 1)), [null, 'a']);
  const called = [step('forced', NOW, 'called')];
  assert.deepEqual(between(made('a', 1), made('b', 2, called)), ['b', null]);
  assert.deepEqual(between(made('a', 1, called), made('b', 2, called)), [null, 'a']);
});
