import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { burntMs, nextBurn } from '../../../../shared/replication/signals/burn.ts';
import type { LinkState } from '../../../../shared/replication/types.ts';
import { caughtUp, MINUTE, NOBODY, SECOND } from './readings.ts';

const HOUR = 60 * MINUTE;
const WINDOWS = [5 * MINUTE, HOUR];
const OPTIONS = { rpoMs: 5 * SECOND, windowsMs: WINDOWS };
const [bad, good] = [caughtUp(6), caughtUp(5)];
/** On no boundary of a bucket. */
const START = 1_000 * HOUR + 7 * SECOND;

type Samples = Array<{ state: LinkState; afterMs: number }>;

function fold(samples: Samples, options = OPTIONS) {
  let burn: ReturnType<typeof nextBurn>;
  let atMs = START;
  for (const { state, afterMs } of samples) {
    atMs += afterMs;
    burn = nextBurn(burn, { state, sinceLastMs: afterMs, atMs }, options);
  }
  return { burn, atMs };
}

const every = (seconds: number, count: number, state: LinkState): Samples =>
  Array.from({ length: count }, () => ({ state, afterMs: seconds * SECOND }));

describe('what counts as outside the objective', () => {
  const seconds = (state: LinkState) => {
    const { burn, atMs } = fold(every(30, 1, state));
    return burntMs(burn, HOUR, atMs) / SECOND;
  };

  test('a lag above it, by however little', () => {
    assert.equal(seconds(bad), 30);
    assert.equal(seconds(good), 0);
  });

  for (const state of [
    { name: 'lagUnknown' },
    { name: 'suspended' },
    { name: 'pending' },
    { name: 'seeding', percent: 99 },
    { name: 'absent' },
  ] satisfies LinkState[]) {
    test(`${state.name}: nobody can promise the objective`, () => assert.equal(seconds(state), 30));
  }

  test('not a primary that does not answer: that says nothing of what was copied', () => {
    assert.equal(seconds({ name: 'unreachable', failure: NOBODY }), 0);
  });
});

describe('the record', () => {
  test('of a link within its objective is empty', () => {
    assert.equal(fold(every(30, 200, good)).burn, undefined);
  });

  test('keeps only what is bad, in twelve buckets of a window at most', () => {
    const { burn } = fold(every(30, 2_000, bad));
    assert.deepEqual(Object.keys(burn ?? {}).map(Number), WINDOWS);
    for (const buckets of Object.values(burn ?? {})) assert.equal(buckets.length, 12);
  });

  test('is empty again when the last window is over', () => {
    const { burn } = fold([...every(30, 10, bad), ...every(60, 60, good)]);
    assert.equal(burn, undefined);
  });

  test('forgets a window that is no longer asked for, and begins one that is new', () => {
    const { burn, atMs } = fold(every(30, 4, bad));
    const next = nextBurn(burn, { state: good, sinceLastMs: 0, atMs }, { rpoMs: 5_000, windowsMs: [HOUR, 2 * HOUR] });
    assert.deepEqual(Object.keys(next ?? {}), [String(HOUR)]);
    assert.equal(nextBurn(burn, { state: good, sinceLastMs: 0, atMs }, { rpoMs: 5_000, windowsMs: [] }), undefined);
  });

  test('is not changed by folding', () => {
    const { burn, atMs } = fold(every(30, 4, bad));
    const before = structuredClone(burn);
    nextBurn(burn, { state: bad, sinceLastMs: 9_000, atMs: atMs + 9_000 }, OPTIONS);
    assert.deepEqual(burn, before);
  });
});

describe('the time', () => {
  test('of one sample is cut at the buckets, so that it ends with its window', () => {
    // 5 minutes in 12 buckets of 25 s: a minute lies in three or four of them.
    const { burn, atMs } = fold([{ state: bad, afterMs: MINUTE }]);
    const buckets = burn?.[5 * MINUTE] ?? [];
    assert.ok(buckets.length >= 3);
    assert.ok(buckets.every(([, ms]) => ms > 0 && ms <= 25 * SECOND));
    assert.equal(burntMs(burn, 5 * MINUTE, atMs), MINUTE);
  });

  test('leaves the short window first', () => {
    const { burn, atMs } = fold([...every(30, 4, bad), ...every(30, 12, good)]);
    assert.equal(burntMs(burn, 5 * MINUTE, atMs), 0);
    assert.equal(burntMs(burn, HOUR, atMs), 2 * MINUTE);
  });

  test('leaves while nobody samples', () => {
    const { burn, atMs } = fold(every(30, 4, bad));
    assert.equal(burntMs(burn, HOUR, atMs + 2 * HOUR), 0);
  });

  test('of a clock that went back counts nothing, and what lies in the future is forgotten', () => {
    const { burn, atMs } = fold(every(30, 4, bad));
    const back = nextBurn(burn, { state: bad, sinceLastMs: -9 * HOUR, atMs: atMs - 9 * HOUR }, OPTIONS);
    assert.equal(back, undefined);
  });

  test('of a link that was never sampled before is none', () => {
    assert.equal(nextBurn(undefined, { state: bad, sinceLastMs: 0, atMs: START }, OPTIONS), undefined);
  });

  test('in a window that nothing was counted for is zero', () => {
    assert.equal(burntMs(undefined, HOUR, START), 0);
    assert.equal(burntMs({}, HOUR, START), 0);
  });
});

describe('properties', () => {
  const samples = fc.array(
    fc.record({
      state: fc.constantFrom<LinkState>(bad, good, { name: 'lagUnknown' }),
      afterMs: fc.integer({ min: 0, max: 90_000 }),
    }),
    { maxLength: 120 },
  );

  test('a window never burns more than was bad within it, nor more than itself, and loses no more than its oldest bucket', () => {
    fc.assert(
      fc.property(samples, (given) => {
        const { burn, atMs } = fold(given);
        for (const windowMs of WINDOWS) {
          let [leftMs, badMs] = [windowMs, 0];
          for (const { state, afterMs } of given.toReversed()) {
            const spokenMs = Math.min(leftMs, afterMs);
            leftMs -= spokenMs;
            if (state !== good) badMs += spokenMs;
          }
          const burnt = burntMs(burn, windowMs, atMs);
          const rounding = given.length;
          assert.ok(burnt <= badMs + rounding, `${burnt} of ${badMs}`);
          assert.ok(burnt >= badMs - windowMs / 12 - rounding, `${burnt} of ${badMs}`);
        }
      }),
    );
  });

  test('sampling twice as often counts the same', () => {
    fc.assert(
      fc.property(samples, (given) => {
        const halves = given.flatMap(({ state, afterMs }) => [
          { state, afterMs: Math.floor(afterMs / 2) },
          { state, afterMs: Math.ceil(afterMs / 2) },
        ]);
        const [whole, halved] = [fold(given), fold(halves)];
        assert.deepEqual(halved.burn, whole.burn);
      }),
    );
  });
});
