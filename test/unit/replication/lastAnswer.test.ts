import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { nextStatus, type StatusSample } from '../../../shared/replication/linkStatus.ts';
import type { LinkState, LinkStatus } from '../../../shared/replication/types.ts';
import { UNREACHABLE } from './builders.ts';

const ABSENT: LinkState = { name: 'absent' };
const NULL_LAG: LinkState = { name: 'lagUnknown' };
const lag = (lagSeconds: number): LinkState => ({ name: 'caughtUp', lagSeconds });
const says = (state: LinkState, more: Partial<StatusSample> = {}): StatusSample => ({
  state,
  lastReplicationMs: null,
  lastCommitMs: null,
  ...more,
});

function play(...moments: Array<[atMs: number, StatusSample]>): LinkStatus {
  let status: LinkStatus | undefined;
  for (const [atMs, sample] of moments) status = nextStatus(status, sample, atMs);
  assert.ok(status);
  return status;
}

const HEALTHY = says(lag(2), { lastReplicationMs: 90, lastCommitMs: 95 });
const LAST = { state: lag(2), sinceMs: 100, sampledAtMs: 200, lastReplicationMs: 90, lastCommitMs: 95 };

describe('what the primary answered last', () => {
  test('is not kept while it answers: it is the status itself', () => {
    assert.equal('lastAnswer' in play([100, HEALTHY], [200, HEALTHY]), false);
  });

  test('is kept once it is silent, with the moment of that answer', () => {
    assert.deepEqual(play([100, HEALTHY], [200, HEALTHY], [300, says(UNREACHABLE)]).lastAnswer, LAST);
  });

  test('survives many silent samples', () => {
    const silent = Array.from({ length: 500 }, (_, n): [number, StatusSample] => [300 + n, says(UNREACHABLE)]);
    assert.deepEqual(play([100, HEALTHY], [200, HEALTHY], ...silent).lastAnswer, LAST);
  });

  test('survives a restart in the middle of the silence', () => {
    const stored = play([100, HEALTHY], [200, HEALTHY], [300, says(UNREACHABLE)]);
    const read = JSON.parse(JSON.stringify(stored)) as LinkStatus;
    assert.deepEqual(nextStatus(read, says(UNREACHABLE), 400).lastAnswer, LAST);
  });

  for (const answer of [lag(0), NULL_LAG, ABSENT, { name: 'suspended' } as const]) {
    test(`is dropped as soon as it answers again, be it '${answer.name}'`, () => {
      assert.equal('lastAnswer' in play([100, HEALTHY], [200, says(UNREACHABLE)], [300, says(answer)]), false);
    });
  }

  test('an unknown lag is kept as unknown, not as the number before it', () => {
    const status = play([100, HEALTHY], [200, says(NULL_LAG, { lastCommitMs: 195 })], [300, says(UNREACHABLE)]);
    assert.deepEqual(status.lastAnswer, {
      state: NULL_LAG,
      sinceMs: 200,
      sampledAtMs: 200,
      lastReplicationMs: null,
      lastCommitMs: 195,
    });
  });

  test('of a second silence is the answer between the two', () => {
    const status = play([100, HEALTHY], [200, says(UNREACHABLE)], [300, says(lag(7))], [400, says(UNREACHABLE)]);
    assert.deepEqual([status.lastAnswer?.state, status.lastAnswer?.sampledAtMs], [lag(7), 300]);
  });

  test('is unknown where it never answered, and where an older version stored the silence', () => {
    assert.equal('lastAnswer' in play([100, says(UNREACHABLE)], [200, says(UNREACHABLE)]), false);
    const { lastAnswer: _, ...old } = play([100, HEALTHY], [200, says(UNREACHABLE)]);
    assert.equal('lastAnswer' in nextStatus(old, says(UNREACHABLE), 300), false);
  });

  test('moves with a clock that goes back: how old it is stays true, and what the primary stamped stays', () => {
    const status = play([100, HEALTHY], [200, HEALTHY], [1_000, says(UNREACHABLE)], [400, says(UNREACHABLE)]);
    assert.deepEqual(status.lastAnswer, { ...LAST, sinceMs: -500, sampledAtMs: -400 });
    assert.equal(status.sampledAtMs - (status.lastAnswer?.sampledAtMs ?? 0), 800);
  });
});

test('whatever comes, it is there exactly while somebody answered once and nobody answers now, and it is the last answer', () => {
  const states = fc.constantFrom<LinkState>(lag(0), lag(9), NULL_LAG, ABSENT, UNREACHABLE);
  fc.assert(
    fc.property(fc.array(states, { minLength: 1, maxLength: 30 }), (sequence) => {
      let status: LinkStatus | undefined;
      let answered: LinkStatus | undefined;
      for (const [index, state] of sequence.entries()) {
        status = nextStatus(status, says(state, { lastCommitMs: index }), index * 10);
        if (state.name !== 'unreachable') answered = status;
        const expected = state.name === 'unreachable' ? answered : undefined;
        assert.deepEqual(status.lastAnswer?.state, expected?.state);
        assert.equal(status.lastAnswer?.sampledAtMs, expected?.sampledAtMs);
        assert.equal(status.lastAnswer?.sinceMs, expected?.sinceMs);
      }
    }),
  );
});
