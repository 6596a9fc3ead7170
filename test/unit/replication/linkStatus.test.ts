import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
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
const last = (statuses: LinkStatus[]) => {
  const status = statuses.at(-1);
  assert.ok(status);
  return status;
};

describe('a spell', () => {
  test('begins with the first sample', () => {
    const [first] = play([[7, lag(3)]]);
    assert.deepEqual(first, {
      state: lag(3),
      sinceMs: 7_000,
      longestMs: { caughtUp: 0 },
      sampledAtMs: 7_000,
      lastReplicationMs: null,
      lastCommitMs: null,
      lastKnownLag: { lagSeconds: 3, atMs: 7_000 },
      peakLagSeconds: 3,
    });
  });

  test('goes on while the state keeps its name, whatever the number', () => {
    const status = last(
      play([
        [0, lag(1)],
        [10, lag(900)],
        [20, lag(0)],
      ]),
    );
    assert.equal(status.sinceMs, 0);
    assert.equal(status.longestMs.caughtUp, 20_000);
  });

  test('begins anew when the name changes, and the finished one is remembered', () => {
    const status = last(
      play([
        [0, lag(1)],
        [10, lag(1)],
        [15, NULL_LAG],
        [60, NULL_LAG],
        [61, lag(2)],
      ]),
    );
    assert.equal(status.sinceMs, 61_000);
    assert.deepEqual(status.longestMs, { caughtUp: 10_000, lagUnknown: 46_000 });
  });

  test('a shorter spell does not shorten the longest', () => {
    const status = last(
      play([
        [0, NULL_LAG],
        [100, lag(0)],
        [110, NULL_LAG],
        [111, lag(0)],
      ]),
    );
    assert.equal(status.longestMs.lagUnknown, 100_000);
  });

  test('survives a restart: only the stored record is needed', () => {
    const [, stored] = play([
      [0, NULL_LAG],
      [30, NULL_LAG],
    ]);
    const read = JSON.parse(JSON.stringify(stored)) as LinkStatus;
    const after = nextStatus(read, sample(NULL_LAG), 90 * SECOND);
    assert.equal(after.sinceMs, 0);
    assert.equal(after.longestMs.lagUnknown, 90_000);
  });

  test('survives a deployment that took a day: nobody saw the lag known meanwhile', () => {
    const [stored] = play([[0, NULL_LAG]]);
    const after = nextStatus(stored, sample(NULL_LAG), 86_400 * SECOND);
    assert.equal(after.sinceMs, 0);
    assert.equal(after.longestMs.lagUnknown, 86_400_000);
  });
});

describe('silence', () => {
  test('does not end a NULL spell: nobody saw the lag known in between', () => {
    const statuses = play([
      [0, lag(0)],
      [10, NULL_LAG],
      [20, UNREACHABLE],
      [30, UNREACHABLE],
      [40, NULL_LAG],
    ]);
    assert.equal(statuses[2]?.sinceMs, 20_000);
    assert.equal(statuses[3]?.sinceMs, 20_000);
    assert.deepEqual(statuses[3]?.interrupted, { name: 'lagUnknown', sinceMs: 10_000 });
    assert.equal(statuses[4]?.sinceMs, 10_000);
    assert.equal(statuses[4]?.interrupted, undefined);
    assert.equal(statuses[4]?.longestMs.lagUnknown, 30_000);
    assert.equal(statuses[4]?.longestMs.unreachable, 20_000);
  });

  test('does not end a suspension either', () => {
    const status = last(
      play([
        [0, { name: 'suspended' }],
        [10, UNREACHABLE],
        [20, { name: 'suspended' }],
      ]),
    );
    assert.equal(status.sinceMs, 0);
  });

  test('ends a spell of health: being caught up has to be seen', () => {
    const status = last(
      play([
        [0, lag(0)],
        [10, UNREACHABLE],
        [20, lag(0)],
      ]),
    );
    assert.equal(status.sinceMs, 20_000);
    assert.equal(status.longestMs.caughtUp, 0);
  });

  test('counts health only to the last sample that showed it', () => {
    const status = last(
      play([
        [0, lag(0)],
        [60, lag(0)],
        [3_600, UNREACHABLE],
      ]),
    );
    assert.equal(status.longestMs.caughtUp, 60_000);
  });

  test('followed by another state begins a new spell', () => {
    const status = last(
      play([
        [0, NULL_LAG],
        [10, UNREACHABLE],
        [20, lag(4)],
        [30, NULL_LAG],
      ]),
    );
    assert.equal(status.sinceMs, 30_000);
  });

  test('from the first sample on interrupts nothing', () => {
    const [first, second] = play([
      [0, UNREACHABLE],
      [10, NULL_LAG],
    ]);
    assert.equal(first?.interrupted, undefined);
    assert.equal(second?.sinceMs, 10_000);
  });

  test('two silences within one NULL spell are still one NULL spell', () => {
    const status = last(
      play([
        [0, NULL_LAG],
        [1, UNREACHABLE],
        [2, NULL_LAG],
        [3, UNREACHABLE],
        [4, NULL_LAG],
      ]),
    );
    assert.equal(status.sinceMs, 0);
  });

  test('keeps what the primary said last', () => {
    const first = nextStatus(undefined, sample(lag(2), { lastReplicationMs: 90, lastCommitMs: 95 }), 100);
    for (const state of [UNREACHABLE, { name: 'absent' } as const]) {
      const status = nextStatus(first, sample(state), 200);
      assert.equal(status.lastReplicationMs, 90);
      assert.equal(status.lastCommitMs, 95);
      assert.deepEqual(status.lastKnownLag, { lagSeconds: 2, atMs: 100 });
    }
  });
});

describe('the lag that was known last', () => {
  test('stays through NULL with the moment it was known', () => {
    const status = last(
      play([
        [0, lag(3)],
        [10, lag(8)],
        [20, NULL_LAG],
        [500, { name: 'suspended' }],
      ]),
    );
    assert.deepEqual(status.lastKnownLag, { lagSeconds: 8, atMs: 10_000 });
  });

  test('is missing as long as none was ever known', () => {
    assert.equal(
      'lastKnownLag' in
        last(
          play([
            [0, NULL_LAG],
            [1, UNREACHABLE],
          ]),
        ),
      false,
    );
  });

  test('a NULL after a number does not repeat the moment of an old commit', () => {
    const first = nextStatus(undefined, sample(lag(2), { lastReplicationMs: 90, lastCommitMs: 95 }), 100);
    const status = nextStatus(first, sample(NULL_LAG, { lastReplicationMs: null, lastCommitMs: 150 }), 200);
    assert.equal(status.lastReplicationMs, null);
    assert.equal(status.lastCommitMs, 150);
  });
});

describe('the peak', () => {
  test('is the largest lag of the running excursion', () => {
    assert.equal(
      last(
        play([
          [0, lag(2)],
          [1, lag(40)],
          [2, lag(90)],
          [3, lag(10)],
        ]),
      ).peakLagSeconds,
      90,
    );
  });

  test('starts again once the lag was seen at or below the threshold', () => {
    assert.equal(
      last(
        play([
          [0, lag(90)],
          [1, lag(5)],
          [2, lag(20)],
        ]),
      ).peakLagSeconds,
      20,
    );
  });

  test('is not forgotten through NULL and silence', () => {
    assert.equal(
      last(
        play([
          [0, lag(90)],
          [1, NULL_LAG],
          [2, UNREACHABLE],
          [3, lag(30)],
        ]),
      ).peakLagSeconds,
      90,
    );
  });
});
