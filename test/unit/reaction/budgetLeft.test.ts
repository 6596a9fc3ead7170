import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Operation } from '../../../shared/operations/types.ts';
import { budgetLeft } from '../../../shared/reaction/budgetLeft.ts';
import { linkOf, OperationWorld } from '../operations/world.ts';

const NOW = 100 * 86_400_000;
const SELF = { selfId: 'self', nowMs: NOW };
const HOUR = 3_600_000;

async function operation(id: string, mode?: 'forced' | 'planned', agoMs = HOUR): Promise<Operation> {
  const world = new OperationWorld();
  await world.begin(['orders'], 'allOrNothing', { id, group: id });
  const value = await world.operation(id);
  if (mode === undefined) return value;
  const intent = { atMs: NOW - agoMs, mode, fenceToken: 1, deadlineMs: NOW, linkId: 'l' };
  return { ...value, steps: value.steps.map((step) => ({ ...step, intent })) };
}

const noted = (operationId: string, deadlineMs = NOW + 60_000) => ({ operationId, link: linkOf('orders'), deadlineMs });

test('each forced call of a day counts once, and this one itself is set aside', async () => {
  const operations = [
    await operation('one', 'forced'),
    await operation('one', 'forced'),
    await operation('self', 'forced'),
  ];
  assert.equal(budgetLeft(3, operations, [], SELF), 1);
});

test('a planned call, none at all, and one of yesterday cost nothing', async () => {
  const operations = [
    await operation('planned', 'planned'),
    await operation('none'),
    await operation('old', 'forced', 24 * HOUR),
  ];
  assert.equal(budgetLeft(1, operations, [], SELF), 0);
});

test('one that has left word at the fence counts before its row shows it, once, and until its call can no longer arrive', async () => {
  const operations = [await operation('one', 'forced')];
  assert.equal(budgetLeft(3, operations, [noted('one'), noted('two'), noted('self')], SELF), 0);
  assert.equal(budgetLeft(3, operations, [noted('two', NOW - 2_000)], SELF), 0);
  assert.equal(budgetLeft(3, operations, [noted('two', NOW - 2_001)], SELF), 1);
});

test('below zero: others have come first', async () => {
  assert.equal(budgetLeft(1, [], [noted('one')], SELF), -1);
});
