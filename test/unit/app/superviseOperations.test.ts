import assert from 'node:assert/strict';
import { test } from 'node:test';
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
