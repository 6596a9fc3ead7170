import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Operation } from '../../../shared/operations/types.ts';
import { recentOperations } from '../../../shared/reaction/recentOperations.ts';
import { MINUTE, SECOND } from '../outage/builders.ts';
import { ReactionWorld } from './reactionWorld.ts';

const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** As the outage of a region leaves them behind: begun for other groups, and finished, after whatever is stored. */
async function manyOthers(world: ReactionWorld, like: Operation): Promise<void> {
  for (let number = 1; number <= 120; number += 1) {
    const plan = { ...like.plan, group: `group-${number}`, madeAtMs: like.plan.madeAtMs + number };
    const other = { ...like, id: `other-${number}`, incidentId: `i-${number}`, group: plan.group, plan, steps: [] };
    await world.operations.save({ value: { ...other, state: 'closed', journal: [] } });
  }
}

async function started(): Promise<{ world: ReactionWorld; operation: Operation }> {
  const world = new ReactionWorld();
  await world.later(MINUTE);
  const [operation] = await world.stored();
  assert.ok(operation);
  return { world, operation };
}

async function store(world: ReactionWorld, operation: Operation): Promise<void> {
  const row = await world.operations.load(operation.id);
  assert.ok(row);
  await world.operations.save({ ...row, value: operation });
}

test('the cooldown of a group holds, however many operations of other groups came after', async () => {
  const { world, operation } = await started();
  const entry = { sequence: 0, atMs: world.nowMs, step: 0, from: 'readingBack', event: 'readsAsPrimary' };
  const journal = [{ ...entry, to: 'verified', sentence: '' }];
  // Of an incident of before: what is decided now is decided anew.
  await store(world, { ...operation, incidentId: 'earlier', state: 'closed', journal, auditedThrough: 1 });
  await manyOthers(world, operation);
  const row = await world.incidents.load((await world.incident()).id);
  assert.ok(row);
  await world.incidents.save({ ...row, value: { ...row.value, operationId: null } });
  assert.deepEqual((await world.later(SECOND)).started, []);
  const closed = (await world.incident()).explanation?.gates.filter(({ open }) => !open).map(({ gate }) => gate);
  assert.deepEqual(closed, ['noCooldown']);
});

test('what a person aborted is not begun again, however many operations of other groups came after', async () => {
  const { world, operation } = await started();
  const abortRequested = { by: 'ann', comment: 'the network is being mended', atMs: world.nowMs };
  await store(world, { ...operation, state: 'closed', abortRequested });
  await manyOthers(world, operation);
  assert.deepEqual((await world.later(SECOND)).started, []);
  assert.match((await world.incident()).explanation?.sentence ?? '', /ann rejected this plan/);
});

test('it looks back over the longest cooldown, a day at least, and to the beginning of every open incident', async () => {
  const asked: Array<number | undefined> = [];
  const operations = {
    recent: async (_limit: number, sinceMs?: number): Promise<Operation[]> => {
      asked.push(sinceMs);
      return [];
    },
  };
  const nowMs = 100 * DAY;
  await recentOperations(operations, [{ cooldownMs: HOUR }], [], nowMs);
  await recentOperations(operations, [{ cooldownMs: HOUR }, { cooldownMs: 3 * DAY }], [], nowMs);
  await recentOperations(operations, [], [{ openedAtMs: DAY }, { openedAtMs: 99 * DAY }], nowMs);
  assert.deepEqual(asked, [92 * DAY, 90 * DAY, DAY]);
});
