import assert from 'node:assert/strict';
import { test } from 'node:test';
import { needsHistory, statusBeforeOnset } from '../../../shared/reaction/statusBeforeOnset.ts';
import type { HistoryLine, LinkStatus } from '../../../shared/replication/types.ts';
import { status } from '../failover/facts.ts';

const ONSET = 1_000_000;
const line = (more: Partial<HistoryLine> = {}): HistoryLine => ({
  atMs: ONSET - 5_000,
  linkKey: 'a~b',
  state: 'caughtUp',
  lagSeconds: 3,
  ...more,
});
const silent = (lastAnswer: LinkStatus['lastAnswer'] | undefined): LinkStatus =>
  status({
    state: { name: 'unreachable', failure: { kind: 'unreachable', message: '' } },
    sampledAtMs: ONSET + 60_000,
    ...(lastAnswer === undefined ? {} : { lastAnswer }),
  });

test('a state that was sampled before onset is what was known', () => {
  const known = status({ sampledAtMs: ONSET - 1_000 });
  assert.equal(statusBeforeOnset(known, line(), ONSET), known);
});

test('a good sample after onset is not looked at, however good it is', () => {
  const late = status({ sampledAtMs: ONSET + 1 });
  assert.equal(statusBeforeOnset(late, undefined, ONSET), undefined);
  assert.equal(statusBeforeOnset(late, line(), ONSET)?.sampledAtMs, ONSET - 5_000);
});

test('while the primary is silent its last answer counts, with everything it said', () => {
  const answer = { ...status({ sampledAtMs: ONSET - 2_000 }) };
  const { state, sinceMs, sampledAtMs, lastReplicationMs, lastCommitMs } = answer;
  const found = statusBeforeOnset(
    silent({ state, sinceMs, sampledAtMs, lastReplicationMs, lastCommitMs }),
    line(),
    ONSET,
  );
  assert.deepEqual([found?.state, found?.sampledAtMs, found?.lastCommitMs], [state, sampledAtMs, lastCommitMs]);
});

test('history says what the state of now cannot, and an unknown lag stays unknown', () => {
  assert.equal(needsHistory(silent(undefined), ONSET), true);
  assert.deepEqual(statusBeforeOnset(silent(undefined), line(), ONSET)?.state, { name: 'caughtUp', lagSeconds: 3 });
  assert.deepEqual(statusBeforeOnset(undefined, line({ lagSeconds: null }), ONSET)?.state, { name: 'lagUnknown' });
  assert.deepEqual(statusBeforeOnset(undefined, line({ state: 'lagUnknown', lagSeconds: null }), ONSET)?.state, {
    name: 'lagUnknown',
  });
  assert.deepEqual(statusBeforeOnset(undefined, line({ state: 'suspended', lagSeconds: null }), ONSET)?.state, {
    name: 'suspended',
  });
});

test('a line of history after onset, or of a silent primary, says nothing', () => {
  assert.equal(statusBeforeOnset(undefined, line({ atMs: ONSET + 1 }), ONSET), undefined);
  assert.equal(statusBeforeOnset(undefined, line({ state: 'unreachable' }), ONSET), undefined);
});

test('while nobody knows when it began, what was sampled last counts and history is not asked', () => {
  assert.equal(needsHistory(silent(undefined), null), false);
  assert.equal(statusBeforeOnset(status({ sampledAtMs: ONSET }), undefined, null)?.sampledAtMs, ONSET);
});
