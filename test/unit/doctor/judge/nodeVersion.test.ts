import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeNodeVersion } from '../../../../doctor/judge/nodeVersion.ts';

for (const [version, result] of [
  ['v24.0.0', 'ok'],
  ['v26.1.2', 'ok'],
  ['v100.0.0', 'ok'],
  ['v22.19.0', 'failed'],
  ['v9.0.0', 'failed'],
  ['', 'failed'],
  ['nonsense', 'failed'],
] as const) {
  test(`Node ${version || '(none)'} is ${result}`, () => {
    const check = judgeNodeVersion(version);
    assert.equal(check.result, result);
    assert.equal(check.advice === '', result === 'ok');
  });
}
