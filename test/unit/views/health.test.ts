import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type HealthInput, isLate, judgeHealth } from '../../../shared/views/health.ts';
import { NO_MARK } from '../../../shared/views/marks.ts';
import { configuration, NOW } from './fixtures.ts';

const ended = (agoMs: number) => ({ startedAtMs: NOW - agoMs - 500, finishedAtMs: NOW - agoMs, durationMs: 500 });
const input = (overrides: Partial<HealthInput> = {}): HealthInput => ({
  configuration,
  sampling: ended(10_000),
  discovery: ended(60_000),
  processStartedAtMs: NOW - 3_600_000,
  nowMs: NOW,
  ...overrides,
});
// Three intervals of 30 s and one timeout of 10 s.
const ALLOWED_MS = 100_000;

test('sweeps on time are healthy and give no reasons', () => {
  assert.deepEqual(judgeHealth(input()), { status: 'ok', reasons: [] });
});

test('a sampling sweep that is late says what was expected and what was seen', () => {
  const health = judgeHealth(input({ sampling: ended(ALLOWED_MS + 1_000) }));
  assert.equal(health.status, 'late');
  assert.match(health.reasons.join(), /sampling: expected a sweep every 30 s, the last ended 101 s ago/);
});

test('exactly the allowed silence is not late yet', () => {
  assert.equal(judgeHealth(input({ sampling: ended(ALLOWED_MS) })).status, 'ok');
});

test('a late discovery is late too: a topology nobody refreshes is not the truth', () => {
  assert.equal(judgeHealth(input({ discovery: ended(3 * 900_000 + 60_001) })).status, 'late');
});

test('before the first sweep had its time the app is starting', () => {
  const health = judgeHealth(input({ sampling: NO_MARK, processStartedAtMs: NOW - 5_000 }));
  assert.equal(health.status, 'starting');
});

test('a first sweep that never ends is late in the end', () => {
  const health = judgeHealth(input({ sampling: NO_MARK, processStartedAtMs: NOW - ALLOWED_MS - 1 }));
  assert.equal(health.status, 'late');
  assert.match(health.reasons.join(), /none ever ended/);
});

test('after a restart the old mark makes the new process neither late at once nor healthy: it is starting', () => {
  const health = judgeHealth(input({ sampling: ended(86_400_000), processStartedAtMs: NOW - 1_000 }));
  assert.equal(health.status, 'starting');
  assert.match(health.reasons.join(), /no sweep has ended since the app started; the last ended 86400 s ago/);
});

test('a mark from a clock that was ahead does not keep a silent app healthy', () => {
  const health = judgeHealth(input({ sampling: ended(-3_600_000) }));
  assert.equal(health.status, 'late');
  assert.match(health.reasons.join(), /says that it ended 3600 s from now/);
  assert.equal(judgeHealth(input({ sampling: ended(-5_000) })).status, 'ok', 'clocks of two instances differ a little');
});

test('late outweighs starting', () => {
  const health = judgeHealth(
    input({ sampling: ended(ALLOWED_MS + 1), discovery: NO_MARK, processStartedAtMs: NOW - ALLOWED_MS - 1 }),
  );
  assert.equal(health.status, 'late');
  assert.equal(health.reasons.length, 2);
});

test('a configuration with faults is told before anything else', () => {
  assert.equal(judgeHealth(input({ configuration: undefined, sampling: NO_MARK })).status, 'misconfigured');
});

test('isLate judges one sweep', () => {
  const clock = { nowMs: NOW, processStartedAtMs: 0 };
  assert.equal(isLate(ended(ALLOWED_MS + 1), configuration.sampling, clock), true);
  assert.equal(isLate(ended(1), configuration.sampling, clock), false);
});

test('a shared fate is told, and is no reason to call a working app unhealthy', () => {
  const health = judgeHealth(input({ sharesFateWith: ['shop-we', 'stock-we'] }));
  assert.equal(health.status, 'ok');
  assert.equal(health.reasons.length, 1);
  assert.match(health.reasons.join(), /runs in a region that it guards, with shop-we, stock-we: .*third region/);
  assert.deepEqual(judgeHealth(input({ sharesFateWith: [] })).reasons, []);
});

test('of many servers that share the fate five are named', () => {
  const sharesFateWith = Array.from({ length: 7 }, (_, n) => `server-${n}`);
  assert.match(judgeHealth(input({ sharesFateWith })).reasons.join(), /server-4 and 2 more:/);
});

test('what is late comes before a shared fate, and keeps its status', () => {
  const health = judgeHealth(input({ sampling: ended(ALLOWED_MS + 1_000), sharesFateWith: ['shop-we'] }));
  assert.equal(health.status, 'late');
  assert.deepEqual(
    health.reasons.map((reason) => reason.slice(0, 8)),
    ['sampling', 'The app '],
  );
});
