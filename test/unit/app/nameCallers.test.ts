import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readReport } from '../../../shared/app/context.ts';
import { discoverTopology } from '../../../shared/app/discoverTopology.ts';
import { ReadFailure } from '../../../shared/topology/errors.ts';
import type { ActivityCall } from '../../../shared/topology/ports.ts';
import { AppWorld } from './world.ts';

const MINUTE = 60_000;

/** A world whose topology is known, and in which somebody has failed the pair over since. */
async function swapped(): Promise<AppWorld> {
  const world = new AppWorld();
  await discoverTopology(world.context, world.log);
  world.nowMs += 10 * MINUTE;
  world.primary = 'two';
  return world;
}

const callOf = (world: AppWorld, caller: string): ActivityCall => ({
  atMs: world.nowMs - MINUTE,
  operation: 'microsoft.sql/servers/databases/replicationlinks/failover/action',
  resourceId:
    '/subscriptions/x/resourcegroups/rg/providers/microsoft.sql/servers/two/databases/orders/replicationlinks/1',
  caller,
});

const eventsOf = async ({ storage }: AppWorld) => (await storage.topology.load())?.events ?? [];
const problemsOf = async ({ storage }: AppWorld) => (await readReport(storage, 'discovery')).problems;

test('who failed the pair over stands with the event', async () => {
  const world = await swapped();
  const spans: Array<{ fromMs: number; toMs: number }> = [];
  world.activityLog = {
    sqlCalls: async (_, span) => {
      spans.push(span);
      return [callOf(world, 'ada@contoso.com')];
    },
  };
  await discoverTopology(world.context, world.log);
  assert.deepEqual(
    (await eventsOf(world)).map(({ kind, by }) => [kind, by]),
    [['rolesSwapped', 'ada@contoso.com']],
  );
  assert.deepEqual(spans, [{ fromMs: world.nowMs - 60 * MINUTE, toMs: world.nowMs }]);
  world.nowMs += MINUTE;
  await discoverTopology(world.context, world.log);
  assert.equal(spans.length, 1, 'what is known is not asked again');
});

test('where the log knows of nobody that is kept, and asked again: it is minutes late', async () => {
  const world = await swapped();
  await discoverTopology(world.context, world.log);
  assert.equal((await eventsOf(world))[0]?.by, null);
  const late = callOf(world, 'ada@contoso.com');
  world.activityLog = { sqlCalls: async () => [late] };
  world.nowMs += 5 * MINUTE;
  await discoverTopology(world.context, world.log);
  assert.equal((await eventsOf(world))[0]?.by, 'ada@contoso.com');
});

test('a refusal is told once and stops nothing', async () => {
  const world = await swapped();
  let asked = 0;
  world.activityLog = {
    sqlCalls: async (id) => {
      asked += 1;
      throw new ReadFailure('forbidden', `Expected the activity log of subscription ${id}; Azure answered 403.`);
    },
  };
  assert.ok(await discoverTopology(world.context, world.log));
  const [event] = await eventsOf(world);
  assert.equal(event?.kind, 'rolesSwapped');
  assert.equal('by' in (event ?? {}), false, 'nothing is claimed about what nobody could read');
  const [problem] = await problemsOf(world);
  assert.deepEqual([problem?.area, problem?.code], ['discovery', 'forbidden']);
  assert.match(problem?.subject ?? '', /^activity log of subscription /);
  world.nowMs += MINUTE;
  await discoverTopology(world.context, world.log);
  assert.deepEqual([asked, (await problemsOf(world)).length], [1, 0]);
});

test('without news nobody asks', async () => {
  const world = new AppWorld();
  world.activityLog = { sqlCalls: () => Promise.reject(new Error('asked')) };
  await discoverTopology(world.context, world.log);
  world.nowMs += MINUTE;
  assert.ok(await discoverTopology(world.context, world.log));
});
