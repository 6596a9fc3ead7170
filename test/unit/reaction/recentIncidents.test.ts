import assert from 'node:assert/strict';
import { test } from 'node:test';
import { databaseScope, MINUTE, SECOND, STOCK, says } from '../outage/builders.ts';
import { GROUP, LINK, ReactionWorld, STOCK_LINK, topologyOf } from './reactionWorld.ts';

test('groups that meet an outage at once share one look at earlier incidents: a rescue waits for one, not for hundreds', async () => {
  const world = new ReactionWorld();
  world.topology = topologyOf([LINK, STOCK_LINK]);
  world.settings = {
    ...world.settings,
    groups: ['orders', 'stock'].map((name) => ({ ...GROUP, name, databases: [`contoso-we/${name}`] })),
  };
  const { recent } = world.incidents;
  let asked = 0;
  world.incidents.recent = async (limit) => {
    asked += 1;
    return await recent(limit);
  };
  world.nowMs += MINUTE;
  await world.outage([says('ownProbe', { scope: databaseScope(STOCK), atMs: world.nowMs })]);
  const { open } = await world.evaluate();
  assert.deepEqual([open.length, asked], [2, 1]);
});

test('what comes back is the same incident, although incidents of many other groups were opened after it', async () => {
  const world = new ReactionWorld();
  const others = Array.from({ length: 20 }, (_, number) => ({
    ...GROUP,
    name: `g${number}`,
    databases: [`s${number}/*`],
  }));
  world.settings = { ...world.settings, groups: [...world.settings.groups, ...others] };
  await world.later(MINUTE);
  const first = await world.incident();
  const row = await world.incidents.load(first.id);
  assert.ok(row);
  const ended = { phase: 'over' as const, overAtMs: world.nowMs, closedAtMs: world.nowMs };
  await world.incidents.save({ ...row, value: { ...first, ...ended } });
  for (let number = 0; number < 60; number += 1) {
    const openedAtMs = first.openedAtMs + number + 1;
    await world.incidents.save({ value: { ...first, ...ended, id: `other-${number}`, group: 'g1', openedAtMs } });
  }
  await world.later(SECOND);
  assert.equal((await world.incidents.load(first.id))?.value.phase, 'confirmed');
});
