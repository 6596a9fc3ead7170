import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { nextSecondaryView } from '../../../../shared/replication/signals/secondaryView.ts';
import type { SecondaryAnswer } from '../../../../shared/replication/signalTypes.ts';
import { answering, NOBODY, silent } from './readings.ts';

const closed = (atMs: number): SecondaryAnswer => ({ ...silent(atMs), closed: true }) as SecondaryAnswer;

function after(...answers: SecondaryAnswer[]) {
  let view: ReturnType<typeof nextSecondaryView> | undefined;
  for (const answer of answers) view = nextSecondaryView(view, answer, null);
  return view;
}

test('an answer is kept with the gap to what the primary had committed', () => {
  const redo = { queueKb: 600, rateKbPerSecond: 20, lagSeconds: null };
  assert.deepEqual(nextSecondaryView(undefined, answering(100, { lastCommitMs: 40_000, redo }), 45_000), {
    atMs: 100,
    is: 'answering',
    sinceMs: 100,
    commitGapSeconds: 5,
    redoLagSeconds: 30,
    redoQueueKb: 600,
    replicaRole: 2,
  });
});

test('without the commit of the primary in this very sample there is no gap', () => {
  assert.equal(nextSecondaryView(undefined, answering(100, { lastCommitMs: 40_000 }), null).commitGapSeconds, null);
});

test('redo that could not be read is null, not zero', () => {
  const view = after(answering(1, { redo: null }));
  assert.deepEqual([view?.redoLagSeconds, view?.redoQueueKb], [null, null]);
});

describe('since when', () => {
  test('an answer is one spell with those before it', () => {
    assert.deepEqual([after(answering(1), answering(2))?.sinceMs, after(answering(1), answering(2))?.atMs], [1, 2]);
  });

  test('silence begins with its first failure, and forgets what was known', () => {
    const view = after(answering(1, { lastCommitMs: 1 }), silent(2), silent(3));
    assert.deepEqual(view, {
      atMs: 3,
      is: 'silent',
      sinceMs: 2,
      failure: NOBODY,
      commitGapSeconds: null,
      redoLagSeconds: null,
      redoQueueKb: null,
      replicaRole: null,
    });
  });

  test('an answer ends silence and its failure', () => {
    const view = after(silent(1), answering(2));
    assert.deepEqual([view?.is, view?.sinceMs, view?.failure], ['answering', 2, undefined]);
  });

  test('a clock that went back makes no spell of the future', () => {
    assert.equal(after(silent(500), silent(100))?.sinceMs, 100);
  });
});

test('closed is a state of its own: a standby replica answers and lets nobody in', () => {
  assert.deepEqual([after(closed(1), closed(2))?.is, after(closed(1), closed(2))?.sinceMs], ['closed', 1]);
  assert.equal(after(silent(1), closed(2))?.sinceMs, 2);
});

test('one that is too busy for us answers all the same', () => {
  const view = after(answering(1), silent(2, { kind: 'busy', number: 40501, message: 'Too busy.' }));
  assert.deepEqual(
    [view?.is, view?.sinceMs, view?.failure?.number, view?.commitGapSeconds],
    ['answering', 1, 40501, null],
  );
});
