import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { nextStatus, type StatusSample } from '../../../shared/replication/linkStatus.ts';
import type { LinkState, LinkStatus } from '../../../shared/replication/types.ts';
import { UNREACHABLE } from './builders.ts';

const SECOND = 1_000;
const NULL_LAG: LinkState = { name: 'lagUnknown' };
const lag = (lagSeconds: number): LinkState => ({ name: 'caughtUp', lagSeconds });
const sample = (state: LinkState, more: Partial<StatusSample> = {}): StatusSample => ({
  state,
  lastReplicationMs: null,
  lastCommitMs: null,
  ...more,
});

/** Plays states at the given moments and returns the status after each. */
function play(moments: Array<[atSeconds: number, LinkState]>, calmLagSeconds = 5): LinkStatus[] {
  const statuses: LinkStatus[] = [];
  for (const [at, state] of moments) {
    statuses.push(nextStatus(statuses.at(-1), sample(state), at * SECOND, { calmLagSeconds }));
  }
  return statuses;
}

describe('a clock that goes back', () => {
  test('keeps the elapsed time of the spell and lives on from the new moment', () => {
    const statuses = play([
      [1_000, NULL_LAG],
      [1_060, NULL_LAG],
      [60, NULL_LAG],
      [120, NULL_LAG],
    ]);
    assert.equal(statuses[2]?.sampledAtMs, 60_000);
    assert.equal(statuses[2]?.sinceMs, 0);
    assert.equal(statuses[3]?.sinceMs, 0);
    assert.equal(statuses[3]?.longestMs.lagUnknown, 120_000);
  });

  test('moves the interrupted spell and the last known lag with it', () => {
    const statuses = play([
      [1_000, lag(4)],
      [1_010, NULL_LAG],
      [1_030, UNREACHABLE],
      [30, UNREACHABLE],
      [40, NULL_LAG],
    ]);
    assert.deepEqual(statuses[3]?.interrupted, { name: 'lagUnknown', sinceMs: 10_000 });
    assert.deepEqual(statuses[3]?.lastKnownLag, { lagSeconds: 4, atMs: 0 });
    assert.equal(statuses[4]?.sinceMs, 10_000);
  });
});

test('whatever happens: no negative duration, the spell is not in the future, the longest covers the running one', () => {
  const states: LinkState[] = [lag(0), lag(60), NULL_LAG, { name: 'suspended' }, UNREACHABLE, { name: 'absent' }];
  const step = fc.record({ state: fc.constantFrom(...states), afterMs: fc.integer({ min: -100_000, max: 100_000 }) });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => {
      let nowMs = 1_000_000;
      let status: LinkStatus | undefined;
      for (const { state, afterMs } of steps) {
        nowMs += afterMs;
        status = nextStatus(status, sample(state), nowMs);
        assert.equal(status.sampledAtMs, nowMs);
        assert.ok(status.sinceMs <= nowMs);
        assert.ok((status.longestMs[state.name] ?? -1) >= nowMs - status.sinceMs);
        for (const ms of Object.values(status.longestMs)) assert.ok(ms >= 0);
        assert.equal(status.interrupted !== undefined && state.name !== 'unreachable', false);
        if (status.lastKnownLag) assert.ok(status.lastKnownLag.atMs <= nowMs);
      }
    }),
    { numRuns: 300 },
  );
});
