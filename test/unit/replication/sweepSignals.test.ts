import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { shardOf } from '../../../shared/replication/shards.ts';
import { QuestionQueue } from '../../../shared/replication/signals/questionQueue.ts';
import type { SweepSignals } from '../../../shared/replication/signals/signalRound.ts';
import { runSweep } from '../../../shared/replication/sweep.ts';
import type { ReplicationLink } from '../../../shared/topology/types.ts';
import { link, row, topology } from './builders.ts';
import { Bench, settled } from './fixture.ts';
import { SignalDesk } from './signals/desk.ts';
import { counters, FEEDBACK, MINUTE, primarySignals, SECOND, silent } from './signals/readings.ts';

const ORDERS = link('we', 'ne', 'orders');

class World extends Bench {
  readonly desk = new SignalDesk(this);
  signals: SweepSignals = this.desk.signals();
  links: ReplicationLink[] = [ORDERS];

  constructor() {
    super();
    this.sampling = { ...this.sampling, everyMs: 30 * SECOND };
    this.well(ORDERS);
  }

  /** The primary of a link says that all is well. */
  well(...links: ReplicationLink[]): void {
    for (const { primary, secondary } of links) {
      this.says(`${primary.server}/${primary.database}`, row(secondary.server, secondary.database));
    }
  }

  look() {
    return runSweep({ ...this.input(topology(this.links)), signals: this.signals, pause: settled });
  }

  /** Sweeps, one interval later, and tells who was asked for signals. */
  async next(): Promise<string[]> {
    await this.look();
    this.nowMs += 30 * SECOND;
    return this.desk.taken();
  }

  async of(one: ReplicationLink = ORDERS) {
    const record = await this.table.subjects.loadOne(shardOf(one.linkKey), one.linkKey);
    return record?.value.link?.signals;
  }
}

const many = (count: number) => Array.from({ length: count }, (_, one) => link('we', 'ne', `orders-${one}`));

describe('signals', () => {
  test('are asked in the very first sweep, the primary before its secondary, and are stored with the link', async () => {
    const world = new World();
    await world.look();
    assert.deepEqual(world.desk.taken(), ['we/orders', 'ne/orders']);
    const signals = await world.of();
    assert.deepEqual([signals?.primary, signals?.askedAtMs], ['we/orders', 1_000_000]);
    assert.deepEqual([signals?.secondary?.is, signals?.secondary?.commitGapSeconds], ['answering', 0]);
  });

  test('are asked at their own pace: about once in two sweeps when it is twice the interval', async () => {
    const world = new World();
    const asked: number[] = [];
    for (let sweep = 0; sweep < 9; sweep += 1) asked.push((await world.next()).length);
    assert.equal(asked.filter((count) => count === 2).length, 5);
    assert.equal(asked.filter((count) => count === 0).length, 4);
  });

  test('are asked in every sweep when their interval is no longer', async () => {
    const world = new World();
    world.signals = world.desk.signals({ everyMs: 30 * SECOND });
    for (let sweep = 0; sweep < 5; sweep += 1) assert.equal((await world.next()).length, 2);
  });

  test('stay with the link in the sweeps in between', async () => {
    const world = new World();
    await world.next();
    const first = await world.of();
    while ((await world.next()).length > 0);
    assert.deepEqual((await world.of())?.secondary?.is, first?.secondary?.is);
    assert.notEqual(first?.secondary, undefined);
  });

  test('of a primary are asked once, however many links it has, and belong to each', async () => {
    const world = new World();
    const other = link('we', 'uks', 'orders');
    world.links = [ORDERS, other];
    world.says('we/orders', row('ne', 'orders'), row('uks', 'orders'));
    await world.look();
    assert.deepEqual(world.desk.taken(), ['we/orders', 'ne/orders', 'uks/orders']);
    assert.deepEqual((await world.of())?.throttle, (await world.of(other))?.throttle);
  });

  test('of secondaries are left out where the configuration says so', async () => {
    const world = new World();
    world.signals = world.desk.signals({ secondaries: false });
    await world.look();
    assert.deepEqual(world.desk.taken(), ['we/orders']);
    assert.equal((await world.of())?.secondary, undefined);
    assert.equal((await world.of())?.askedAtMs, 1_000_000);
  });

  test('are compared from one round to the next', async () => {
    const world = new World();
    world.signals = world.desk.signals({ everyMs: 30 * SECOND });
    for (const waited of [1_000, 4_000]) {
      const signals = primarySignals(world.nowMs, { waits: [counters({ [FEEDBACK]: waited })] });
      world.desk.primaries.set('we/orders', { ok: true, signals });
      await world.next();
    }
    assert.equal((await world.of())?.throttle?.waitedPerSecond, 100);
  });

  test('of an estate that is large wait for their turn, so that not all are asked at once', async () => {
    const world = new World();
    world.links = many(400);
    world.well(...world.links);
    world.signals = world.desk.signals({ spreadFirst: true });
    assert.equal((await world.next()).length, 0);
    const [first, second] = [await world.next(), await world.next()];
    assert.ok(Math.min(first.length, second.length) > 250, `saw ${first.length} and ${second.length}`);
    assert.equal(new Set([...first, ...second]).size, 800);
  });
});

describe('a primary that does not answer', () => {
  test('is not asked for signals, but its secondary is: it is all there is then', async () => {
    const world = new World();
    world.answers.set('we/orders', world.fails());
    await world.look();
    assert.deepEqual(world.desk.taken(), ['ne/orders']);
    const signals = await world.of();
    assert.deepEqual([signals?.secondary?.is, signals?.secondary?.commitGapSeconds], ['answering', null]);
  });

  test('for signals only costs no sample and no secondary', async () => {
    const world = new World();
    world.desk.primaries.set('we/orders', async () => {
      throw new Error('a defect');
    });
    const result = await world.look();
    assert.deepEqual([result.sampled, result.failed, result.problems], [1, 0, []]);
    assert.deepEqual([(await world.of())?.secondary?.is, (await world.of())?.throttle], ['answering', undefined]);
  });
});

describe('after a role change that discovery does not know yet', () => {
  test('nobody is asked: the next discovery says whom', async () => {
    const world = new World();
    world.says('we/orders', row('ne', 'orders', { role: 'secondary', lagSeconds: null }));
    world.says('ne/orders', row('we', 'orders'));
    await world.look();
    assert.deepEqual(world.desk.taken(), []);
  });

  test('what was known of the old roles is not said of the new ones', async () => {
    const world = new World();
    world.desk.silence('ne/orders');
    await world.next();
    assert.equal((await world.of())?.secondary?.is, 'silent');
    world.says('we/orders', row('ne', 'orders', { role: 'secondary', lagSeconds: null }));
    world.says('ne/orders', row('we', 'orders'));
    await world.look();
    assert.equal(await world.of(), undefined);
  });
});

describe('a link that is being seeded', () => {
  test('has no secondary to ask yet', async () => {
    const world = new World();
    world.says('we/orders', row('ne', 'orders', { replicationState: 1, lagSeconds: null }));
    await world.look();
    assert.deepEqual(world.desk.taken(), ['we/orders']);
  });
});

describe('a secondary that hangs', () => {
  test('holds no other database up, and its own link is stored when it is given up', async () => {
    const world = new World();
    world.links = many(100);
    world.well(...world.links);
    const { promise, resolve } = Promise.withResolvers<ReturnType<typeof silent>>();
    world.desk.secondaries.set('ne/orders-7', () => promise);
    const sweep = world.look();
    for (let turn = 0; turn < 10; turn += 1) await settled();
    assert.equal(world.asked.length, 100);
    assert.equal((await stored(world)).length, 99);
    resolve(silent(world.nowMs));
    await sweep;
    assert.equal((await world.of(world.links[7]))?.secondary?.is, 'silent');
  });

  test('that were silent before get half of the places and half of the time, and their links are sampled all the same', async () => {
    const world = new World();
    world.links = many(40);
    world.well(...world.links);
    const ends = world.links.map((_, one) => `ne/orders-${one}`);
    for (const key of ends) world.desk.silence(key);
    world.signals = world.desk.signals({ everyMs: 30 * SECOND });
    await world.next();
    // Each takes 2 s to be given up: in 15 s of 30 no more than 4 can do so 8 times.
    world.signals = world.desk.signals({ everyMs: 30 * SECOND, queue: new QuestionQueue(8) });
    const timer = slowly(world, ends, 2 * SECOND);
    const startedAtMs = world.nowMs;
    const result = await world.look();
    timer.stop();
    const asked = world.desk.taken().filter((key) => key.startsWith('ne/'));
    assert.equal(asked.length, 32);
    assert.deepEqual(
      result.problems.map(({ code, message }) => [code, /no time for 8/.test(message)]),
      [['signals-postponed', true]],
    );
    assert.ok(result.durationMs <= 17 * SECOND, `saw ${result.durationMs} ms`);
    for (const one of world.links) {
      const record = await world.table.subjects.loadOne(shardOf(one.linkKey), one.linkKey);
      assert.equal(record?.value.link?.sampledAtMs, startedAtMs);
    }
    // Those that were left out come first.
    const left = new Set(ends.filter((key) => !asked.includes(key)));
    world.nowMs = startedAtMs + 30 * SECOND;
    const again = slowly(world, ends, 2 * SECOND);
    await world.look();
    again.stop();
    const second = world.desk.taken().filter((key) => key.startsWith('ne/'));
    assert.ok([...left].every((key) => second.indexOf(key) < 12 && second.includes(key)));
  });
});

async function stored(world: World): Promise<string[]> {
  const found = await Promise.all(
    world.links.map((one) => world.table.subjects.loadOne(shardOf(one.linkKey), one.linkKey)),
  );
  return found.flatMap((record) => (record === undefined ? [] : [record.value.subject.key]));
}

/** Each of these is given up so long after it was asked, by the world's clock, which turns whenever nobody has anything to do. */
function slowly(world: World, keys: readonly string[], ms: number): { stop: () => void } {
  const waiting: Array<{ atMs: number; giveUp: () => void }> = [];
  for (const key of keys) {
    world.desk.secondaries.set(key, () => {
      const { promise, resolve } = Promise.withResolvers<ReturnType<typeof silent>>();
      waiting.push({ atMs: world.nowMs + ms, giveUp: () => resolve(silent(world.nowMs)) });
      return promise;
    });
  }
  let running = true;
  const turn = async () => {
    while (running) {
      await settled();
      const next = waiting.sort((one, other) => one.atMs - other.atMs).shift();
      if (next === undefined) continue;
      world.nowMs = Math.max(world.nowMs, next.atMs);
      next.giveUp();
      while (waiting[0] !== undefined && waiting[0].atMs <= world.nowMs) waiting.shift()?.giveUp();
    }
  };
  void turn();
  return {
    stop: () => {
      running = false;
    },
  };
}

test('a minute of signals in a sweep of half a minute asks every secondary once a minute, to the sweep', async () => {
  const world = new World();
  world.links = many(60);
  world.well(...world.links);
  const counts = new Map<string, number>();
  for (let sweep = 0; sweep < 20; sweep += 1) {
    for (const key of await world.next()) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  assert.ok([...counts.values()].every((count) => count >= (20 * 30 * SECOND) / MINUTE && count <= 11));
  assert.equal(counts.size, 120);
});
