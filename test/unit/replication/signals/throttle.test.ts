import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { nextThrottle } from '../../../../shared/replication/signals/throttle.ts';
import type { PrimarySignals } from '../../../../shared/replication/signalTypes.ts';
import { counters, FEEDBACK, MINUTE, primarySignals, SECOND } from './readings.ts';

const LONGEST = 5 * MINUTE;

/** The last of some readings. */
function after(...readings: Array<[atMs: number, ...waits: PrimarySignals['waits']]>) {
  let throttle: ReturnType<typeof nextThrottle>;
  for (const [atMs, ...waits] of readings) throttle = nextThrottle(throttle, primarySignals(atMs, { waits }), LONGEST);
  return throttle;
}

describe('the feedback wait', () => {
  test('is milliseconds waited in a second, between two readings', () => {
    const throttle = after([0, counters({ [FEEDBACK]: 1_000 })], [60 * SECOND, counters({ [FEEDBACK]: 7_000 })]);
    assert.equal(throttle?.waitedPerSecond, 100);
    assert.deepEqual(throttle?.others, {});
  });

  test('is not known from one reading, however much was waited before it', () => {
    assert.equal(after([0, counters({ [FEEDBACK]: 9e9 })])?.waitedPerSecond, null);
  });

  test('is zero, and known, when nothing was waited', () => {
    assert.equal(after([0, counters({})], [MINUTE, counters({})])?.waitedPerSecond, 0);
    assert.equal(after([0, counters({ [FEEDBACK]: 5 })], [MINUTE, counters({ [FEEDBACK]: 5 })])?.waitedPerSecond, 0);
  });

  test('counts from nothing when the view did not list it before', () => {
    assert.equal(after([0, counters({})], [10 * SECOND, counters({ [FEEDBACK]: 500 })])?.waitedPerSecond, 50);
  });
});

describe('a reset', () => {
  test('is seen by a counter that went down, and nothing is concluded', () => {
    const throttle = after([0, counters({ [FEEDBACK]: 9_000 })], [MINUTE, counters({ [FEEDBACK]: 20 })]);
    assert.equal(throttle?.waitedPerSecond, null);
  });

  test('is seen by any counter of the source: the others began again with it', () => {
    const before = counters({ LOG_RATE_GOVERNOR: 5_000 });
    const throttle = after([0, before], [MINUTE, counters({ LOG_RATE_GOVERNOR: 10, [FEEDBACK]: 6_000 })]);
    assert.deepEqual([throttle?.waitedPerSecond, throttle?.others], [null, {}]);
  });

  test('is seen by a counter that is gone', () => {
    assert.equal(after([0, counters({ [FEEDBACK]: 9 })], [MINUTE, counters({})])?.waitedPerSecond, null);
  });

  test('is over with the reading after it', () => {
    const throttle = after(
      [0, counters({ [FEEDBACK]: 9_000 })],
      [MINUTE, counters({ [FEEDBACK]: 0 })],
      [MINUTE + 10 * SECOND, counters({ [FEEDBACK]: 100 })],
    );
    assert.equal(throttle?.waitedPerSecond, 10);
  });
});

describe('other waits of log-rate governance', () => {
  const before = counters({ [FEEDBACK]: 1_000, LOG_RATE_GOVERNOR: 1_000, POOL_LOG_RATE_GOVERNOR: 7 });
  const waits = {
    LOG_RATE_GOVERNOR: 3_000,
    POOL_LOG_RATE_GOVERNOR: 7,
    INSTANCE_LOG_RATE_GOVERNOR: 100,
    HADR_THROTTLE_LOG_RATE_SEND_RECV_QUEUE_SIZE: 200,
    HADR_THROTTLE_LOG_RATE_LOG_SIZE: 300,
  };

  test('are kept apart: they are no throttling by a geo-secondary', () => {
    const throttle = after([0, before], [10 * SECOND, counters({ [FEEDBACK]: 1_000, ...waits })]);
    assert.equal(throttle?.waitedPerSecond, 0);
    assert.deepEqual(throttle?.others, {
      LOG_RATE_GOVERNOR: 200,
      INSTANCE_LOG_RATE_GOVERNOR: 10,
      HADR_THROTTLE_LOG_RATE_SEND_RECV_QUEUE_SIZE: 20,
      HADR_THROTTLE_LOG_RATE_LOG_SIZE: 30,
    });
  });

  test('that have nothing to do with the log rate are not kept', () => {
    const throttle = after([0, counters({})], [SECOND, counters({ PAGEIOLATCH_SH: 5_000 })]);
    assert.deepEqual([throttle?.others, throttle?.counters], [{}, [counters({})]]);
  });
});

describe('two sources', () => {
  test('are compared each with itself, and the larger counts: the server holds what its databases waited', () => {
    const throttle = after(
      [0, counters({ [FEEDBACK]: 100_000 }), counters({ [FEEDBACK]: 10 }, 'database')],
      [10 * SECOND, counters({ [FEEDBACK]: 101_000 }), counters({ [FEEDBACK]: 410 }, 'database')],
    );
    assert.equal(throttle?.waitedPerSecond, 100);
  });

  test('that are not the same one are not compared', () => {
    const throttle = after([0, counters({ [FEEDBACK]: 10 }, 'database')], [MINUTE, counters({ [FEEDBACK]: 90_000 })]);
    assert.equal(throttle?.waitedPerSecond, null);
  });

  test('of which one was reset leave the other', () => {
    const throttle = after(
      [0, counters({ [FEEDBACK]: 9_000 }), counters({ LOG_RATE_GOVERNOR: 10 }, 'database')],
      [10 * SECOND, counters({ [FEEDBACK]: 0 }), counters({ LOG_RATE_GOVERNOR: 60 }, 'database')],
    );
    assert.deepEqual([throttle?.waitedPerSecond, throttle?.others], [null, { LOG_RATE_GOVERNOR: 5 }]);
  });
});

test("the database's own view is not documented to show the feedback wait: its silence is no zero", () => {
  const [before, now] = [
    counters({ LOG_RATE_GOVERNOR: 1 }, 'database'),
    counters({ LOG_RATE_GOVERNOR: 2 }, 'database'),
  ];
  assert.equal(after([0, before], [SECOND, now])?.waitedPerSecond, null);
  const listed = counters({ LOG_RATE_GOVERNOR: 2, [FEEDBACK]: 700 }, 'database');
  assert.equal(after([0, before], [10 * SECOND, listed])?.waitedPerSecond, 70);
  assert.equal(after([0, listed], [10 * SECOND, listed])?.waitedPerSecond, 0);
});

describe('nothing is compared', () => {
  const [one, two] = [counters({ [FEEDBACK]: 1 }), counters({ [FEEDBACK]: 90_000 })];

  test('between readings too far apart', () => {
    assert.equal(after([0, one], [LONGEST, two])?.waitedPerSecond, 300);
    assert.equal(after([0, one], [LONGEST + 1, two])?.waitedPerSecond, null);
  });

  test('with a reading at the same moment or from the future', () => {
    assert.equal(after([MINUTE, one], [MINUTE, two])?.waitedPerSecond, null);
    assert.equal(after([MINUTE, one], [0, two])?.waitedPerSecond, null);
  });
});

describe('missing rights', () => {
  test('to the waits leave the requests that wait now', () => {
    const throttle = nextThrottle(undefined, primarySignals(5, { waits: [], throttledRequests: 3 }), LONGEST);
    assert.deepEqual(throttle, { atMs: 5, counters: [], waitedPerSecond: null, others: {}, requests: 3 });
  });

  test('to the requests leave the waits', () => {
    assert.equal(nextThrottle(undefined, primarySignals(5, { throttledRequests: null }), LONGEST)?.requests, null);
  });

  test('to both leave nothing', () => {
    assert.equal(
      nextThrottle(undefined, primarySignals(5, { waits: [], throttledRequests: null }), LONGEST),
      undefined,
    );
  });
});

test('zeros and what is no number need no room', () => {
  const kept = after([0, counters({ [FEEDBACK]: 0, LOG_RATE_GOVERNOR: Number.NaN, POOL_LOG_RATE_GOVERNOR: 2 })]);
  assert.deepEqual(kept?.counters, [counters({ POOL_LOG_RATE_GOVERNOR: 2 })]);
});

test('property: counters that only grow give their growth, and none is ever negative', () => {
  const waits = fc.record({ [FEEDBACK]: fc.nat(1e6), LOG_RATE_GOVERNOR: fc.nat(1e6) });
  fc.assert(
    fc.property(waits, waits, fc.integer({ min: 1, max: 300 }), (start, more, seconds) => {
      const later = Object.fromEntries(
        Object.entries(start).map(([wait, ms]) => [wait, ms + (more[wait as 'LOG_RATE_GOVERNOR'] ?? 0)]),
      );
      const throttle = after([0, counters(start)], [seconds * SECOND, counters(later)]);
      assert.ok(Math.abs((throttle?.waitedPerSecond ?? -1) - (more[FEEDBACK] ?? 0) / seconds) <= 0.051);
      assert.ok(Math.abs((throttle?.others.LOG_RATE_GOVERNOR ?? 0) - more.LOG_RATE_GOVERNOR / seconds) <= 0.051);
    }),
  );
});
