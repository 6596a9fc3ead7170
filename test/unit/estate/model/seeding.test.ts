import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rehearse, twoRegions } from './rehearsal.ts';

const link = { server: 'contoso-we', database: 'orders', secondaryServer: 'contoso-ne' };
const fresh = twoRegions({ links: [{ ...link, seededPercent: 0 }] });

describe('seeding', () => {
  it('goes from PENDING over SEEDING to CATCH_UP, and ships what was committed meanwhile', () => {
    const { database, pass, view } = rehearse(fresh);
    assert.equal(view('contoso-we/orders').phase, 'PENDING');
    assert.equal(view('contoso-we/orders').percentComplete, 0);
    pass(2500);
    assert.equal(view('contoso-we/orders').phase, 'SEEDING');
    assert.equal(view('contoso-ne/orders').phase, 'SEEDING');
    assert.equal(view('contoso-we/orders').percentComplete, 40);
    assert.equal(view('contoso-we/orders').lagSeconds, null);
    assert.equal(view('contoso-we/orders').lastReplicationMs, null);
    assert.equal(database('contoso-ne/orders').position, 0);
    pass(3500);
    assert.equal(view('contoso-we/orders').phase, 'CATCH_UP');
    assert.equal(view('contoso-we/orders').percentComplete, 100);
    assert.equal(view('contoso-we/orders').lagSeconds, 0);
    assert.equal(database('contoso-ne/orders').position, 112);
  });

  it('starts where the definition says', () => {
    const { pass, view } = rehearse(twoRegions({ links: [{ ...link, seededPercent: 30, seedingRate: 10 }] }));
    assert.equal(view('contoso-we/orders').phase, 'SEEDING');
    assert.equal(view('contoso-we/orders').percentComplete, 30);
    pass(6900);
    assert.equal(view('contoso-we/orders').percentComplete, 99);
    assert.equal(view('contoso-we/orders').phase, 'SEEDING');
    pass(200);
    assert.equal(view('contoso-we/orders').phase, 'CATCH_UP');
  });

  it('stays PENDING when it cannot begin', () => {
    const { pass, view } = rehearse(twoRegions({ links: [{ ...link, seededPercent: 0, seedingRate: 0 }] }));
    pass(3_600_000);
    assert.equal(view('contoso-we/orders').phase, 'PENDING');
    assert.equal(view('contoso-we/orders').lagSeconds, null);
  });

  it('stands still while the interlink is lost, and goes on from there', () => {
    const { model, pass, view } = rehearse(fresh);
    pass(2500);
    model.apply({ kind: 'link', ...link, becomes: 'disconnected' });
    pass(60_000);
    assert.equal(view('contoso-we/orders').percentComplete, 40);
    model.apply({ kind: 'link', ...link, becomes: 'connected' });
    pass(1000);
    assert.equal(view('contoso-we/orders').percentComplete, 60);
    pass(3000);
    assert.equal(view('contoso-we/orders').phase, 'CATCH_UP');
  });

  it('stands still while suspended', () => {
    const { model, pass, view } = rehearse(fresh);
    pass(2500);
    model.apply({ kind: 'link', ...link, becomes: 'suspended' });
    pass(10_000);
    assert.equal(view('contoso-we/orders').phase, 'SUSPENDED');
    assert.equal(view('contoso-we/orders').percentComplete, 40);
    model.apply({ kind: 'link', ...link, becomes: 'active' });
    assert.equal(view('contoso-we/orders').phase, 'SEEDING');
  });

  it('is not hurried or hindered by the workload', () => {
    const { database, model, pass, view } = rehearse(fresh);
    pass(2500);
    model.apply({ kind: 'workload', server: 'contoso-we', database: 'orders', commitsPerSecond: 200 });
    pass(1000);
    assert.equal(view('contoso-we/orders').percentComplete, 60);
    pass(5000);
    // 50 commits in the first 2.5 s, then 6 s at 200 a second, less what is on its way.
    assert.equal(database('contoso-ne/orders').position, 50 + 1200 - 80);
  });
});

describe('links that come and go', () => {
  it('leave a database of its own behind when removed', () => {
    const { database, model, pass } = rehearse();
    pass(10_000);
    model.apply({ kind: 'link', ...link, becomes: 'removed' });
    assert.deepEqual(model.linkViews('contoso-we', 'orders'), []);
    assert.deepEqual(model.linkViews('contoso-ne', 'orders'), []);
    pass(10_000);
    const left = database('contoso-ne/orders');
    assert.deepEqual([left.role, left.writable, left.position, left.secondaryType], ['PRIMARY', true, 192, undefined]);
    assert.equal(database('contoso-we/orders').position, 400);
  });

  it('are seeded from nothing when added, in place of a leftover', () => {
    const { database, model, pass, view } = rehearse();
    pass(10_000);
    const oldId = database('contoso-ne/orders').databaseId;
    model.apply({ kind: 'link', ...link, becomes: 'removed' });
    pass(1000);
    model.apply({ kind: 'link', ...link, becomes: 'added' });
    assert.equal(view('contoso-we/orders').phase, 'PENDING');
    assert.notEqual(database('contoso-ne/orders').databaseId, oldId);
    pass(7000);
    assert.equal(view('contoso-we/orders').phase, 'CATCH_UP');
    assert.equal(database('contoso-ne/orders').position, 352);
  });

  it('have a catalog id of their own, also after one took the place of a leftover', () => {
    const base = twoRegions();
    const { model } = rehearse({ ...base, databases: [...base.databases, { name: 'stock', server: 'contoso-we' }] });
    for (const becomes of ['removed', 'added'] as const) model.apply({ kind: 'link', ...link, becomes });
    model.apply({ kind: 'link', ...link, database: 'stock', becomes: 'added' });
    assert.deepEqual(
      model.databases('contoso-ne').map(({ name, catalogId }) => [name, catalogId]),
      [
        ['orders', 5],
        ['stock', 6],
      ],
    );
  });

  it('may be added to another server, up to four', () => {
    const base = twoRegions();
    const servers = [...base.servers, ...[1, 2, 3].map((n) => ({ name: `far-${n}`, region: 'uksouth' }))];
    const { model, view } = rehearse({ ...base, servers });
    for (const secondaryServer of ['contoso-uk', 'far-1', 'far-2']) {
      model.apply({ kind: 'link', ...link, secondaryServer, becomes: 'added' });
    }
    assert.equal(model.linkViews('contoso-we', 'orders').length, 4);
    assert.equal(view('contoso-uk/orders').phase, 'PENDING');
    const fifth = { kind: 'link', ...link, secondaryServer: 'far-3', becomes: 'added' } as const;
    assert.throws(() => model.apply(fifth), /at most 4/);
  });

  it('are refused where the name is already replicated, or on the same server', () => {
    const { model } = rehearse();
    assert.throws(() => model.apply({ kind: 'link', ...link, becomes: 'added' }), /already replicated/);
    assert.throws(
      () => model.apply({ kind: 'link', ...link, secondaryServer: 'contoso-we', becomes: 'added' }),
      /another server/,
    );
    assert.throws(() => model.apply({ kind: 'link', ...link, secondaryServer: 'nobody', becomes: 'added' }), /nobody/);
  });
});
