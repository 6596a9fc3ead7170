import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Curve } from '../../../../local/estate/model/curve.ts';
import { append, flatCurve, valueAt } from '../../../../local/estate/model/curve.ts';
import { ship } from '../../../../local/estate/model/ship.ts';

const steady: Curve = [{ startMs: 0, position: 0, perMs: 0.02 }];

describe('shipping', () => {
  it('follows the arrivals when it is fast enough', () => {
    const sent = ship(steady, 1000, 20, 0.1);
    assert.deepEqual(sent, [{ startMs: 1000, position: 20, perMs: 0.02 }]);
  });

  it('catches up at once without a limit', () => {
    assert.equal(valueAt(ship(steady, 1000, 3, Number.POSITIVE_INFINITY), 1000), 20);
  });

  it('falls ever further behind when the workload exceeds the rate', () => {
    const sent = ship(steady, 0, 0, 0.01);
    assert.equal(valueAt(sent, 10_000), 100);
    assert.equal(valueAt(steady, 10_000) - valueAt(sent, 10_000), 100);
  });

  it('drains a backlog at the difference of the rates, then follows', () => {
    const sent = ship(steady, 1000, 0, 0.04);
    // 20 behind, gaining 0.02 a millisecond: level after another second.
    assert.equal(valueAt(sent, 1500), 20);
    assert.equal(valueAt(sent, 2000), valueAt(steady, 2000));
    assert.equal(valueAt(sent, 9000), valueAt(steady, 9000));
  });

  it('drains what is left when the commits stop', () => {
    const stopped: Curve = [...steady, { startMs: 1000, position: 20, perMs: 0 }];
    const sent = ship(stopped, 0, 0, 0.01);
    assert.equal(valueAt(sent, 1000), 10);
    assert.equal(valueAt(sent, 2000), 20);
    assert.equal(valueAt(sent, 60_000), 20);
  });

  it('meets a jump in the arrivals, as a chain sees after a seeding', () => {
    const jumping: Curve = [...flatCurve(0, 0), { startMs: 500, position: 100, perMs: 0 }];
    const sent = ship(jumping, 0, 0, 0.1);
    assert.equal(valueAt(sent, 500), 0);
    assert.equal(valueAt(sent, 1000), 50);
    assert.equal(valueAt(sent, 1500), 100);
  });

  it('begins before the arrivals do', () => {
    const late: Curve = [{ startMs: 1000, position: 5, perMs: 0.01 }];
    const sent = ship(late, 0, 5, 1);
    assert.equal(valueAt(sent, 900), 5);
    assert.equal(valueAt(sent, 2000), 15);
  });

  it('never sends what is not there, never takes back, and uses its whole rate while there is a backlog', () => {
    const piece = fc.record({
      lastsMs: fc.integer({ min: 1, max: 10_000 }),
      perMs: fc.double({ min: 0, max: 0.2, noNaN: true }),
    });
    const rate = fc.double({ min: 0.001, max: 0.2, noNaN: true });
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), rate, (pieces, perMs) => {
        const arrivals = flatCurve(0, 0);
        let endMs = 0;
        for (const one of pieces) {
          append(arrivals, { startMs: endMs, position: valueAt(arrivals, endMs), perMs: one.perMs });
          endMs += one.lastsMs;
        }
        const sent = ship(arrivals, 0, 0, perMs);
        let before = 0;
        let beforeMs = 0;
        for (let atMs = 0; atMs <= endMs; atMs += Math.max(1, endMs / 97)) {
          const now = valueAt(sent, atMs);
          assert.ok(now <= valueAt(arrivals, atMs) + 1e-6, 'more sent than there is');
          assert.ok(now >= before - 1e-9, 'taken back');
          assert.ok(now - before <= (atMs - beforeMs) * perMs + 1e-6, 'faster than the rate');
          before = now;
          beforeMs = atMs;
        }
      }),
    );
  });
});
