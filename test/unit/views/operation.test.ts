import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toOperationSummary, toOperationView } from '../../../shared/views/operation.ts';
import { toOperationsView } from '../../../shared/views/operations.ts';
import { NOW, ONSET, operation } from './incidentFixtures.ts';

const iso = (ms: number) => new Date(ms).toISOString();

test('an operation says on whose word it runs, and what each step has come to', () => {
  const view = toOperationSummary(operation(), NOW);
  assert.equal(view.authority.kind, 'approval');
  assert.equal(view.sinceSeconds, 3);
  assert.deepEqual(view.steps[0], {
    database: 'contoso-we/orders',
    candidate: 'contoso-ne/orders',
    mode: 'forced',
    state: 'asking',
    since: iso(NOW - 1_000),
    lossBoundSeconds: 403.5,
    answer: { at: iso(NOW - 1_000), code: 'Conflict', sentence: 'Azure is busy with it.' },
  });
});

test('the whole of it has its journal, its plan, the intent and what was captured before the call', () => {
  const view = toOperationView(operation(), NOW);
  assert.deepEqual(view.journal[0], {
    at: iso(NOW - 3_000),
    sequence: 0,
    step: null,
    from: '',
    event: 'begin',
    to: 'fencing',
    sentence: 'Begun.',
  });
  const [step] = view.steps;
  assert.deepEqual(step?.intent, { at: iso(NOW - 2_000), mode: 'forced', deadline: iso(NOW + 60_000) });
  assert.deepEqual(step?.captured, { at: iso(NOW - 2_200), lastCommit: iso(ONSET - 500) });
  assert.equal(step?.allowanceSeconds, 900);
  assert.equal(view.plan.group, 'shop');
  assert.equal(view.partial, 'allOrNothing');
});

test('the signed address where Azure is asked is never shown', () => {
  const json = JSON.stringify(toOperationView(operation(), NOW));
  assert.ok(!json.includes('sig='));
  assert.ok(!json.includes('management.azure.com/operations'));
});

test('a step that has not begun shows no intent, no bound and nothing captured', () => {
  const [step] = operation().steps;
  assert.ok(step);
  const waiting = { choice: step.choice, state: 'waiting' as const, sinceMs: NOW, attempts: 0 };
  const view = toOperationView(operation({ steps: [waiting] }), NOW);
  const [shown] = view.steps;
  assert.equal(shown?.intent, null);
  assert.equal(shown?.captured, null);
  assert.equal(shown?.lossBoundSeconds, null);
  assert.equal(shown?.answer, null);
  assert.equal(shown?.mode, 'forced');
});

test('what the candidate did not say when it was asked is unknown, not zero', () => {
  const [step] = operation().steps;
  assert.ok(step);
  const { capturedAtMs: _, ...rest } = step;
  const view = toOperationView(operation({ steps: [{ ...rest, capturedLastCommitMs: null }] }), NOW);
  assert.deepEqual(view.steps[0]?.captured, { at: null, lastCommit: null });
});

test('policy as the authority, and a wish to abort, are shown', () => {
  const view = toOperationSummary(
    operation({
      authority: { kind: 'policy', group: 'shop' },
      abortRequested: { by: 'Bo', comment: 'stop', atMs: NOW },
    }),
    NOW,
  );
  assert.deepEqual(view.authority, { kind: 'policy', group: 'shop' });
  assert.deepEqual(view.abortRequested, { by: 'Bo', comment: 'stop', at: iso(NOW) });
});

test('operations are listed once each, the last changed first', () => {
  const one = operation({ id: 'one', sinceMs: NOW - 10 });
  const two = operation({ id: 'two', sinceMs: NOW - 5, state: 'closed' });
  const view = toOperationsView([one], [two, operation({ id: 'one', sinceMs: NOW - 20 })], NOW);
  assert.deepEqual(
    view.operations.map(({ id, since }) => [id, since]),
    [
      ['two', iso(NOW - 5)],
      ['one', iso(NOW - 10)],
    ],
  );
});
