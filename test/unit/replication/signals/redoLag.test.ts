import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { redoLagSeconds } from '../../../../shared/replication/signals/redoLag.ts';

const lag = (queueKb: number, rateKbPerSecond: number, lagSeconds: number | null = null) =>
  redoLagSeconds({ queueKb, rateKbPerSecond, lagSeconds });

test('what waits over what is redone in a second', () => {
  assert.equal(lag(6_000, 200), 30);
  assert.equal(lag(100, 300), 0.3);
});

test('nothing waits: readers see all that is hardened, whatever the rate', () => {
  assert.equal(lag(0, 500), 0);
  assert.equal(lag(0, 0), 0);
  assert.equal(lag(0, 0, 77), 0);
});

test('something waits and nothing is redone: there is no number, unless the engine has one', () => {
  assert.equal(lag(6_000, 0), null);
  assert.equal(lag(6_000, 0, 45), 45);
});

test("the engine's own number does not replace one that was measured", () => {
  assert.equal(lag(6_000, 200, 999), 30);
});

test('what was not read, and what is no amount, gives no number', () => {
  assert.equal(redoLagSeconds(null), null);
  assert.equal(lag(-1, 200), null);
  assert.equal(lag(6_000, -200), null);
  assert.equal(lag(Number.NaN, 200), null);
  assert.equal(lag(6_000, Number.NaN), null);
  assert.equal(lag(6_000, 0, -5), null);
});

test('property: a number or null, never negative, never infinite', () => {
  const any = fc.double();
  fc.assert(
    fc.property(any, any, fc.option(any), (queue, rate, engine) => {
      const seconds = lag(queue, rate, engine);
      assert.ok(seconds === null || (Number.isFinite(seconds) && seconds >= 0));
    }),
  );
});
