import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupFault } from '../../../shared/failover/groupFault.ts';
import type { RecoveryGroup } from '../../../shared/failover/types.ts';
import { group } from './facts.ts';

test('a sound group has no fault', () => {
  assert.equal(groupFault(group()), undefined);
  assert.equal(groupFault(group({ maxLossMs: 0, cooldownMs: 0, dailyBudget: 0 })), undefined);
});

const numbers: Array<[keyof RecoveryGroup, number[], RegExp]> = [
  ['minKinds', [1, 0, -2, 2.5, Number.NaN, Number.POSITIVE_INFINITY], /minKinds/],
  ['confirmForMs', [0, -1, Number.NaN, Number.POSITIVE_INFINITY], /confirmFor/],
  ['maxLossMs', [-1, Number.NaN, Number.POSITIVE_INFINITY], /maxLoss/],
  ['cooldownMs', [-1, Number.NaN, Number.POSITIVE_INFINITY], /cooldown/],
  ['dailyBudget', [-1, Number.NaN], /dailyBudget/],
];

for (const [field, values, words] of numbers) {
  test(`${field} out of its range is a fault that names it`, () => {
    for (const value of values) assert.match(groupFault(group({ [field]: value })) ?? '', words, String(value));
  });
}

test('an unknown mode or partial is a fault, never an open door', () => {
  assert.match(groupFault(Object.assign(group(), { mode: 'auto' })) ?? '', /saw auto/);
  assert.match(groupFault(Object.assign(group(), { partial: 'half' })) ?? '', /saw half/);
});
