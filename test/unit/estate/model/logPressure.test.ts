/** A primary whose geo-secondary is too small: first a lag that grows, then a primary that waits, then a lag that is worked off. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PartialEstateDefinition } from '../../../../local/estate/model/definition.ts';
import { logLimit } from '../../../../local/estate/model/logRate.ts';
import { parseObjective } from '../../../../local/estate/model/sku.ts';
import { type Rehearsal, rehearse, START_MS, twoRegions } from './rehearsal.ts';

const link = { server: 'contoso-we', database: 'orders', secondaryServer: 'contoso-ne' };
const orders = { server: 'contoso-we', database: 'orders' } as const;

/** 100 commits a second; a P2 follows 50 of a hundred percent of what a P4 may write. */
function shop(changes: Partial<PartialEstateDefinition> = {}): Rehearsal {
  return rehearse(
    twoRegions({
      databases: [{ name: 'orders', server: 'contoso-we', sku: 'P4', commitsPerSecond: 100, logWritePercent: 80 }],
      links: [{ ...link, secondarySku: 'P2' }],
      ...changes,
    }),
  );
}

function pressure({ model }: Rehearsal, server = 'contoso-we') {
  const found = model.logPressure(server, 'orders');
  assert.ok(found);
  return found;
}

describe('the log rate of a service objective', () => {
  const limitMb = (objective: string) => {
    const sku = parseObjective(objective);
    assert.ok(sku);
    return logLimit(sku) / 1024;
  };

  it('is the documented one for cores, up to its tier’s most', () => {
    const documented = { GP_Gen5_2: 9, GP_S_Gen5_4: 18, GP_Gen5_16: 50, BC_Gen5_2: 24, BC_Gen5_8: 96, HS_Gen5_2: 100 };
    for (const [objective, expected] of Object.entries(documented))
      assert.equal(limitMb(objective), expected, objective);
  });

  it('is in proportion to DTU: half of a P6 is a P4', () => {
    assert.equal(limitMb('P4'), limitMb('P6') / 2);
    assert.ok(limitMb('Basic') < limitMb('S0') && limitMb('S0') < limitMb('P1'));
  });
});

describe('an undersized geo-secondary', () => {
  it('falls behind until the primary is held back a little below what it can follow', () => {
    const world = shop();
    const { pass, view, database } = world;
    pass(5_000);
    // 80 % of a P4 are 160 % of a P2: of 100 commits a second it takes 62.5.
    const behind = database('contoso-we/orders').position - database('contoso-ne/orders').position;
    assert.ok(Math.abs(behind - (37.5 * 5 + 25)) <= 5, `${behind} commits behind`);
    assert.ok((view('contoso-we/orders').lagSeconds ?? 0) >= 1);
    assert.deepEqual(pressure(world).waiting, { feedback: 0, governor: 0 });
    pass(10_000);
    const { waiting, waitedMs } = pressure(world);
    assert.ok(waiting.feedback > 0 && waiting.governor === 0);
    assert.ok(waitedMs.feedback > 0 && waitedMs.governor === 0);
    const before = database('contoso-we/orders').position;
    pass(10_000);
    const rate = (database('contoso-we/orders').position - before) / 10;
    assert.ok(Math.abs(rate - 62.5 * 0.9) < 0.2, `${rate} commits a second`);
  });

  it('is worked off while the primary is held back, which goes on', () => {
    const world = shop();
    world.pass(10_000);
    const most = world.view('contoso-we/orders').lagSeconds ?? 0;
    assert.ok(most >= 3, `${most} s`);
    world.pass(120_000);
    assert.ok((world.view('contoso-we/orders').lagSeconds ?? 99) <= 1);
    assert.ok(pressure(world).waiting.feedback > 0);
  });

  it('shows in the percentage that is written: that of the secondary, not what clients want', () => {
    const world = shop();
    world.pass(60_000);
    const now = world.now();
    assert.equal(pressure(world).writtenPercent(START_MS - 3_600_000, START_MS), 80);
    assert.ok(Math.abs(pressure(world).writtenPercent(now - 15_000, now) - 45) < 0.01);
  });

  it('holds nobody back while the primary writes what it can follow', () => {
    const world = shop();
    world.model.apply({ kind: 'logWrite', ...orders, percent: 50 });
    world.pass(600_000);
    assert.deepEqual(pressure(world).waitedMs, { feedback: 0, governor: 0 });
    assert.equal(world.view('contoso-we/orders').lagSeconds, 0);
    assert.equal(world.database('contoso-we/orders').position, 60_000);
  });

  it('lets go when the writing falls, when the link is suspended, when it is scaled up and when it is removed', () => {
    const ways: Array<(world: Rehearsal) => void> = [
      ({ model }) => model.apply({ kind: 'logWrite', ...orders, percent: 20 }),
      ({ model }) => model.apply({ kind: 'link', ...link, becomes: 'suspended' }),
      ({ model }) => model.apply({ kind: 'scale', server: 'contoso-ne', database: 'orders', sku: 'P4' }),
      ({ model }) => model.apply({ kind: 'link', ...link, becomes: 'removed' }),
    ];
    for (const [index, way] of ways.entries()) {
      const world = shop();
      world.pass(60_000);
      assert.ok(pressure(world).waiting.feedback > 0);
      way(world);
      world.pass(5_000);
      const before = world.database('contoso-we/orders').position;
      world.pass(10_000);
      assert.equal(world.database('contoso-we/orders').position - before, 1_000, `way ${index}`);
      assert.equal(pressure(world).waiting.feedback, 0, `way ${index}`);
    }
  });

  it('holds back again when the link goes on', () => {
    const world = shop();
    world.model.apply({ kind: 'link', ...link, becomes: 'suspended' });
    world.pass(60_000);
    assert.equal(pressure(world).waiting.feedback, 0);
    world.model.apply({ kind: 'link', ...link, becomes: 'active' });
    world.pass(1_000);
    assert.ok(pressure(world).waiting.feedback > 0, 'the backlog is large already');
  });

  it('is told apart from a slow link and from the limit of the primary itself', () => {
    const slow = shop({ links: [{ ...link, shippingRate: 10 }] });
    slow.pass(60_000);
    assert.deepEqual(pressure(slow).waitedMs, { feedback: 0, governor: 0 });
    assert.ok((slow.view('contoso-we/orders').lagSeconds ?? 0) > 30);
    const greedy = shop({ links: [link] });
    greedy.model.apply({ kind: 'workload', ...orders, commitsPerSecond: 250 });
    greedy.pass(60_000);
    const { waitedMs, waiting } = pressure(greedy);
    assert.ok(waitedMs.feedback === 0 && waitedMs.governor > 0 && waiting.governor > 0);
    // 100 commits write 80 %: 125 are all.
    assert.equal(greedy.database('contoso-we/orders').position, 7_500);
  });

  it('of several the smallest decides', () => {
    const world = shop({
      links: [
        { ...link, secondarySku: 'P2' },
        { ...link, secondaryServer: 'contoso-uk', secondarySku: 'P1' },
      ],
    });
    world.pass(60_000);
    const before = world.database('contoso-we/orders').position;
    world.pass(10_000);
    assert.equal(Math.round((world.database('contoso-we/orders').position - before) / 10), 28);
  });
});

describe('counters', () => {
  it('begin at zero after a restart, and at both ends after a failover', () => {
    const world = shop();
    world.pass(60_000);
    world.model.apply({ kind: 'database', ...orders, becomes: 'Restarted' });
    assert.deepEqual([pressure(world).waitedMs.feedback, pressure(world).commits], [0, 0]);
    world.pass(60_000);
    assert.ok(pressure(world).waitedMs.feedback > 0);
    world.model.failover({ server: 'contoso-ne', database: 'orders', mode: 'forced', by: 'arm' });
    for (const server of ['contoso-we', 'contoso-ne'])
      assert.equal(pressure(world, server).waitedMs.feedback, 0, server);
    world.pass(60_000);
    assert.equal(pressure(world).waitedMs.feedback, 0, 'a secondary writes nothing of its own');
    assert.equal(pressure(world).writtenPercent(world.now() - 15_000, world.now()), 0);
    // The P2 that leads now writes all it may, and waits for itself.
    assert.ok(pressure(world, 'contoso-ne').waitedMs.governor > 0);
    assert.equal(pressure(world, 'contoso-ne').kbPerCommit, pressure(world).kbPerCommit);
  });
});

describe('what cannot be', () => {
  it('is refused with a sentence', () => {
    const { model } = shop();
    assert.throws(() => model.apply({ kind: 'logWrite', ...orders, percent: 0 }), /above 0 and at most 100, saw 0/);
    assert.throws(() => model.apply({ kind: 'logWrite', ...orders, percent: Number.NaN }), /saw NaN/);
    model.apply({ kind: 'workload', ...orders, commitsPerSecond: 0 });
    assert.throws(() => model.apply({ kind: 'logWrite', ...orders, percent: 10 }), /saw 0 commits per second/);
    assert.throws(() => model.apply({ kind: 'scale', ...orders, sku: 'GP_Gen5_4' }), /tier Premium, saw 'GP_Gen5_4'/);
    assert.throws(() => model.apply({ kind: 'scale', ...orders, sku: 'P99' }), /saw 'P99'/);
    assert.equal(model.logPressure('contoso-we', 'nothing'), undefined);
  });

  it('is refused in a definition', () => {
    const database = { name: 'orders', server: 'contoso-we', sku: 'P4' };
    assert.throws(() => shop({ databases: [{ ...database, logWritePercent: 101 }] }), /logWritePercent/);
    assert.throws(
      () => shop({ databases: [{ ...database, commitsPerSecond: 0, logWritePercent: 5 }] }),
      /that commits/,
    );
  });
});

describe('a change of the service objective', () => {
  it('shows at once, restarts the engine, and keeps the percentages of the past', () => {
    const world = shop({ links: [link] });
    world.pass(60_000);
    world.model.apply({ kind: 'scale', ...orders, sku: 'P6' });
    assert.equal(world.database('contoso-we/orders').sku.capacity, 1000);
    assert.ok((world.database('contoso-we/orders').restartedUntilMs ?? 0) > world.now());
    assert.equal(world.view('contoso-we/orders').lagSeconds, null, 'after a restart it does not know');
    const scaledMs = world.now();
    world.pass(60_000);
    assert.equal(pressure(world).writtenPercent(scaledMs - 30_000, scaledMs), 80);
    assert.ok(Math.abs(pressure(world).writtenPercent(scaledMs + 15_000, scaledMs + 30_000) - 40) < 1e-9);
    assert.equal(world.view('contoso-we/orders').lagSeconds, 0);
  });
});
