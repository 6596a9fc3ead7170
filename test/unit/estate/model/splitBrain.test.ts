/** A forced failover while the old primary is cut off but alive: it has not heard, and goes on as before. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FailoverRequest } from '../../../../local/estate/model/types.ts';
import { type Rehearsal, refusalOf, rehearse, START_MS, twoRegions } from './rehearsal.ts';

const link = { server: 'contoso-we', database: 'orders', secondaryServer: 'contoso-ne' };
const force: FailoverRequest = { server: 'contoso-ne', database: 'orders', mode: 'forced', by: 'arm' };

/** Ten seconds of peace, then no packet passes between the two regions; five seconds later the secondary is promoted. */
function splitBrain(definition = twoRegions()): Rehearsal {
  const rehearsal = rehearse(definition);
  rehearsal.pass(10_000);
  rehearsal.model.apply(partition('silent'));
  rehearsal.pass(5000);
  rehearsal.model.failover(force);
  return rehearsal;
}

function partition(becomes: 'silent' | 'open') {
  return { kind: 'network', from: 'westeurope', to: 'northeurope', becomes, bothWays: true } as const;
}

describe('an old primary that has not heard of a forced failover', () => {
  it('still says PRIMARY, still takes commits, and so does the new one', () => {
    const { database, pass } = splitBrain();
    pass(10_000);
    const old = database('contoso-we/orders');
    assert.deepEqual([old.role, old.writable, old.replicaRole], ['PRIMARY', true, 0]);
    assert.equal(old.supersededMs, START_MS + 15_000);
    assert.equal(old.position, 500);
    assert.equal(old.lastCommitMs, START_MS + 25_000);
    const next = database('contoso-ne/orders');
    assert.deepEqual([next.role, next.writable], ['PRIMARY', true]);
    assert.equal(next.supersededMs, undefined);
    // 192 hardened, and nine seconds of commits after a second of recovery.
    assert.equal(next.position, 192 + 180);
  });

  it('shows the link as it knew it, without a lag; the new primary shows the truth', () => {
    const { pass, view } = splitBrain();
    pass(10_000);
    const old = view('contoso-we/orders');
    assert.deepEqual(
      [old.role, old.phase, old.connected, old.lagSeconds, old.partnerServer],
      ['PRIMARY', 'CATCH_UP', false, null, 'contoso-ne'],
    );
    assert.equal(old.lastCommitMs, START_MS + 25_000);
    const next = view('contoso-ne/orders');
    assert.deepEqual([next.role, next.phase, next.connected], ['PRIMARY', 'SUSPENDED', false]);
  });

  it('loses every commit it made until it heard, and the count grows until then', () => {
    const { model, pass } = splitBrain();
    const lost = () => model.acceptedFailovers().map((one) => [one.lostCommits, one.lostSeconds]);
    assert.deepEqual(lost(), [[108, 5.4]]);
    pass(10_000);
    assert.deepEqual(lost(), [[308, 15.4]]);
    model.apply(partition('open'));
    assert.deepEqual(lost(), [[308, 15.4]]);
    pass(60_000);
    assert.deepEqual(lost(), [[308, 15.4]]);
    assert.equal(model.acceptedFailovers().length, 1);
  });

  it('steps down as soon as the two regions hear each other, is undone and reseeded', () => {
    const { database, model, pass, view } = splitBrain();
    pass(10_000);
    model.apply(partition('open'));
    const old = database('contoso-we/orders');
    assert.deepEqual([old.role, old.writable, old.supersededMs], ['SECONDARY', false, undefined]);
    assert.equal(old.position, 192);
    assert.equal(old.commitsPerSecond, 0);
    assert.equal(view('contoso-we/orders').role, 'SECONDARY');
    pass(1500);
    assert.equal(view('contoso-ne/orders').phase, 'SEEDING');
    pass(10_000);
    assert.equal(view('contoso-ne/orders').phase, 'CATCH_UP');
    assert.equal(view('contoso-ne/orders').lagSeconds, 0);
    assert.equal(database('contoso-we/orders').position, database('contoso-ne/orders').position - 8);
  });

  it('hears nothing over a link that was cut by hand, until that is joined', () => {
    const { database, model, pass } = rehearse();
    pass(10_000);
    model.apply({ kind: 'link', ...link, becomes: 'disconnected' });
    pass(3000);
    model.failover(force);
    pass(3000);
    assert.deepEqual([database('contoso-we/orders').role, database('contoso-we/orders').position], ['PRIMARY', 320]);
    model.apply({ kind: 'link', ...link, becomes: 'connected' });
    assert.equal(database('contoso-we/orders').role, 'SECONDARY');
    assert.equal(model.acceptedFailovers()[0]?.lostCommits, 320 - 192);
  });

  it('needs both directions to hear', () => {
    const { database, model } = splitBrain();
    model.apply({ ...partition('open'), bothWays: false });
    assert.equal(database('contoso-we/orders').role, 'PRIMARY');
    model.apply({ ...partition('open'), from: 'northeurope', to: 'westeurope', bothWays: false });
    assert.equal(database('contoso-we/orders').role, 'SECONDARY');
  });

  it('stops for an outage of its own region, and what it had by then stays lost', () => {
    const { database, model, pass } = splitBrain();
    model.apply({ kind: 'region', region: 'westeurope', becomes: 'down' });
    pass(10_000);
    assert.equal(database('contoso-we/orders').writable, false);
    assert.equal(model.acceptedFailovers()[0]?.lostCommits, 108);
    model.apply({ kind: 'region', region: 'westeurope', becomes: 'up' });
    pass(1000);
    assert.deepEqual([database('contoso-we/orders').role, database('contoso-we/orders').position], ['PRIMARY', 320]);
    model.apply(partition('open'));
    assert.deepEqual([database('contoso-we/orders').role, database('contoso-we/orders').position], ['SECONDARY', 192]);
    assert.equal(model.acceptedFailovers()[0]?.lostCommits, 128);
  });

  it('takes only as many commits as its own clients make', () => {
    const { database, model, pass } = splitBrain();
    model.apply({ kind: 'workload', server: 'contoso-we', database: 'orders', commitsPerSecond: 5 });
    pass(10_000);
    assert.equal(database('contoso-we/orders').position, 350);
    assert.equal(database('contoso-ne/orders').position, 192 + 180);
    assert.deepEqual(
      [database('contoso-we/orders').commitsPerSecond, database('contoso-ne/orders').commitsPerSecond],
      [5, 20],
    );
  });

  it('takes no role change: it is no secondary that it knows of', () => {
    const { model } = splitBrain();
    for (const mode of ['planned', 'forced'] as const) {
      const { code } = refusalOf(() => model.failover({ ...force, server: 'contoso-we', mode }));
      assert.equal(code, 'GeoReplicationDatabaseNotSecondary');
    }
  });

  it('stays superseded when the new primary is failed over in its turn, and hears from the newest', () => {
    const { database, model, pass, view } = splitBrain(
      twoRegions({ links: [link, { ...link, secondaryServer: 'contoso-uk' }] }),
    );
    pass(5000);
    model.apply({ ...partition('silent'), to: 'uksouth' });
    pass(20_000);
    model.failover({ ...force, server: 'contoso-uk' });
    pass(5000);
    assert.equal(database('contoso-we/orders').role, 'PRIMARY');
    model.apply({ ...partition('open'), to: 'uksouth' });
    assert.equal(database('contoso-we/orders').role, 'SECONDARY');
    assert.equal(view('contoso-we/orders').partnerServer, 'contoso-uk');
    assert.equal(model.acceptedFailovers().length, 2);
  });

  it('becomes a database of its own, with all it has, when its link is removed before it heard', () => {
    const { database, model, pass } = splitBrain();
    model.apply({ kind: 'link', ...link, server: 'contoso-ne', secondaryServer: 'contoso-we', becomes: 'removed' });
    pass(1000);
    const old = database('contoso-we/orders');
    assert.deepEqual([old.role, old.writable, old.supersededMs, old.position], ['PRIMARY', true, undefined, 320]);
    assert.deepEqual(model.linkViews('contoso-we', 'orders'), []);
    assert.equal(model.acceptedFailovers()[0]?.lostCommits, 108);
  });

  it('is not one when its region is down: what starts again asks before it opens', () => {
    const { database, model, pass } = rehearse();
    pass(10_000);
    model.apply(partition('silent'));
    model.apply({ kind: 'region', region: 'westeurope', becomes: 'down' });
    model.failover(force);
    assert.deepEqual(
      [database('contoso-we/orders').role, database('contoso-we/orders').writable],
      ['SECONDARY', false],
    );
    model.apply({ kind: 'region', region: 'westeurope', becomes: 'up' });
    pass(10_000);
    assert.deepEqual(
      [database('contoso-we/orders').role, database('contoso-we/orders').writable],
      ['SECONDARY', false],
    );
  });

  it('is not one when it can be told at once', () => {
    const { database, model, pass } = rehearse();
    pass(10_000);
    model.failover(force);
    assert.equal(database('contoso-we/orders').role, 'SECONDARY');
  });
});
