import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MINUTE, SECOND } from '../outage/builders.ts';
import { GROUP, ReactionWorld } from './reactionWorld.ts';

for (const [change, groups] of [
  ['renamed', [{ ...GROUP, name: 'renamed' }]],
  ['taken out, the last one', []],
] as const) {
  test(`an incident of a group that was ${change} ends, and so does all that was told and asked`, async () => {
    const world = new ReactionWorld({ mode: 'approve' });
    await world.later(MINUTE);
    assert.deepEqual((await world.told()).sort(), ['ApprovalWaiting first', 'RegionOutage first']);
    const { id } = await world.incident();
    await world.end();
    world.settings = { ...world.settings, groups: [...groups] };
    world.nowMs += SECOND;
    assert.deepEqual((await world.evaluate()).open, []);
    const incident = (await world.incidents.load(id))?.value;
    assert.deepEqual(
      [incident?.phase, incident?.approval?.state, incident?.waitingNotice],
      ['over', 'stale', undefined],
    );
    const ends = (await world.told()).filter((told) => told.endsWith('resolved')).sort();
    assert.deepEqual(ends, ['ApprovalWaiting resolved', 'RegionOutage resolved']);
    world.nowMs += SECOND;
    await world.evaluate();
    assert.equal((await world.told()).length, 4);
  });
}

test('one that cannot be ended is told of, and holds no other group up', async () => {
  const world = new ReactionWorld();
  await world.later(MINUTE / 2);
  const known = await world.incident();
  await world.incidents.save({ value: { ...known, id: 'forgotten', group: 'gone' } });
  const { save } = world.incidents;
  world.incidents.save = async (row, outbox) => {
    if (row.value.id === 'forgotten') throw new Error('the row is damaged');
    return await save(row, outbox);
  };
  assert.equal((await world.later(MINUTE / 2)).started.length, 1);
  await assert.rejects(world.later(SECOND), /damaged/);
});
