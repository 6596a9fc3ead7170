import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDuration } from '../../../local/play/duration.ts';

for (const [text, ms] of [
  ['400ms', 400],
  ['5s', 5_000],
  ['1m30s', 90_000],
  ['2h', 7_200_000],
  ['0s', 0],
  ['1.5s', 1_500],
  [' 3s ', 3_000],
] as const) {
  test(`'${text}' is ${ms} ms`, () => {
    assert.equal(parseDuration(text), ms);
  });
}

for (const text of ['', '5', 's', '5 s', '-1s', '5s!', '1d', 'soon']) {
  test(`'${text}' is no duration`, () => {
    assert.equal(parseDuration(text), undefined);
  });
}
