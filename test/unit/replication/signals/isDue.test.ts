import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isDue } from '../../../../shared/replication/signals/isDue.ts';
import { MINUTE, SECOND } from './readings.ts';

/** The moments at which a key is asked, sampled every so often, from `firstMs` on. */
function turns(key: string, everyMs: number, sampleMs: number, firstMs: number, samples: number): number[] {
  const asked = [firstMs];
  for (let sample = 1; sample < samples; sample += 1) {
    const nowMs = firstMs + sample * sampleMs;
    if (isDue(asked.at(-1), everyMs, key, nowMs)) asked.push(nowMs);
  }
  return asked;
}

test('what was never asked is due', () => {
  assert.equal(isDue(undefined, MINUTE, 'we/orders', 5), true);
});

test('what was asked just now is not', () => {
  assert.equal(isDue(1_000, MINUTE, 'we/orders', 1_000), false);
});

test('after the whole interval it is due, whatever the key', () => {
  for (let one = 0; one < 100; one += 1) assert.equal(isDue(5_000, MINUTE, `we/orders-${one}`, 65_000), true);
});

test('a clock that went back by more than the interval does not stop it', () => {
  assert.equal(isDue(10 * MINUTE, MINUTE, 'we/orders', 8 * MINUTE), true);
});

test('a thousand databases that were all asked at the same moment are spread again', () => {
  const asked = Array.from({ length: 1_000 }, (_, one) => turns(`we/orders-${one}`, MINUTE, 10 * SECOND, 7_000, 60));
  for (const nowMs of [100_000, 200_000, 300_000].map((ms) => 7_000 + ms)) {
    const now = asked.filter((ofOne) => ofOne.includes(nowMs)).length;
    assert.ok(now > 100 && now < 240, `expected about a sixth of 1,000 at once, saw ${now}`);
  }
});

test('property: turns are never further apart than the interval and one sample, and there is one in each interval', () => {
  const whole = (max: number) => fc.integer({ min: 1, max });
  fc.assert(
    fc.property(fc.string(), whole(30), whole(60), fc.nat(1e9), (key, sampleSeconds, times, firstMs) => {
      const [sampleMs, everyMs] = [sampleSeconds * SECOND, sampleSeconds * times * SECOND];
      const asked = turns(key, everyMs, sampleMs, firstMs, 5 * times + 1);
      const gaps = asked.slice(1).map((atMs, index) => atMs - (asked[index] ?? 0));
      assert.ok(gaps.every((gap) => gap <= everyMs + sampleMs));
      assert.ok(asked.length >= 5 && asked.length <= 7, `expected 5 to 7 turns in 5 intervals, saw ${asked.length}`);
    }),
  );
});
