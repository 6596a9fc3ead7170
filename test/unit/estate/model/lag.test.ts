import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rehearse, START_MS, twoRegions } from './rehearsal.ts';

const link = { server: 'contoso-we', database: 'orders', secondaryServer: 'contoso-ne' };

describe('commits and positions', () => {
  it("come at the workload's rate, and the secondary has them a shipping delay later", () => {
    const { database, pass, view } = rehearse();
    assert.equal(database('contoso-we/orders').lastCommitMs, null);
    pass(10_000);
    assert.equal(database('contoso-we/orders').position, 200);
    assert.equal(database('contoso-we/orders').lastCommitMs, START_MS + 10_000);
    assert.equal(database('contoso-ne/orders').position, 192);
    assert.equal(database('contoso-ne/orders').lastCommitMs, START_MS + 9600);
    assert.equal(view('contoso-ne/orders').hardenedPosition, 192);
    assert.equal(view('contoso-ne/orders').redonePosition, 188);
    // The acknowledgement of commit 192 is still on its way.
    assert.equal(view('contoso-we/orders').hardenedPosition, 191);
  });

  it('keep the last commit of an idle database', () => {
    const { database, model, pass } = rehearse();
    pass(10_000);
    model.apply({ kind: 'workload', server: 'contoso-we', database: 'orders', commitsPerSecond: 0 });
    pass(3_600_000);
    assert.equal(database('contoso-we/orders').lastCommitMs, START_MS + 10_000);
    assert.equal(database('contoso-ne/orders').lastCommitMs, START_MS + 10_000);
    assert.equal(database('contoso-ne/orders').position, 200);
  });

  it('do not lose a slow workload to frequent changes', () => {
    const { database, model, pass } = rehearse();
    for (let step = 0; step < 20; step += 1) {
      model.apply({
        kind: 'workload',
        server: 'contoso-we',
        database: 'orders',
        commitsPerSecond: 1 + (step % 2) * 1e-9,
      });
      pass(500);
    }
    assert.equal(database('contoso-we/orders').position, 10);
  });

  it('are named by either end of a pair: clients follow the primary', () => {
    const { database, model, pass } = rehearse();
    model.apply({ kind: 'workload', server: 'contoso-ne', database: 'orders', commitsPerSecond: 100 });
    pass(1000);
    assert.equal(database('contoso-we/orders').position, 100);
    assert.equal(database('contoso-ne/orders').commitsPerSecond, 0);
  });

  it('refuse a workload that is no number', () => {
    const { model } = rehearse();
    const change = { kind: 'workload', server: 'contoso-we', database: 'orders' } as const;
    assert.throws(() => model.apply({ ...change, commitsPerSecond: Number.NaN }), /NaN/);
    assert.throws(() => model.apply({ ...change, commitsPerSecond: -1 }), /-1/);
  });
});

describe('replication lag', () => {
  it('is on the primary only', () => {
    const { pass, view } = rehearse();
    pass(5000);
    assert.equal(view('contoso-we/orders').lagSeconds, 0);
    assert.notEqual(view('contoso-we/orders').lastReplicationMs, null);
    assert.equal(view('contoso-ne/orders').lagSeconds, null);
    assert.equal(view('contoso-ne/orders').lastReplicationMs, null);
  });

  it("is the link's delay in whole seconds while the link keeps up", () => {
    const { pass, view } = rehearse(twoRegions({ links: [{ ...link, shippingDelayMs: 8200 }] }));
    pass(60_000);
    for (let step = 0; step < 50; step += 1) {
      pass(37);
      assert.equal(view('contoso-we/orders').lagSeconds, 8);
    }
  });

  it('is the same for a database that commits rarely', () => {
    const databases = [{ name: 'orders', server: 'contoso-we', commitsPerSecond: 0.1 }];
    const { pass, view } = rehearse(twoRegions({ databases, links: [{ ...link, shippingDelayMs: 4000 }] }));
    pass(31_000);
    for (let step = 0; step < 30; step += 1) {
      pass(700);
      assert.equal(view('contoso-we/orders').lagSeconds, 4);
    }
  });

  it('is 0 for a database without a single commit', () => {
    const { pass, view } = rehearse(
      twoRegions({ databases: [{ name: 'orders', server: 'contoso-we', commitsPerSecond: 0 }] }),
    );
    pass(60_000);
    assert.equal(view('contoso-we/orders').lagSeconds, 0);
    assert.equal(view('contoso-we/orders').lastCommitMs, null);
  });

  it('puts last_replication a delay and a round trip after the commit', () => {
    const { model, pass, view } = rehearse();
    pass(10_000);
    model.apply({ kind: 'workload', server: 'contoso-we', database: 'orders', commitsPerSecond: 0 });
    pass(60_000);
    assert.equal(view('contoso-we/orders').lastReplicationMs, START_MS + 10_000 + 415);
  });

  it('grows while the workload exceeds the link, and ends when the backlog is through', () => {
    const { model, pass, view } = rehearse(twoRegions({ links: [{ ...link, shippingRate: 10 }] }));
    const seen: number[] = [];
    for (let step = 0; step < 6; step += 1) {
      pass(10_000);
      seen.push(view('contoso-we/orders').lagSeconds ?? -1);
    }
    assert.deepEqual(seen, [5, 10, 15, 20, 25, 30]);
    model.apply({ kind: 'workload', server: 'contoso-we', database: 'orders', commitsPerSecond: 2 });
    pass(40_000);
    // Ten a second of what was made at twenty a second: its age goes on growing until that part is through.
    assert.equal(view('contoso-we/orders').lagSeconds, 50);
    pass(120_000);
    assert.equal(view('contoso-we/orders').lagSeconds, 0);
  });

  it('follows a longer delay, and comes back with a shorter one', () => {
    const { model, pass, view } = rehearse();
    pass(10_000);
    model.apply({ kind: 'link', ...link, shippingDelayMs: 9000 });
    pass(4000);
    assert.equal(view('contoso-we/orders').lagSeconds, 4);
    pass(20_000);
    assert.equal(view('contoso-we/orders').lagSeconds, 9);
    model.apply({ kind: 'link', ...link, shippingDelayMs: 400 });
    pass(1000);
    assert.equal(view('contoso-we/orders').lagSeconds, 0);
  });

  it('is back at the round trip once a backlog is gone, also for an idle database', () => {
    const { model, pass, view } = rehearse();
    model.apply({ kind: 'link', ...link, becomes: 'suspended' });
    pass(60_000);
    model.apply({ kind: 'workload', server: 'contoso-we', database: 'orders', commitsPerSecond: 0 });
    model.apply({ kind: 'link', ...link, becomes: 'active' });
    pass(10_000);
    assert.equal(view('contoso-we/orders').lagSeconds, 0);
  });

  it('refuses a link that ships nothing at all', () => {
    const { model } = rehearse();
    assert.throws(() => model.apply({ kind: 'link', ...link, shippingRate: 0 }), /above 0/);
    assert.throws(() => model.apply({ kind: 'link', ...link, shippingDelayMs: Number.NaN }), /NaN/);
  });
});

describe('a lag that the primary does not know', () => {
  it('is NULL after a restart until the next acknowledgement', () => {
    const { model, pass, view } = rehearse();
    pass(10_000);
    model.apply({ kind: 'database', server: 'contoso-we', database: 'orders', becomes: 'Restarted' });
    assert.equal(view('contoso-we/orders').lagSeconds, null);
    assert.equal(view('contoso-we/orders').phase, 'CATCH_UP');
    pass(3000);
    assert.equal(view('contoso-we/orders').lagSeconds, null);
    pass(416);
    assert.notEqual(view('contoso-we/orders').lagSeconds, null);
    pass(5000);
    assert.equal(view('contoso-we/orders').lagSeconds, 0);
  });

  it('stays NULL when the restarted primary cannot reach its secondary', () => {
    const { model, pass, view } = rehearse();
    pass(10_000);
    model.apply({ kind: 'link', ...link, becomes: 'disconnected' });
    model.apply({ kind: 'database', server: 'contoso-we', database: 'orders', becomes: 'Restarted' });
    pass(3_600_000);
    assert.equal(view('contoso-we/orders').lagSeconds, null);
    model.apply({ kind: 'link', ...link, becomes: 'connected' });
    pass(5000);
    assert.equal(view('contoso-we/orders').lagSeconds, 0);
  });

  it('is known through a restart of the secondary, which only delays', () => {
    const { model, pass, view } = rehearse();
    pass(10_000);
    model.apply({ kind: 'database', server: 'contoso-ne', database: 'orders', becomes: 'Restarted' });
    pass(1500);
    assert.equal(view('contoso-we/orders').lagSeconds, 1);
    pass(10_000);
    assert.equal(view('contoso-we/orders').lagSeconds, 0);
  });

  it('turns NULL a short time after the interlink is lost, and grows until then', () => {
    const { model, pass, view } = rehearse();
    pass(10_000);
    model.apply({ kind: 'link', ...link, becomes: 'disconnected' });
    assert.equal(view('contoso-we/orders').connected, false);
    assert.equal(view('contoso-we/orders').phase, 'CATCH_UP');
    assert.equal(view('contoso-we/orders').lagSeconds, 0);
    pass(1900);
    assert.equal(view('contoso-we/orders').lagSeconds, 2);
    pass(100);
    assert.equal(view('contoso-we/orders').lagSeconds, null);
  });

  it('never turns NULL for a blink', () => {
    const { model, pass, view } = rehearse();
    pass(10_000);
    model.apply({ kind: 'link', ...link, becomes: 'disconnected' });
    pass(1500);
    model.apply({ kind: 'link', ...link, becomes: 'connected' });
    for (let step = 0; step < 20; step += 1) {
      pass(100);
      assert.notEqual(view('contoso-we/orders').lagSeconds, null);
    }
  });

  it('knows again with the first acknowledgement, and the backlog is seen draining', () => {
    const { model, pass, view } = rehearse(twoRegions({ links: [{ ...link, shippingRate: 40 }] }));
    pass(10_000);
    model.apply({ kind: 'link', ...link, becomes: 'disconnected' });
    pass(30_000);
    model.apply({ kind: 'link', ...link, becomes: 'connected' });
    pass(400);
    assert.equal(view('contoso-we/orders').lagSeconds, null);
    pass(100);
    const first = view('contoso-we/orders').lagSeconds ?? -1;
    assert.ok(first >= 29, `${first}`);
    pass(10_000);
    assert.ok((view('contoso-we/orders').lagSeconds ?? 99) < first);
    pass(30_000);
    assert.equal(view('contoso-we/orders').lagSeconds, 0);
  });
});

describe('a suspended link', () => {
  it('freezes both positions of the secondary, then catches up', () => {
    const { database, model, pass, view } = rehearse();
    pass(10_000);
    model.apply({ kind: 'link', ...link, becomes: 'suspended' });
    const frozen = view('contoso-ne/orders').hardenedPosition;
    pass(30_000);
    assert.equal(view('contoso-we/orders').phase, 'SUSPENDED');
    assert.equal(view('contoso-ne/orders').phase, 'SUSPENDED');
    assert.equal(view('contoso-we/orders').connected, true);
    assert.equal(view('contoso-ne/orders').hardenedPosition, frozen);
    assert.equal(view('contoso-ne/orders').redonePosition, frozen);
    assert.equal(view('contoso-we/orders').lagSeconds, 30);
    assert.equal(database('contoso-we/orders').position, 800);
    model.apply({ kind: 'link', ...link, becomes: 'active' });
    assert.equal(view('contoso-we/orders').phase, 'CATCH_UP');
    pass(1000);
    assert.equal(view('contoso-we/orders').lagSeconds, 0);
    assert.equal(view('contoso-ne/orders').hardenedPosition, 812);
  });
});
