/** A region outage starts one operation for each recovery group, and one process drives them side by side: none may cost another its turn. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { mapBounded } from '../../../shared/limits/mapBounded.ts';
import type { OperationPorts } from '../../../shared/operations/ports.ts';
import { DEFAULT_OPERATION_RULES as RULES } from '../../../shared/operations/rules.ts';
import { seededRandom } from '../../ports/seededRandom.ts';
import { OperationWorld } from './world.ts';

const SEEDS = 20;
/** Whatever goes over a network lets others come between: now and then many. */
const LONGEST_WAIT = 12;

/** The same ports, each answer of which comes later. */
function slowly(ports: OperationPorts, random: () => number): OperationPorts {
  const late = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    for (let wait = Math.floor(random() * LONGEST_WAIT); wait > 0; wait -= 1) await setImmediate();
    const result = await work();
    await setImmediate();
    return result;
  };
  const { store, fence, calls, reader } = ports;
  return {
    ...ports,
    store: { ...store, load: (id) => late(() => store.load(id)), save: (row) => late(() => store.save(row)) },
    fence: {
      acquire: (...args) => late(() => fence.acquire(...args)),
      note: (...args) => late(() => fence.note(...args)),
      renew: (...args) => late(() => fence.renew(...args)),
      release: (...args) => late(() => fence.release(...args)),
      available: (...args) => late(() => fence.available(...args)),
    },
    calls: {
      findLink: (...args) => late(() => calls.findLink(...args)),
      start: (...args) => late(() => calls.start(...args)),
      poll: (...args) => late(() => calls.poll(...args)),
    },
    reader: { ask: (end) => late(() => reader.ask(end)) },
    revalidate: (...args) => late(() => ports.revalidate(...args)),
    paused: () => late(() => ports.paused()),
  };
}

const groupsOf = (count: number) => Array.from({ length: count }, (_, n) => `group-${n}`);

async function manyBegun(groups: readonly string[]): Promise<OperationWorld> {
  const world = new OperationWorld();
  world.pollAnswer = () => ({ kind: 'running', retryAfterMs: 3_000 });
  for (const group of groups) await world.begin([group], 'allOrNothing', { id: group, group });
  return world;
}

const eventsOf = async (world: OperationWorld, id: string) =>
  (await world.operation(id)).journal.filter(({ step }) => step !== null).map(({ event }) => event);

const TO_THE_CALL = ['begin', 'stillValid', 'captured', 'intentWritten', 'accepted'];

for (const [count, atOnce] of [
  [2, 2],
  [5, 5],
  [20, 8],
] as const) {
  test(`${count} groups, ${atOnce} at once: each makes its one call in its one turn, and none waits for another`, async () => {
    const groups = groupsOf(count);
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const world = await manyBegun(groups);
      const random = seededRandom(seed);
      const ended = await mapBounded(groups, atOnce, (id) => world.advance(slowly(world.ports(), random), 'a', id));
      assert.deepEqual(world.calls.toSorted(), groups.map((group) => `forced ne/${group}`).toSorted(), `seed ${seed}`);
      for (const id of groups) assert.deepEqual(await eventsOf(world, id), TO_THE_CALL, `seed ${seed} ${id}`);
      // They follow their calls now: nobody waits for a poll because of another.
      assert.deepEqual(ended, Array(count).fill({ outcome: 'again', afterMs: 3_000 }), `seed ${seed}`);
    }
  });
}

test('two instances of one deployment, each with half of the groups: as one', async () => {
  const groups = groupsOf(8);
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const world = await manyBegun(groups);
    const random = seededRandom(seed);
    const instances = [groups.slice(0, 4), groups.slice(4)];
    await Promise.all(
      instances.map((own) => mapBounded(own, 2, (id) => world.advance(slowly(world.ports(), random), 'a', id))),
    );
    for (const id of groups) assert.deepEqual(await eventsOf(world, id), TO_THE_CALL, `seed ${seed} ${id}`);
  }
});

test('two instances that drive the same operation at once: one call, and the one that goes on makes it without a poll', async () => {
  let called = 0;
  for (let seed = 1; seed <= 10 * SEEDS; seed += 1) {
    const world = await manyBegun(['shop']);
    const random = seededRandom(seed);
    await Promise.all([1, 2].map(() => world.advance(slowly(world.ports(), random), 'a', 'shop')));
    assert.ok(world.calls.length <= 1, `seed ${seed}: ${world.calls.length} calls`);
    called += world.calls.length;
  }
  // The one that is left behind may come exactly between the intent and the call: then it is known that nothing was sent.
  assert.ok(called >= 9 * SEEDS, `only ${called} of ${10 * SEEDS} made their call in the first turn`);
});

test('two operations for one database: the second sees the word that the first left, and waits', async () => {
  for (let seed = 1; seed <= 10 * SEEDS; seed += 1) {
    const world = new OperationWorld();
    for (const id of ['one', 'two']) await world.begin(['orders'], 'allOrNothing', { id, group: id });
    const random = seededRandom(seed);
    await Promise.all(['one', 'two'].map((id) => world.advance(slowly(world.ports(), random), 'a', id)));
    assert.deepEqual(world.calls, ['forced ne/orders'], `seed ${seed}`);
  }
});

test('while a call of one group is under way another deployment stays out, whatever the turns of other groups end with', async () => {
  const world = await manyBegun(['shop', 'stock']);
  world.verdict = (_operation, database) =>
    database === 'shop'
      ? { kind: 'stillValid', linkKey: 'ne/shop~we/shop', mode: 'forced', allowanceMs: 60_000, sentence: 'open' }
      : { kind: 'noLongerValid', sentence: 'a gate has closed' };
  await world.advance({}, 'a', 'shop');
  await world.advance({}, 'a', 'stock');
  assert.deepEqual([world.calls, (await world.operation('stock')).state], [['forced ne/shop'], 'closed']);
  assert.equal(await world.fence.available('b'), false);
  world.nowMs += RULES.leaseMs;
  assert.equal(await world.fence.available('b'), true);
});

test('a turn that outlives its lease notices before its call, and begins anew in the same turn', async () => {
  const world = await manyBegun(['shop']);
  const { findLink } = world.ports().calls;
  let slow = true;
  const calls = {
    ...world.ports().calls,
    findLink: async (...args: Parameters<typeof findLink>) => {
      if (slow) world.nowMs += RULES.leaseMs + 1;
      slow = false;
      return await findLink(...args);
    },
  };
  world.verdict = (_operation, database) => ({
    kind: 'stillValid',
    linkKey: `ne/${database}~we/${database}`,
    mode: 'forced',
    allowanceMs: 600_000,
    sentence: 'open',
  });
  await world.advance({ calls }, 'a', 'shop');
  const events = await eventsOf(world, 'shop');
  assert.deepEqual(events, [...TO_THE_CALL.slice(0, 3), 'deadlinePassed', ...TO_THE_CALL.slice(1)]);
  assert.deepEqual(world.calls, ['forced ne/shop']);
  assert.equal(world.fence.tokens.length, 2);
});

test('a budget for two of four that are judged at once: two call, the others are judged again and see it', async () => {
  const groups = groupsOf(4);
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const world = await manyBegun(groups);
    const random = seededRandom(seed);
    const ports = world.ports();
    const revalidate: OperationPorts['revalidate'] = async (operation, step, candidate, noted) => {
      const others = new Set(noted.map(({ operationId }) => operationId).filter((id) => id !== operation.id)).size;
      if (others >= 2) return { kind: 'wait', sentence: 'two have called' };
      const judged = await ports.revalidate(operation, step, candidate, noted);
      return judged.kind === 'stillValid' ? { ...judged, others: 1 - others } : judged;
    };
    await Promise.all(groups.map((id) => world.advance(slowly({ ...ports, revalidate }, random), 'a', id)));
    assert.equal(world.calls.length, 2, `seed ${seed}: ${world.calls.join()}`);
  }
});
