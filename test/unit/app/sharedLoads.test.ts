import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampleReplication } from '../../../shared/app/sampleReplication.ts';
import { sampleShard } from '../../../shared/app/sampleShard.ts';
import { sharedLoads } from '../../../shared/app/sharedLoads.ts';
import type { Records } from '../../../shared/replication/commitShard.ts';
import { shardOf } from '../../../shared/replication/shards.ts';
import { AppWorld, caughtUp, LINK, START } from './world.ts';

/** Counts what is read of a storage that answers, or does not. */
function reading() {
  const world = new AppWorld();
  const reads: string[] = [];
  const storage = {
    fails: undefined as Error | undefined,
    load: async (shard: string): Promise<Records> => {
      reads.push(shard);
      if (storage.fails !== undefined) throw storage.fails;
      return new Map();
    },
  };
  const load = (shard: string, tickMs = START) => sharedLoads(world.context, storage, tickMs).load(shard);
  return { world, reads, storage, load };
}

test('two share what one has read, also while it is being read; whoever comes third reads anew', async () => {
  const { reads, load } = reading();
  const [one, other] = await Promise.all([load('00'), load('00')]);
  assert.equal(one, other);
  assert.notEqual(await load('00'), one);
  assert.deepEqual(reads, ['00', '00']);
});

test('each shard is read by itself', async () => {
  const { reads, load } = reading();
  assert.notEqual(await load('00'), await load('01'));
  assert.deepEqual(reads, ['00', '01']);
});

test('what was read ten seconds ago is read anew', async () => {
  const { world, reads, load } = reading();
  await load('00');
  world.nowMs += 9_999;
  await load('00');
  assert.deepEqual(reads, ['00'], 'a moment before it is shared');
  await load('00');
  world.nowMs += 10_000;
  await load('00');
  assert.deepEqual(reads, ['00', '00', '00']);
});

test('the next tick reads anew, however soon it comes, and takes nothing of a late sweep of the one before', async () => {
  const { reads, load } = reading();
  const first = await load('00', START);
  const second = await load('00', START + 1);
  assert.notEqual(second, first);
  assert.notEqual(await load('00', START), second);
  assert.deepEqual(reads, ['00', '00', '00']);
});

test('what could not be read is asked for again, also by whoever was waiting for it', async () => {
  const { reads, storage, load } = reading();
  storage.fails = new Error('no answer');
  await assert.rejects(load('00'), /no answer/);
  const failing = load('00');
  const waiting = load('00');
  storage.fails = undefined;
  await assert.rejects(failing, /no answer/);
  assert.equal((await waiting).size, 0);
  assert.equal((await load('00')).size, 0);
  assert.deepEqual(reads, ['00', '00', '00', '00']);
});

/** The tick's verdicts have read the shard, and its sweep has not begun. */
async function afterTheTick() {
  const world = new AppWorld();
  const { configuration } = world.context;
  assert.ok(configuration);
  const sampling = { ...configuration.sampling, shardAbove: 0 };
  world.context = { ...world.context, configuration: { ...configuration, sampling } };
  const reads: string[] = [];
  const { load } = world.storage.subjects;
  world.storage.subjects.load = (shard) => {
    reads.push(shard);
    return load(shard);
  };
  await sampleReplication(world.context, world.log);
  const message = world.ticks.splice(0)[0];
  return { world, reads, sweep: () => sampleShard(world.context, message, world.log) };
}

test('a tick and its shard read the shard once', async () => {
  const { reads, sweep } = await afterTheTick();
  await sweep();
  const shard = shardOf(LINK);
  assert.deepEqual(
    reads.filter((read) => read === shard),
    [shard],
  );
});

test('what somebody wrote after it was read is not overwritten: it is decided again', async () => {
  const { world, sweep } = await afterTheTick();
  const shard = shardOf(LINK);
  // Another instance has swept it in between, and saw it behind: its spell goes on.
  const other = new AppWorld();
  other.rows = [caughtUp(9)];
  await sampleReplication(other.context, other.log);
  const record = await other.storage.subjects.loadOne(shard, LINK);
  assert.ok(record);
  await world.storage.subjects.commit(shard, [{ record: { value: record.value }, outbox: [] }]);
  world.nowMs += 400;
  world.rows = [caughtUp(9)];
  await sweep();
  const stored = (await world.storage.subjects.loadOne(shard, LINK))?.value;
  assert.equal(stored?.link?.sampledAtMs, world.nowMs);
  const { LagHigh } = record.value.alerts;
  assert.equal(LagHigh?.phase, 'pending');
  assert.deepEqual(stored?.alerts.LagHigh, LagHigh, 'pending since the other one saw it');
});
