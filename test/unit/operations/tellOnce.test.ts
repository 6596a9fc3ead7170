import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyOperatorCommand } from '../../../shared/operations/operator.ts';
import { OperationWorld } from './world.ts';

const GIVE_UP = { what: 'giveUp', by: 'ann', comment: 'leave it', atMs: 2_000_000 } as const;

async function asking(): Promise<OperationWorld> {
  const world = new OperationWorld();
  await world.begin();
  world.lastCommitMs = world.nowMs - 100_000;
  return world;
}

/** A process that dies when the outbox has taken the message. */
function diesAfterTelling(world: OperationWorld) {
  return {
    tell: ({ id }: { id: string }) => {
      world.told.push(id);
      return new Promise<void>(() => undefined);
    },
  };
}

/** As far as it gets before it dies. */
async function advanceAndDie(world: OperationWorld): Promise<void> {
  void world.advance(diesAfterTelling(world));
  await new Promise<void>((resolve) => setImmediate(resolve));
}

test('what was told by a process that died before it could store that is closed all the same', async () => {
  const world = await asking();
  await advanceAndDie(world);
  assert.deepEqual(world.told.length, 1);
  assert.deepEqual(await applyOperatorCommand(world.store, 'op', GIVE_UP), { done: true });
  await world.advance();
  assert.deepEqual(await applyOperatorCommand(world.store, 'op', GIVE_UP), { done: true });
  assert.deepEqual(await world.advance(), { outcome: 'ended' });
  const { told = [], closedToldAtMs } = await world.operation();
  assert.deepEqual(
    told.map(({ what }) => what),
    ['asking', 'failed'],
  );
  assert.equal(closedToldAtMs, world.nowMs);
  assert.equal(world.told.at(-1), 'op-closed');
  const [asked = ''] = world.told;
  assert.equal(world.told.filter((id) => id === asked).length, 2, 'its beginning is told again before its end');
});

test('an end waits for its beginning: while the outbox takes nothing, nothing is closed', async () => {
  const world = await asking();
  const tell = () => Promise.reject(new Error('no outbox'));
  await world.advance({ tell });
  assert.deepEqual(await applyOperatorCommand(world.store, 'op', GIVE_UP), { done: true });
  await world.advance({ tell });
  assert.deepEqual(await applyOperatorCommand(world.store, 'op', GIVE_UP), { done: true });
  const advance = await world.advance({ tell });
  assert.equal(advance.outcome, 'again');
  assert.equal((await world.operation()).closedToldAtMs, undefined);
  assert.deepEqual(await world.advance(), { outcome: 'ended' });
  assert.equal(world.told.at(-1), 'op-closed');
});
