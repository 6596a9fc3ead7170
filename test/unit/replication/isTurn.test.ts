import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isTurn } from '../../../shared/replication/isTurn.ts';

/** Turns taken in so many ticks of a timer that is up to `late` early or late. */
function turns(everyMs: number, tickMs: number, ticks: number, jitter: (tick: number) => number): number {
  let lastMs = 0;
  let taken = 0;
  for (let tick = 1; tick <= ticks; tick += 1) {
    const nowMs = tick * tickMs + jitter(tick);
    if (!isTurn(lastMs, everyMs, nowMs)) continue;
    lastMs = nowMs;
    taken += 1;
  }
  return taken;
}

test('what is asked at every fifth tick is asked twice in ten, on whatever side of the tick the timer fires', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -3_000, max: 3_000 }), { minLength: 11, maxLength: 11 }), (jitters) => {
      assert.equal(
        turns(300_000, 60_000, 10, (tick) => jitters[tick] ?? 0),
        2,
      );
      assert.equal(
        turns(60_000, 60_000, 10, (tick) => jitters[tick] ?? 0),
        10,
      );
    }),
  );
});

test('a short interval is kept as well as a long one', () => {
  assert.equal(
    turns(1_000, 1_000, 30, (tick) => (tick % 2 === 0 ? 50 : -50)),
    30,
  );
  assert.equal(
    turns(5_000, 1_000, 30, () => 0),
    6,
  );
});

test('what was never asked is asked now', () => {
  assert.equal(isTurn(0, 86_400_000, Date.UTC(2026, 0, 1)), true);
});
