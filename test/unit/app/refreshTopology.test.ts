import assert from 'node:assert/strict';
import { test } from 'node:test';
import { discoverTopology } from '../../../shared/app/discoverTopology.ts';
import { refreshTopology } from '../../../shared/app/refreshTopology.ts';
import { ReadFailure } from '../../../shared/topology/errors.ts';
import { AppWorld } from './world.ts';

const EVENT = {
  eventType: 'Microsoft.Resources.ResourceActionSuccess',
  data: { operationName: 'Microsoft.Sql/servers/databases/replicationLinks/failover/action' },
};

test('somebody called a failover: discovery runs now, not at its interval', async () => {
  const world = new AppWorld();
  await discoverTopology(world.context, world.log);
  world.nowMs += 60_000;
  world.primary = 'two';
  await refreshTopology(world.context, EVENT, world.log);
  assert.equal(world.discoveries, 2);
  const topology = await world.storage.topology.load();
  assert.deepEqual(
    topology?.events?.map(({ kind, primary }) => [kind, primary]),
    [['rolesSwapped', 'two/orders']],
  );
});

test('many events at once cost one discovery, and it does not look too early', async () => {
  const world = new AppWorld();
  await discoverTopology(world.context, world.log);
  const begunMs = world.nowMs;
  world.nowMs += 1_000;
  for (let count = 0; count < 3; count += 1) await refreshTopology(world.context, EVENT, world.log);
  assert.ok(world.nowMs - begunMs >= 15_000, 'a change that was made just now is not yet told of by Resource Manager');
  const after = world.discoveries;
  await Promise.all(Array.from({ length: 20 }, () => refreshTopology(world.context, EVENT, world.log)));
  assert.ok(world.discoveries - after <= 2, `${world.discoveries - after} discoveries for one burst`);
});

test('an event that comes again, or late, costs nothing where discovery has looked since', async () => {
  const world = new AppWorld();
  const told = { ...EVENT, eventTime: new Date(world.nowMs).toISOString() };
  world.nowMs += 20_000;
  await discoverTopology(world.context, world.log);
  const before = world.discoveries;
  for (let copy = 0; copy < 5; copy += 1) await refreshTopology(world.context, told, world.log);
  assert.equal(world.discoveries, before);
  world.nowMs += 20_000;
  const news = { ...EVENT, eventTime: new Date(world.nowMs).toISOString() };
  await refreshTopology(world.context, news, world.log);
  assert.equal(world.discoveries, before + 1);
});

test('a discovery that ended just after the change may have been too early: another one looks', async () => {
  const world = new AppWorld();
  const told = { ...EVENT, eventTime: new Date(world.nowMs).toISOString() };
  world.nowMs += 1_000;
  await discoverTopology(world.context, world.log);
  await refreshTopology(world.context, told, world.log);
  assert.equal(world.discoveries, 2);
  await refreshTopology(world.context, told, world.log);
  assert.equal(world.discoveries, 2, 'its second delivery finds it done');
});

test('a discovery that could read nothing has not looked: the event is not done with', async () => {
  const world = new AppWorld();
  await discoverTopology(world.context, world.log);
  world.nowMs += 60_000;
  const told = { ...EVENT, eventTime: new Date(world.nowMs).toISOString() };
  world.nowMs += 20_000;
  world.inventoryFails = new ReadFailure('throttled', 'Azure limits reads.');
  await discoverTopology(world.context, world.log);
  world.inventoryFails = undefined;
  world.primary = 'two';
  world.nowMs += 20_000;
  await refreshTopology(world.context, told, world.log);
  assert.equal((await world.storage.topology.load())?.links[0]?.primary.server, 'two');
});

test('an event of somebody else moves nothing; what is no event is kept with its reason', async () => {
  const world = new AppWorld();
  await refreshTopology(world.context, { eventType: 'Microsoft.Storage.BlobCreated' }, world.log);
  assert.equal(world.discoveries, 0);
  await refreshTopology(world.context, { hello: 'world' }, world.log);
  assert.equal(world.discoveries, 0);
  assert.equal(world.deadLetters.letters.length, 1);
});
