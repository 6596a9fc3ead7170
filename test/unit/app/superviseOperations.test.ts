import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { superviseIncidents } from '../../../shared/app/react.ts';
import type { Operation } from '../../../shared/operations/types.ts';
import { LookingWorld } from './lookingWorld.ts';

/** One that was aborted and has still to tell people so. */
async function withOperation(): Promise<LookingWorld> {
  const world = new LookingWorld();
  await world.sweep();
  const value: Operation = {
    id: 'op',
    incidentId: 'i',
    group: 'another',
    plan: { fingerprint: 'f', group: 'another', madeAtMs: 0, mode: 'forced', choices: [], lossBoundMs: 0 },
    authority: { kind: 'policy', group: 'another' },
    state: 'aborted',
    sinceMs: 0,
    steps: [],
    journal: [],
  };
  await world.storage.operations.save({ value });
  const { ports } = world.context;
  const calls = { findLink: async () => undefined, start: unasked, poll: unasked };
  world.context = { ...world.context, ports: { ...ports, calls: async () => calls } };
  return world;
}

const unasked = async () => Promise.reject(new Error('expected no call'));
const stateOf = async (world: LookingWorld) => (await world.storage.operations.load('op'))?.value.state;

test('an evaluation that fails leaves no open operation where it is', async () => {
  const world = await withOperation();
  world.storage.evidence.load = async () => Promise.reject(new Error('one row too many'));
  await superviseIncidents(world.context, world.log);
  assert.match(world.logged(701).join(), /one row too many/);
  assert.equal(await stateOf(world), 'closed');
});

test('without any group what was begun is brought to its end', async () => {
  const world = await withOperation();
  const { configuration } = world.context;
  assert.ok(configuration);
  world.context = { ...world.context, configuration: { ...configuration, groups: [] } };
  await superviseIncidents(world.context, world.log);
  assert.equal(await stateOf(world), 'closed');
});

test('it stays for less than the host allows, however seldom it comes', async () => {
  const world = new LookingWorld();
  const { configuration } = world.context;
  assert.ok(configuration);
  const hour = 3_600_000;
  const waits: number[] = [];
  world.context = {
    ...world.context,
    configuration: { ...configuration, supervision: { everyMs: hour } },
    wait: async (ms) => void waits.push(ms),
  };
  await world.sweep();
  world.dies();
  await world.sweep();
  await superviseIncidents(world.context, world.log);
  // An incident is open, and people would hear of it in five minutes.
  assert.equal((await world.storage.incidents.open()).length, 1);
  assert.deepEqual(
    waits.filter((ms) => ms > 4 * 60_000),
    [],
  );
});

/** Its operation does not get on before the clock has been waited for so often. */
async function heldUp(waits: number): Promise<{ world: LookingWorld; looks: number[] }> {
  const world = await withOperation();
  const { operations, evidence } = world.storage;
  const released = Promise.withResolvers<void>();
  const load = operations.load.bind(operations);
  operations.load = async (id) => {
    await released.promise;
    return await load(id);
  };
  const all = evidence.load.bind(evidence);
  const looks: number[] = [];
  evidence.load = async () => {
    looks.push(world.nowMs);
    return await all();
  };
  const { wait } = world.context;
  let waited = 0;
  world.context = {
    ...world.context,
    wait: async (ms) => {
      await setImmediate();
      waited += 1;
      if (waited === waits) released.resolve();
      await wait(ms);
    },
  };
  return { world, looks };
}

test('while an operation takes longer than a tick, it looks in the place of the ticks that the host leaves out', async () => {
  const { world, looks } = await heldUp(4);
  const everyMs = world.context.configuration?.supervision.everyMs ?? 0;
  const beganMs = world.nowMs;
  await superviseIncidents(world.context, world.log);
  assert.deepEqual(
    looks.slice(0, 4).map((atMs) => atMs - beganMs),
    [0, everyMs, 2 * everyMs, 3 * everyMs],
  );
  assert.equal(await stateOf(world), 'closed');
});

test('an operation that never ends keeps it for no longer than the host allows', async () => {
  const { world, looks } = await heldUp(1_000);
  const beganMs = world.nowMs;
  const ended = superviseIncidents(world.context, world.log);
  for (let turns = 0; turns < 2_000; turns += 1) await setImmediate();
  const last = looks.at(-1) ?? 0;
  assert.ok(looks.length > 3 && last - beganMs < 4 * 60_000, `the last look was after ${last - beganMs} ms`);
  assert.equal(await Promise.race([ended.then(() => 'ended'), setImmediate('waits')]), 'waits');
});
