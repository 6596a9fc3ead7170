import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyOperatorCommand } from '../../../shared/operations/operator.ts';
import { ann, begun } from './world.ts';

const MINUTE = 60_000;

test('an abort stops what is not under way, and not what is', async () => {
  const early = await begun();
  assert.deepEqual(await applyOperatorCommand(early.store, 'op', ann('abort')), { done: true });
  await early.advance();
  assert.deepEqual([early.calls, await early.states()], [[], 'closed: waiting']);
  const late = await begun();
  await late.advance();
  await applyOperatorCommand(late.store, 'op', ann('abort'));
  late.roles.set('ne/orders', 'primary');
  await late.advance();
  assert.equal(await late.states(), 'closed: verified');
});

test('what failed can be tried again or left by a person, and nothing else decides', async () => {
  const world = await begun();
  world.callAnswer = () => ({ kind: 'refused', code: 'FailoverGroupAlreadySetup', httpStatus: 409, message: '' });
  await world.advance();
  assert.deepEqual(await applyOperatorCommand(world.store, 'op', ann('retry')), { done: true });
  assert.equal(await world.states(), 'fencing: revalidating');
  const answer = await applyOperatorCommand(world.store, 'op', ann('giveUp'));
  assert.deepEqual(answer.done ? '' : answer.why, 'nothingToDecide');
  const missing = await applyOperatorCommand(world.store, 'none', ann('abort'));
  assert.deepEqual(missing.done ? '' : missing.why, 'missing');
});

test('of a group that has moved in part, a person can have what failed tried again; what moved is not touched', async () => {
  const world = await begun(['orders', 'stock'], 'moveWhatCan');
  world.roles.set('we/orders', 'silent');
  const accepted = world.callAnswer;
  world.callAnswer = () =>
    world.calls.length === 1
      ? accepted()
      : { kind: 'refused', code: 'AuthorizationFailed', httpStatus: 403, message: '' };
  await world.advance();
  world.roles.set('ne/orders', 'primary');
  await world.advance();
  assert.equal(await world.states(), 'watchingReturn: verified failed');
  const refused = await applyOperatorCommand(world.store, 'op', ann('giveUp'));
  assert.deepEqual(refused.done ? '' : refused.why, 'nothingToDecide');
  assert.deepEqual(await applyOperatorCommand(world.store, 'op', ann('retry')), { done: true });
  assert.equal(await world.states(), 'running: verified revalidating');
  world.callAnswer = accepted;
  world.nowMs += 2 * MINUTE;
  world.lastCommitMs = world.nowMs;
  await world.advance();
  world.roles.set('ne/stock', 'primary');
  await world.advance();
  assert.equal(await world.states(), 'watchingReturn: verified verified');
  assert.deepEqual(world.calls, ['forced ne/orders', 'forced ne/stock', 'forced ne/stock']);
  const nothing = await applyOperatorCommand(world.store, 'op', ann('retry'));
  assert.deepEqual(nothing.done ? '' : nothing.why, 'nothingToDecide');
});
