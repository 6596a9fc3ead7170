import assert from 'node:assert/strict';
import { test } from 'node:test';
import { advanceOperation } from '../../../shared/operations/advance.ts';
import { applyOperatorCommand, type OperatorCommand } from '../../../shared/operations/operator.ts';
import { DEFAULT_OPERATION_RULES } from '../../../shared/operations/rules.ts';
import type { Operation } from '../../../shared/operations/types.ts';
import { personsStop } from '../../../shared/reaction/personsStop.ts';
import { OperationWorld } from '../operations/world.ts';
import { MINUTE, SECOND } from '../outage/builders.ts';
import { ReactionWorld } from './reactionWorld.ts';

async function started(mode: 'automatic' | 'approve'): Promise<{ world: ReactionWorld; id: string }> {
  const world = new ReactionWorld({ mode });
  await world.later(MINUTE);
  if (mode === 'approve') {
    await world.decide('approve');
    await world.later(SECOND);
  }
  const [operation] = await world.stored();
  assert.ok(operation);
  return { world, id: operation.id };
}

/** To its end, without a call. */
async function stop(world: ReactionWorld, id: string, what: OperatorCommand['what']): Promise<void> {
  const command = { what, by: 'ann', comment: 'the network is being mended', atMs: world.nowMs };
  assert.deepEqual(await applyOperatorCommand(world.operations, id, command), { done: true });
  const ports = { ...new OperationWorld().ports(), store: world.operations };
  const input = { operationId: id, ports, now: () => world.nowMs, holder: 'x', rules: DEFAULT_OPERATION_RULES };
  assert.equal((await advanceOperation(input)).outcome, 'ended');
}

async function fail(world: ReactionWorld, id: string): Promise<void> {
  const row = await world.operations.load(id);
  assert.ok(row);
  const steps = row.value.steps.map((step) => ({ ...step, state: 'failed' as const }));
  await world.operations.save({ ...row, value: { ...row.value, state: 'failed', toldAtMs: world.nowMs, steps } });
}

test('what a person aborted or gave up is not begun again by the policy', async () => {
  for (const what of ['abort', 'giveUp'] as const) {
    const { world, id } = await started('automatic');
    if (what === 'giveUp') await fail(world, id);
    await stop(world, id, what);
    for (let minute = 0; minute < 20; minute += 1) {
      assert.deepEqual((await world.later(MINUTE)).started, [], `${what}, minute ${minute}`);
    }
    assert.equal((await world.stored()).length, 1);
  }
});

test('it says who stopped it, and asks about another plan; a person who approves that is heard', async () => {
  const { world, id } = await started('automatic');
  await stop(world, id, 'abort');
  await world.later(SECOND);
  const { explanation } = await world.incident();
  assert.equal(explanation?.decision, 'refuse');
  assert.match(explanation?.sentence ?? '', /ann rejected this plan: the network is being mended/);
  // The loss that is shown has grown by a step: another plan.
  await world.later(5 * MINUTE);
  assert.equal((await world.incident()).explanation?.decision, 'ask');
  await world.decide('approve');
  assert.equal((await world.later(SECOND)).started.length, 1);
});

test('an approval from before the abort carries nothing out any more', async () => {
  const { world, id } = await started('approve');
  await stop(world, id, 'abort');
  assert.deepEqual((await world.later(SECOND)).started, []);
  assert.equal((await world.incident()).explanation?.decision, 'refuse');
});

test('only the last operation counts, only of these incidents, and only what ended by a person without having moved', () => {
  const base = { state: 'closed', group: 'shop', steps: [], journal: [] };
  const made = (id: string, madeAtMs: number, more: object) =>
    ({ ...base, id, incidentId: 'i', plan: { fingerprint: id, madeAtMs }, ...more }) as unknown as Operation;
  const no = { abortRequested: { by: 'ann', comment: 'no', atMs: 5 } };
  const of = (...operations: Operation[]) => personsStop(operations, 'shop', new Set(['i']))?.fingerprint;
  assert.equal(of(made('a', 1, no)), 'a');
  assert.equal(of(made('a', 1, no), made('b', 2, {})), undefined);
  assert.equal(of(made('a', 1, { ...no, state: 'running' })), undefined);
  assert.equal(of(made('a', 1, { ...no, steps: [{ state: 'verified' }] })), undefined);
  assert.equal(of(made('a', 1, { ...no, incidentId: 'other' })), undefined);
  assert.equal(of(made('a', 1, { ...no, group: 'other' })), undefined);
  assert.equal(of(), undefined);
});

test('whoever says again takes back an abort that had not come about', async () => {
  const { world, id } = await started('automatic');
  await fail(world, id);
  const row = await world.operations.load(id);
  assert.ok(row);
  const abortRequested = { by: 'ann', comment: 'stop', atMs: world.nowMs };
  await world.operations.save({ ...row, value: { ...row.value, abortRequested } });
  const again = { what: 'retry' as const, by: 'bob', comment: 'the cause is gone', atMs: world.nowMs };
  assert.deepEqual(await applyOperatorCommand(world.operations, id, again), { done: true });
  const after = (await world.operations.load(id))?.value;
  assert.deepEqual([after?.state, after?.abortRequested], ['fencing', undefined]);
});
