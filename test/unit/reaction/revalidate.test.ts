import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Operation } from '../../../shared/operations/types.ts';
import { MINUTE, SECOND, T0 } from '../outage/builders.ts';
import { ReactionWorld } from './reactionWorld.ts';

async function started(world: ReactionWorld): Promise<Operation> {
  await world.later(MINUTE);
  const [operation] = await world.stored();
  if (operation === undefined) throw new Error('expected an operation');
  return operation;
}

test('what was decided still holds: the same candidate, forced, up to the allowance of the policy', async () => {
  const world = new ReactionWorld();
  const operation = await started(world);
  const judged = await world.revalidate(operation);
  assert.deepEqual(judged.kind === 'stillValid' && [judged.linkKey, judged.mode, judged.allowanceMs], [
    operation.steps[0]?.choice.candidate?.linkKey,
    'forced',
    10 * MINUTE,
  ]);
});

test('while others are about to call, and the budget is not enough for all, it waits to see what they do', async () => {
  const world = new ReactionWorld({ dailyBudget: 2 });
  const operation = await started(world);
  const link = operation.steps[0]?.choice.candidate;
  assert.ok(link);
  const by = (operationId: string) => ({ operationId, link, deadlineMs: world.nowMs + MINUTE });
  const beside = await world.revalidate(operation, [by('one')]);
  assert.equal(beside.kind === 'stillValid' && beside.others, 0);
  assert.match((await world.revalidate(operation, [by('one'), by('two')])).sentence, /daily budget is not enough/);
  assert.equal((await world.revalidate(operation, [by('one'), by('two')])).kind, 'wait');
  const alone = await world.revalidate(operation);
  assert.equal(alone.kind === 'stillValid' && alone.others, 1);
});

test('the primary is back: it is not forced any more', async () => {
  const world = new ReactionWorld();
  const operation = await started(world);
  world.nowMs += 5 * SECOND;
  await world.end();
  assert.equal((await world.revalidate(operation)).kind, 'noLongerValid');
});

test('a switch that is thrown holds it up and does not undo it', async () => {
  const world = new ReactionWorld();
  const operation = await started(world);
  world.paused = { byWhom: 'ann', comment: 'wait', sinceMs: world.nowMs };
  assert.equal((await world.revalidate(operation)).kind, 'wait');
});

test('a policy that was withdrawn carries nothing out', async () => {
  const world = new ReactionWorld();
  const operation = await started(world);
  const groups = world.settings.groups.map((group) => ({ ...group, mode: 'notify' as const }));
  world.settings = { ...world.settings, groups };
  assert.equal((await world.revalidate(operation)).kind, 'noLongerValid');
  world.settings = { ...world.settings, groups: [] };
  assert.match((await world.revalidate(operation)).kind === 'noLongerValid' ? 'gone' : 'kept', /gone/);
});

test('a candidate that is no secondary any more is refused', async () => {
  const world = new ReactionWorld();
  const operation = await started(world);
  world.replicaRole = 1;
  assert.equal((await world.revalidate(operation)).kind, 'noLongerValid');
});

test('above the allowance of the policy a person is asked, and an operator who saw the number is enough', async () => {
  const world = new ReactionWorld();
  const operation = await started(world);
  world.lastCommitMs = T0 - 20 * MINUTE;
  world.statuses.forEach((known, key) => {
    world.statuses.set(key, { ...known, state: { name: 'caughtUp', lagSeconds: 1_200 } });
  });
  assert.equal((await world.revalidate(operation)).kind, 'ask');
  const steps = operation.steps.map((step) => ({ ...step, operatorAllowsMs: 30 * MINUTE }));
  const judged = await world.revalidate({ ...operation, steps });
  assert.deepEqual([judged.kind, judged.kind === 'stillValid' ? judged.allowanceMs : 0], ['stillValid', 30 * MINUTE]);
});

test('an operation does not stand in its own way, an earlier one of the group does', async () => {
  const world = new ReactionWorld();
  const operation = await started(world);
  assert.equal((await world.revalidate(operation)).kind, 'stillValid');
  const plan = { ...operation.plan, madeAtMs: operation.plan.madeAtMs - 1 };
  await world.operations.save({ value: { ...operation, id: 'another', state: 'running', plan } });
  assert.equal((await world.revalidate(operation)).kind, 'wait');
});

test('of two that two processes began for one group exactly one goes on', async () => {
  const world = new ReactionWorld();
  const operation = await started(world);
  const twin: Operation = { ...operation, id: 'twin', incidentId: 'of one database', state: 'running' };
  await world.operations.save({ value: twin });
  const judged = [(await world.revalidate(operation)).kind, (await world.revalidate(twin)).kind];
  assert.deepEqual(judged.sort(), ['stillValid', 'wait']);
});

async function approved(world: ReactionWorld): Promise<Operation> {
  await world.later(MINUTE);
  await world.decide('approve');
  await world.later(SECOND);
  const [operation] = await world.stored();
  if (operation === undefined) throw new Error('expected an operation');
  return operation;
}

test('what a person approved as planned is not forced, unless an operator allows a loss for it', async () => {
  const world = new ReactionWorld({ mode: 'approve' });
  const operation = await approved(world);
  assert.equal((await world.revalidate(operation)).kind, 'stillValid');
  const steps = operation.steps.map((step) => ({ ...step, choice: { ...step.choice, mode: 'planned' as const } }));
  const judged = await world.revalidate({ ...operation, steps });
  assert.match(judged.kind === 'ask' ? judged.sentence : judged.kind, /approved as planned, without loss/);
  const allowed = steps.map((step) => ({ ...step, operatorAllowsMs: 10 * MINUTE }));
  assert.equal((await world.revalidate({ ...operation, steps: allowed })).kind, 'stillValid');
});

test('an owner who withdraws the leave to act has the last word, also after an approval', async () => {
  const world = new ReactionWorld({ mode: 'approve' });
  const operation = await approved(world);
  const groups = world.settings.groups.map((group) => ({ ...group, mode: 'notify' as const }));
  world.settings = { ...world.settings, groups };
  assert.equal((await world.revalidate(operation)).kind, 'noLongerValid');
});

test('we have become the isolated ones: it waits', async () => {
  const world = new ReactionWorld();
  const operation = await started(world);
  world.isolated = true;
  assert.equal((await world.revalidate(operation)).kind, 'wait');
});
