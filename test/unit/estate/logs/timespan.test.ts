import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTimespan } from '../../../../local/estate/logs/timespan.ts';
import { ArmError } from '../../../../local/estate/resourceManager/armError.ts';

const NOW = Date.UTC(2026, 10, 20, 9);
const MINUTE = 60_000;
const since = (text: string | undefined) => (NOW - readTimespan(text, NOW).fromMs) / MINUTE;

test('a duration reaches back from now, as far as the workspace keeps anything', () => {
  assert.equal(since('PT15M'), 15);
  assert.equal(since('PT90S'), 1.5);
  assert.equal(since('P1D'), 30);
  assert.equal(since('PT1H5M'), 30);
  assert.equal(since(undefined), 30);
});

test('two moments are a span, which does not reach into the future', () => {
  const span = readTimespan(
    `${new Date(NOW - 10 * MINUTE).toISOString()}/${new Date(NOW + MINUTE).toISOString()}`,
    NOW,
  );
  assert.deepEqual(span, { fromMs: NOW - 10 * MINUTE, toMs: NOW });
});

for (const text of ['soon', 'P1W', 'PT0S', '2026/2025', '15m']) {
  test(`${text} is refused`, () => {
    assert.throws(
      () => readTimespan(text, NOW),
      (error) => error instanceof ArmError && error.code === 'BadArgumentError',
    );
  });
}
