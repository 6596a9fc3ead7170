import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate } from '../../../shared/reaction/evaluate.ts';
import { MINUTE, SECOND, T0 } from '../outage/builders.ts';
import { ReactionWorld } from './reactionWorld.ts';

/** An evaluation that begins shortly before the evidence has agreed for long enough, and ends shortly after. */
async function slowLook(world: ReactionWorld) {
  await world.outage();
  world.nowMs = T0 + MINUTE - 200;
  await world.outage();
  const { ports } = world;
  const slow: typeof ports = {
    ...ports,
    incidents: {
      ...ports.incidents,
      save: async (...args) => {
        const saved = await ports.incidents.save(...args);
        world.nowMs += 500;
        return saved;
      },
    },
  };
  return await evaluate(slow, world.settings, () => world.nowMs);
}

test('a moment that comes while an evaluation goes on is not lost: it is looked at again at once', async () => {
  const world = new ReactionWorld();
  const { started, nextAtMs } = await slowLook(world);
  assert.deepEqual([started, nextAtMs], [[], T0 + MINUTE]);
  assert.ok(world.nowMs > T0 + MINUTE, 'it has passed already');
  assert.equal((await world.evaluate()).started.length, 1);
});

test('a moment that had come before the evaluation began is not looked at again and again', async () => {
  const world = new ReactionWorld({ mode: 'notify' });
  await world.later(MINUTE);
  const { nextAtMs } = await world.evaluate();
  assert.ok(nextAtMs === null || nextAtMs > world.nowMs, String(nextAtMs));
});

test('an operation that another instance has begun since the operations were read is not begun a second time', async () => {
  const world = new ReactionWorld();
  await world.outage();
  world.nowMs = T0 + MINUTE;
  await world.outage();
  const { ports } = world;
  // Both have read that none is open; the other one is a little earlier.
  const open = await ports.operations.open();
  const recent = await ports.operations.recent(10);
  const late: typeof ports = {
    ...ports,
    operations: { ...ports.operations, open: async () => open, recent: async () => recent },
  };
  const first = await world.evaluate();
  const second = await evaluate(late, world.settings, () => world.nowMs);
  assert.deepEqual([first.started.length, second.started, (await world.stored()).length], [1, [], 1]);
  assert.equal((await world.incident()).operationId, first.started[0]);
});

test('those that only watch for a return are driven after the others', async () => {
  const world = new ReactionWorld();
  await world.later(MINUTE);
  const [operation] = await world.stored();
  assert.ok(operation);
  const others = [
    { ...operation, id: 'watches', group: 'one', state: 'watchingReturn' as const },
    { ...operation, id: 'asks', group: 'two', state: 'running' as const },
  ];
  for (const value of others) await world.operations.save({ value });
  const { operations } = await world.later(SECOND);
  assert.equal(operations.at(-1), 'watches');
  assert.equal(operations.length, 3);
});
