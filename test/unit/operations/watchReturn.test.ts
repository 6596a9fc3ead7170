import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_OPERATION_RULES } from '../../../shared/operations/rules.ts';
import { OperationWorld } from './world.ts';

const DATABASES = Array.from({ length: 40 }, (_, number) => `orders-${number}`);

/** Everything has moved, people know, and the old side is watched. */
async function watching(): Promise<OperationWorld> {
  const world = new OperationWorld();
  await world.begin(DATABASES, 'moveWhatCan');
  const row = await world.store.load('op');
  assert.ok(row);
  const steps = row.value.steps.map((step) => ({ ...step, state: 'verified' as const }));
  await world.store.save({ ...row, value: { ...row.value, state: 'watchingReturn', steps } });
  return world;
}

function counting(world: OperationWorld) {
  const seen = { asked: 0, atOnce: 0, most: 0 };
  const reader = {
    ask: async (end: { server: string; database: string }) => {
      seen.asked += 1;
      seen.atOnce += 1;
      seen.most = Math.max(seen.most, seen.atOnce);
      await new Promise((resolve) => setImmediate(resolve));
      seen.atOnce -= 1;
      return world.answer(`${end.server}/${end.database}`);
    },
  };
  return { seen, reader };
}

function dies(world: OperationWorld): void {
  for (const name of DATABASES) world.roles.set(`we/${name}`, 'silent');
}

test('a dead region costs a turn one round of timeouts, not one for each database', async () => {
  const world = await watching();
  dies(world);
  const { seen, reader } = counting(world);
  const advance = await world.advance({ reader });
  assert.deepEqual(advance, { outcome: 'again', afterMs: DEFAULT_OPERATION_RULES.idleMs });
  assert.deepEqual([seen.asked, seen.most], [8, 8]);
});

test('one that is not back keeps the watch, wherever it stands', async () => {
  for (const late of [DATABASES[0], DATABASES.at(-1)]) {
    const world = await watching();
    world.roles.set(`we/${late}`, 'silent');
    assert.equal((await world.advance()).outcome, 'again');
    assert.equal((await world.operation()).state, 'watchingReturn');
  }
});

test('all are back as secondaries: it is closed', async () => {
  const world = await watching();
  const { seen, reader } = counting(world);
  await world.advance({ reader });
  assert.deepEqual([(await world.operation()).state, seen.asked, seen.most], ['closed', 40, 8]);
});

test('when the watch ends every one that is not back is named', async () => {
  const world = await watching();
  dies(world);
  world.nowMs += DEFAULT_OPERATION_RULES.watchReturnForMs + 1;
  await world.advance();
  const { state, journal } = await world.operation();
  const sentence = journal.findLast(({ event }) => event === 'watchEnded')?.sentence ?? '';
  assert.equal(state, 'closed');
  for (const name of DATABASES) assert.ok(sentence.includes(`we/${name}`), name);
});
