import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkKey } from '../../../shared/topology/linkKey.ts';
import { begun, linkOf } from './world.ts';

const MINUTE = 60_000;

test('a note of another deployment for the same database holds the call back until it is settled', async () => {
  const world = await begun();
  const held = await world.fence.acquire('b', 'other', 1_000);
  const deadlineMs = world.nowMs + MINUTE;
  await world.fence.note('b', held?.token ?? 0, { operationId: 'other', link: linkOf('orders'), deadlineMs });
  await world.fence.release('b', held?.token ?? 0);
  await world.advance();
  assert.deepEqual([world.calls, await world.states()], [[], 'running: revalidating']);
  world.nowMs = deadlineMs + 5_000;
  world.lastCommitMs = world.nowMs;
  await world.advance();
  assert.equal(world.calls.length, 1);
});

test('another candidate is not called while nobody can say what came of the call to the first', async () => {
  const world = await begun();
  const first = linkOf('orders');
  const secondary = { ...first.secondary, server: 'fc', region: 'fc' };
  const link = { ...first, linkKey: linkKey(first.primary, secondary), secondary };
  const { token } = (await world.fence.acquire('b', 'other', 1_000)) ?? { token: 0 };
  await world.fence.note('b', token, { operationId: 'earlier', link, deadlineMs: world.nowMs - MINUTE });
  await world.fence.release('b', token);
  world.roles.set('fc/orders', 'silent');
  await world.advance();
  assert.deepEqual([world.calls, await world.states()], [[], 'running: revalidating']);
  world.roles.set('fc/orders', 'primary');
  await world.advance();
  assert.deepEqual([world.calls, await world.states()], [[], 'closed: skipped']);
});

test('a note that writes the names otherwise is of the same database', async () => {
  const world = await begun();
  const link = linkOf('ORDERS');
  const { token } = (await world.fence.acquire('b', 'other', 1_000)) ?? { token: 0 };
  await world.fence.note('b', token, { operationId: 'other', link, deadlineMs: world.nowMs + MINUTE });
  await world.fence.release('b', token);
  await world.advance();
  assert.deepEqual([world.calls, await world.states()], [[], 'running: revalidating']);
});
