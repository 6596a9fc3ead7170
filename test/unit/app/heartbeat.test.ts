import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Heartbeat } from '../../../shared/alerting/heartbeat.ts';
import { beginHeartbeat, endSharedHeartbeat } from '../../../shared/app/heartbeat.ts';
import { readStatus } from '../../../shared/app/queries.ts';
import { sampleReplication } from '../../../shared/app/sampleReplication.ts';
import { sampleShard } from '../../../shared/app/sampleShard.ts';
import { shardOf } from '../../../shared/replication/shards.ts';
import type { StatusView } from '../../../shared/views/types.ts';
import { AppWorld, LINK } from './world.ts';

const MINUTE = 60_000;

/** Sampling every second, a sign of life every minute. */
class Beating extends AppWorld {
  readonly pings: string[] = [];
  answer: Awaited<ReturnType<Heartbeat['ping']>> = { ok: true };

  constructor(shardAbove = 100) {
    super();
    const { configuration } = this.context;
    assert.ok(configuration);
    const sampling = { ...configuration.sampling, shardAbove };
    const heartbeat = { url: { setting: 'HEARTBEAT_URL' }, everyMs: MINUTE };
    this.context = { ...this.context, configuration: { ...configuration, sampling, heartbeat } };
    this.context.ports.heartbeat = async () => ({
      ping: async (signal, reason) => {
        this.pings.push(reason === undefined ? signal : `${signal}: ${reason}`);
        return this.answer;
      },
    });
  }

  sweep(): Promise<void> {
    return sampleReplication(this.context, this.log);
  }

  async problems() {
    const { problems } = JSON.parse((await readStatus(this.context)).body) as StatusView;
    return problems.filter(({ subject }) => subject === 'heartbeat');
  }
}

test('a sweep that is complete says when it began and that it ended, once in each interval', async () => {
  const world = new Beating();
  for (let second = 0; second < 120; second += 1) {
    await world.sweep();
    world.nowMs += 1_000;
  }
  assert.deepEqual(world.pings, ['start', 'success', 'start', 'success']);
});

test('without a heartbeat in the configuration nobody is asked', async () => {
  const world = new AppWorld();
  await sampleReplication(world.context, world.log);
  assert.equal(await world.storage.state.read('heartbeat-round'), undefined);
});

test('a restart in between begins no second round', async () => {
  const world = new Beating();
  await world.sweep();
  world.nowMs += 1_000;
  world.context = { ...world.context };
  await world.sweep();
  assert.deepEqual(world.pings, ['start', 'success']);
});

test('a database that does not answer is no failure of the sweep', async () => {
  const world = new Beating();
  world.failure = { kind: 'unreachable', message: 'no answer' };
  await world.sweep();
  assert.deepEqual(world.pings, ['start', 'success']);
});

test('a sweep that could not store what it learned says so at once, without a name of anything, and when that is over', async () => {
  const world = new Beating();
  await world.sweep();
  const { commit, keep } = world.storage.subjects;
  const fails = async () => {
    throw new Error('the table of one/orders is gone');
  };
  Object.assign(world.storage.subjects, { commit: fails, keep: fails });
  for (let second = 0; second < 5; second += 1) {
    world.nowMs += 1_000;
    await world.sweep();
  }
  Object.assign(world.storage.subjects, { commit, keep });
  world.nowMs += 1_000;
  await world.sweep();
  assert.deepEqual(world.pings, [
    'start',
    'success',
    'fail: What the sweep learned could not all be stored.',
    'success',
  ]);
});

test('a sweep that fails says so, and fails as before', async () => {
  const world = new Beating();
  await world.sweep();
  world.nowMs += 1_000;
  world.context.ports.sampler = async () => {
    throw new Error('no driver at one.example');
  };
  await assert.rejects(world.sweep(), /no driver/);
  assert.deepEqual(world.pings.slice(2), ['fail: The sweep failed; the log of the app says why.']);
});

test('where storage does not answer a failure is said all the same, once in each interval', async () => {
  const world = new Beating();
  world.storageFails = new Error('no storage');
  for (let second = 0; second < 70; second += 1) {
    await assert.rejects(world.sweep(), /no storage/);
    world.nowMs += 1_000;
  }
  assert.deepEqual(world.pings, Array(2).fill('fail: The sweep failed; the log of the app says why.'));
});

test('while nothing was discovered there is nothing to be proud of', async () => {
  const world = new Beating();
  world.inventoryFails = new Error('no Azure');
  await world.sweep().catch(() => undefined);
  assert.equal(world.pings.at(0), 'start');
  assert.match(world.pings.at(1) ?? '', /^fail: /);
});

test('an address that does not answer disturbs no sweep, and is shown until it answers', async () => {
  const world = new Beating();
  world.answer = { ok: false, message: 'The heartbeat check answered 404.' };
  await world.sweep();
  const [shown, ...others] = await world.problems();
  assert.deepEqual(
    [shown?.area, shown?.code, shown?.message],
    ['delivery', 'unheard', 'The heartbeat check answered 404.'],
  );
  assert.deepEqual(others, []);
  assert.match(world.logLines.join('\n'), /\[405\] the heartbeat was not heard/);
  assert.equal((await world.storage.history.recent(shardOf(LINK), LINK, 0, 10)).length, 1, 'the sweep has its sample');
  world.nowMs += MINUTE;
  await world.sweep();
  assert.equal((await world.problems())[0]?.since, shown?.since, 'since when it has been so');
  world.answer = { ok: true };
  world.nowMs += MINUTE;
  await world.sweep();
  assert.deepEqual(await world.problems(), []);
});

test('an adapter that breaks its promise disturbs no sweep either', async () => {
  const world = new Beating();
  world.context.ports.heartbeat = async () => {
    throw new Error('not there');
  };
  await world.sweep();
  assert.match(world.logLines.join('\n'), /\[405\] the heartbeat was not heard: not there/);
  world.context.ports.sampler = async () => {
    throw new Error('no driver');
  };
  await assert.rejects(world.sweep(), /no driver/, 'a sweep that fails fails for its own reason');
});

test('the sweep does not wait for the start to be heard', async () => {
  const world = new Beating();
  const order: string[] = [];
  const { promise: heard, resolve: hear } = Promise.withResolvers<void>();
  world.context.ports.heartbeat = async () => ({
    ping: async (signal) => {
      if (signal === 'start') await heard;
      order.push(signal);
      return { ok: true };
    },
  });
  const { appendsOf, restore } = watchHistory(world, order);
  const swept = world.sweep();
  while (appendsOf() === 0) await new Promise((resolve) => setImmediate(resolve));
  hear();
  await swept;
  restore();
  assert.deepEqual(order, ['swept', 'start', 'success']);
});

function watchHistory(world: Beating, order: string[]) {
  const { append } = world.storage.history;
  let appends = 0;
  world.storage.history.append = async (...given) => {
    await append(...given);
    appends += 1;
    order.push('swept');
  };
  return {
    appendsOf: () => appends,
    restore: () => {
      world.storage.history.append = append;
    },
  };
}

test('a shared sweep has ended when each of its shards has said how it went', async () => {
  const world = new Beating(0);
  await world.sweep();
  assert.deepEqual(world.pings, ['start']);
  for (const message of world.ticks.splice(0)) await sampleShard(world.context, message, world.log);
  assert.deepEqual(world.pings, ['start', 'success']);
});

test('of many shards the last one ends the round, and what an earlier tick says of a shard does not count', async () => {
  const world = new Beating(0);
  const { configuration, log, storage } = { ...world.context, ...world };
  assert.ok(configuration);
  const report = (name: string, startedAtMs: number, more = {}) => {
    const mark = { startedAtMs, finishedAtMs: startedAtMs + 1, durationMs: 1 };
    return storage.state.write(name, { mark, problems: [], configurationHash: null, ...more });
  };
  await beginHeartbeat(world.context, configuration, log);
  await report('sampling', world.nowMs, { shards: { '00': null, '03': null } });
  await report('sampling-00', world.nowMs - 1_000);
  await report('sampling-03', world.nowMs + 5);
  await endSharedHeartbeat(world.context, configuration, log);
  assert.deepEqual(world.pings, ['start']);
  // A clock that is a little behind.
  await report('sampling-00', world.nowMs - 20);
  await endSharedHeartbeat(world.context, configuration, log);
  await endSharedHeartbeat(world.context, configuration, log);
  assert.deepEqual(world.pings, ['start', 'success']);
});

test('a shared sweep that loses a shard never ends, which is a failure when patience is over', async () => {
  const world = new Beating(0);
  await world.sweep();
  world.ticks.splice(0);
  for (let second = 0; second < 70; second += 1) {
    world.nowMs += 1_000;
    await world.sweep();
    world.ticks.splice(0);
  }
  assert.deepEqual(world.pings, ['start', 'fail: The sweep before this one did not come to its end.', 'start']);
});

test('what one shard could not store makes the whole sweep incomplete', async () => {
  const world = new Beating(0);
  await world.sweep();
  world.storage.subjects.commit = async () => {
    throw new Error('gone');
  };
  for (const message of world.ticks.splice(0)) await sampleShard(world.context, message, world.log);
  assert.deepEqual(world.pings, ['start', 'fail: What the sweep learned could not all be stored.']);
});
