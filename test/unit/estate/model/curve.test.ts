import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Curve } from '../../../../local/estate/model/curve.ts';
import {
  append,
  flatCurve,
  forkAt,
  positionAt,
  timeOf,
  truncate,
  valueAt,
} from '../../../../local/estate/model/curve.ts';

const steps: Curve = [
  { startMs: 0, position: 0, perMs: 0.01 },
  { startMs: 1000, position: 10, perMs: 0 },
  { startMs: 2000, position: 25, perMs: 0.1 },
];

describe('a curve of positions', () => {
  it('is flat before it begins and linear within a piece', () => {
    assert.equal(valueAt(steps, -500), 0);
    assert.equal(valueAt(steps, 500), 5);
    assert.equal(valueAt(steps, 1999), 10);
    assert.equal(valueAt(steps, 2010), 26);
  });

  it('counts whole commits only, and is not misled by rounding', () => {
    assert.equal(positionAt(steps, 550), 5);
    const thirds: Curve = [{ startMs: 0, position: 0, perMs: 1 / 3000 }];
    assert.equal(positionAt(thirds, 9000), 3);
  });

  it('tells when a commit was reached, also when it came with a jump', () => {
    assert.equal(timeOf(steps, 5), 500);
    assert.equal(timeOf(steps, 10), 1000);
    assert.equal(timeOf(steps, 11), 2000);
    assert.equal(timeOf(steps, 25), 2000);
    assert.equal(timeOf(steps, 30), 2050);
  });

  it('says nothing about a commit that will never come', () => {
    assert.equal(timeOf(flatCurve(0, 3), 4), undefined);
    assert.equal(timeOf(flatCurve(7, 3), 3), 7);
  });

  it('reaches every whole position at the time it says (any rates, any changes)', () => {
    const piecesOf = fc.array(
      fc.record({ lastsMs: fc.integer({ min: 1, max: 100_000 }), rate: fc.double({ min: 0, max: 500, noNaN: true }) }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(piecesOf, (pieces) => {
        const base = Date.UTC(2026, 10, 1);
        const curve: Curve = flatCurve(base, 0);
        let atMs = base;
        for (const piece of pieces) {
          const position = valueAt(curve, atMs);
          append(curve, { startMs: atMs, position, perMs: piece.rate / 1000 });
          atMs += piece.lastsMs;
        }
        const position = positionAt(curve, atMs);
        const reachedMs = timeOf(curve, position);
        assert.ok(reachedMs !== undefined && reachedMs <= atMs + 1e-3, `reached ${reachedMs}, now ${atMs}`);
        assert.ok(positionAt(curve, reachedMs + 1) >= position);
      }),
    );
  });

  it('forgets the future from a moment on, but never its beginning', () => {
    const curve = steps.map((piece) => ({ ...piece }));
    truncate(curve, 1000);
    assert.equal(curve.length, 1);
    truncate(curve, -1);
    assert.equal(curve.length, 1);
  });

  it('replaces pieces that a newer one makes meaningless', () => {
    const curve = steps.map((piece) => ({ ...piece }));
    append(curve, { startMs: 1500, position: 12, perMs: 0 });
    assert.deepEqual(
      curve.map((piece) => piece.startMs),
      [0, 1000, 1500],
    );
    append(curve, { startMs: 1500, position: 13, perMs: 0 });
    assert.equal(valueAt(curve, 3000), 13);
  });

  it('forks: one past, nothing after', () => {
    const fork = forkAt(steps, 5, 5000);
    assert.equal(timeOf(fork, 3), 300);
    assert.equal(timeOf(fork, 5), 500);
    assert.equal(positionAt(fork, 5000), 5);
    assert.equal(timeOf(fork, 6), undefined);
  });

  it('forks a log without any commit', () => {
    const fork = forkAt(flatCurve(100, 0), 0, 900);
    assert.equal(positionAt(fork, 900), 0);
    append(fork, { startMs: 900, position: 0, perMs: 0.01 });
    assert.equal(positionAt(fork, 1000), 1);
  });

  it('refuses to read a curve without pieces', () => {
    assert.throws(() => valueAt([], 0), /at least one piece/);
  });
});
