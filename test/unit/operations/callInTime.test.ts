import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_OPERATION_RULES as RULES } from '../../../shared/operations/rules.ts';
import { OperationWorld } from './world.ts';

async function begun(): Promise<OperationWorld> {
  const world = new OperationWorld();
  await world.begin();
  return world;
}

/** The row is stored, and only long after that we hear of it. */
function slowToStoreTheIntent(world: OperationWorld, takesMs: number) {
  const store: typeof world.store = {
    ...world.store,
    save: async (row) => {
      const saved = await world.store.save(row);
      if (row.value.journal.at(-1)?.event === 'intentWritten') world.nowMs += takesMs;
      return saved;
    },
  };
  return { store };
}

test('a call is not made when its intent took too long to store: it would arrive after its own deadline', async () => {
  const world = await begun();
  await world.advance(slowToStoreTheIntent(world, RULES.freshForMs + 1));
  assert.deepEqual(world.calls, []);
  const lost = (await world.operation()).journal.find(({ event }) => event === 'answerLost');
  assert.match(lost?.sentence ?? '', /not made: it took 20001 ms from the intent/);
});

test('as long as the call is made in time, it cannot arrive after the deadline on record', async () => {
  const world = await begun();
  await world.advance(slowToStoreTheIntent(world, RULES.freshForMs));
  assert.equal(world.calls.length, 1);
  const [step] = (await world.operation()).steps;
  const arrivesMs = world.nowMs + RULES.callTimeoutMs + RULES.callLingersMs;
  assert.ok(arrivesMs <= (step?.intent?.deadlineMs ?? 0), 'the deadline covers the call');
});
