import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyOperatorCommand } from '../../../shared/operations/operator.ts';
import { checkOperationRules, DEFAULT_OPERATION_RULES } from '../../../shared/operations/rules.ts';
import { ann, begun } from './world.ts';

const MINUTE = 60_000;

test('one turn brings it to the accepted call; reading back as primary ends it, told and audited', async () => {
  const world = await begun();
  assert.deepEqual(await world.advance(), { outcome: 'again', afterMs: 5_000 });
  assert.deepEqual(world.calls, ['forced ne/orders']);
  const before = ['begin', 'stillValid', 'captured', 'intentWritten', 'accepted', 'completed', 'readsAsSecondary'];
  assert.deepEqual(await world.events(), before);
  world.roles.set('ne/orders', 'primary');
  assert.deepEqual(await world.advance(), { outcome: 'ended' });
  assert.equal(await world.states(), 'closed: verified');
  assert.deepEqual(
    world.told.map((id) => id.split('-')[1]),
    ['moved', 'closed'],
  );
  assert.deepEqual(
    world.audited,
    (await world.operation()).journal.map((entry) => `op/${entry.sequence}`),
  );
  assert.deepEqual(await world.advance(), { outcome: 'ended' });
  assert.equal(world.calls.length, 1);
});

test('the stated loss is from the captured commit to the intent, and the clocks between them', async () => {
  const world = await begun();
  await world.advance();
  const [step] = (await world.operation()).steps;
  assert.equal(step?.lossBoundMs, 3_000 + DEFAULT_OPERATION_RULES.clockSkewMs);
  assert.equal(step?.capturedLastCommitMs, world.lastCommitMs);
});

test('a loss above the allowance asks; a person who saw the number may go on', async () => {
  const world = await begun();
  world.lastCommitMs = world.nowMs - 100_000;
  await world.advance();
  assert.deepEqual([await world.states(), world.calls, world.told.length], ['running: asking', [], 1]);
  await world.advance();
  assert.equal(world.told.length, 1);
  assert.deepEqual(await applyOperatorCommand(world.store, 'op', ann('retry', 150_000)), { done: true });
  await world.advance();
  assert.equal(world.calls.length, 1);
});

test('a last commit that lies further ahead than clocks may differ promises nothing: it would state no loss at all', async () => {
  const world = await begun();
  world.lastCommitMs = world.nowMs + DEFAULT_OPERATION_RULES.clockSkewMs + 1;
  await world.advance();
  assert.deepEqual([await world.states(), world.calls], ['running: asking', []]);
  assert.match((await world.operation()).journal.at(-1)?.sentence ?? '', /Nothing bounds what would be lost/);
});

test('a candidate that does not say what it has committed is never forced', async () => {
  const world = await begun();
  world.lastCommitMs = null;
  const advance = await world.advance();
  assert.deepEqual(advance, { outcome: 'again', afterMs: 5_000 });
  assert.deepEqual(await world.events(), ['begin', 'stillValid', 'captureFailed']);
  for (let turns = 0; turns < 25; turns += 1) await world.advance();
  assert.deepEqual([world.calls, await world.states(), world.told.length], [[], 'running: asking', 1]);
});

test('a lost answer is settled by reading; after the deadline, with nothing in progress, the same candidate is called again', async () => {
  const world = await begun();
  world.callAnswer = () => ({ kind: 'lost', message: 'timed out' });
  await world.advance();
  world.nowMs += 30_000;
  await world.advance();
  assert.equal(world.calls.length, 1);
  world.nowMs += MINUTE;
  world.inProgress = true;
  await world.advance();
  world.inProgress = null;
  await world.advance();
  assert.equal(world.calls.length, 1);
  world.inProgress = false;
  world.lastCommitMs = world.nowMs;
  await world.advance();
  assert.deepEqual(world.calls, ['forced ne/orders', 'forced ne/orders']);
});

test('an intent that is found without an answer is read, not called', async () => {
  const world = await begun();
  const ports = world.ports();
  await assert.rejects(
    world.advance({
      store: {
        ...ports.store,
        save: async (row) => {
          const saved = await ports.store.save(row);
          if (row.value.journal.at(-1)?.event === 'intentWritten') throw new Error('died');
          return saved;
        },
      },
    }),
  );
  assert.equal(await world.states(), 'running: intended');
  await world.advance();
  assert.deepEqual([world.calls, await world.states()], [[], 'running: readingBack']);
});

test('paused before, between the intent and the call, or unreadable: no call', async () => {
  const before = await begun();
  before.paused = { byWhom: 'ann', sinceMs: 0 };
  await before.advance();
  assert.equal(await before.states(), 'fencing: waiting');
  const unreadable = await begun();
  await unreadable.advance({ paused: async () => Promise.reject(new Error('storage')) });
  assert.deepEqual(unreadable.calls, []);
  const between = await begun();
  const paused = async () =>
    (await between.operation()).steps[0]?.intent === undefined ? null : { byWhom: 'ann', sinceMs: 0 };
  await between.advance({ paused });
  assert.deepEqual([between.calls, (await between.events()).includes('answerLost')], [[], true]);
});

test('while somebody else holds the fence, or its storage is down, nothing is done', async () => {
  const world = await begun();
  await world.fence.acquire('b', 'other', 10 * MINUTE);
  await world.advance();
  assert.equal(await world.states(), 'fencing: waiting');
  const down = await begun();
  const { fence } = down.ports();
  await down.advance({ fence: { ...fence, acquire: async () => Promise.reject(new Error('storage')) } });
  assert.equal(await down.states(), 'fencing: waiting');
});

test('refusals: stop fails, an unknown code asks, a busy one is read back and asked for again', async () => {
  const outcomes: Array<[code: string, status: number, states: string]> = [
    ['FailoverGroupAlreadySetup', 409, 'failed: failed'],
    ['NeverHeardOf', 400, 'running: asking'],
    ['ManagementServiceDatabaseBusy', 409, 'running: readingBack'],
    ['GeoReplicationDatabaseNotSecondary', 400, 'running: readingBack'],
  ];
  for (const [code, httpStatus, states] of outcomes) {
    const world = await begun();
    world.callAnswer = () => ({ kind: 'refused', code, httpStatus, message: '' });
    await world.advance();
    assert.equal(await world.states(), states, code);
  }
});

test('a planned failover that timed out is judged again, and may be forced then', async () => {
  const world = await begun();
  const forced = world.verdict;
  world.verdict = (operation, database) =>
    ({ ...forced(operation, database), mode: 'planned' }) as ReturnType<typeof forced>;
  world.pollAnswer = () => ({ kind: 'failed', code: 'PlannedFailoverTimedOut', message: '' });
  await world.advance();
  assert.deepEqual(world.calls, ['planned ne/orders']);
  world.verdict = forced;
  world.nowMs += 2 * MINUTE;
  world.lastCommitMs = world.nowMs;
  await world.advance();
  assert.deepEqual(world.calls, ['planned ne/orders', 'forced ne/orders']);
});

test('all or nothing: one that cannot move keeps the whole group, before the first call', async () => {
  const world = await begun(['orders', 'stock']);
  const open = world.verdict;
  world.verdict = (operation, database) =>
    database === 'stock' ? { kind: 'noLongerValid', sentence: 'the tier differs' } : open(operation, database);
  await world.advance();
  assert.deepEqual([world.calls, await world.states()], [[], 'closed: skipped skipped']);
  const partial = await begun(['orders', 'stock'], 'moveWhatCan');
  partial.verdict = world.verdict;
  await partial.advance();
  assert.deepEqual(partial.calls, ['forced ne/orders']);
});

test('another candidate than the planned one is never called', async () => {
  const world = await begun();
  const open = world.verdict;
  world.verdict = (operation) => open(operation, 'stock');
  await world.advance();
  assert.deepEqual([world.calls, await world.states()], [[], 'closed: skipped']);
});

test('a row that somebody else changed ends the turn', async () => {
  const world = await begun();
  const { store } = world.ports();
  const advance = await world.advance({ store: { ...store, save: async () => undefined } });
  assert.equal(advance.outcome, 'conflict');
  assert.deepEqual(world.calls, []);
});

test('an old primary that does not come back is not waited for, only watched, and not for ever', async () => {
  const world = await begun();
  world.roles.set('we/orders', 'silent');
  await world.advance();
  world.roles.set('ne/orders', 'primary');
  await world.advance();
  assert.equal(await world.states(), 'watchingReturn: verified');
  world.nowMs += DEFAULT_OPERATION_RULES.watchReturnForMs + MINUTE;
  assert.deepEqual(await world.advance(), { outcome: 'ended' });
});

test('rules under which a call could outlive the fence are refused', () => {
  checkOperationRules(DEFAULT_OPERATION_RULES);
  assert.throws(
    () => checkOperationRules({ ...DEFAULT_OPERATION_RULES, leaseMs: 60_000 }),
    /leaseMs: expected at least/,
  );
  assert.throws(() => checkOperationRules({ ...DEFAULT_OPERATION_RULES, pollMs: Number.NaN }), /pollMs/);
});
