import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { rehearse } from './rehearsal.ts';

describe('outages', () => {
  it('stop commits and shipping in a region that is down, and nothing is lost when it comes back', () => {
    const { database, model, pass, view } = rehearse();
    pass(10_000);
    model.apply({ kind: 'region', region: 'westeurope', becomes: 'down' });
    pass(60_000);
    assert.equal(database('contoso-we/orders').availability, 'Unavailable');
    assert.equal(database('contoso-we/orders').writable, false);
    assert.equal(database('contoso-we/orders').position, 200);
    // What was under way when the region went silent did not arrive.
    assert.equal(database('contoso-ne/orders').position, 192);
    assert.equal(view('contoso-ne/orders').connected, false);
    model.apply({ kind: 'region', region: 'westeurope', becomes: 'up' });
    pass(10_000);
    assert.equal(database('contoso-we/orders').position, 400);
    assert.equal(database('contoso-ne/orders').position, 392);
    assert.equal(view('contoso-we/orders').lagSeconds, 0);
  });

  it("leave the primary working when the secondary's region is down", () => {
    const { database, model, pass, view } = rehearse();
    pass(10_000);
    model.apply({ kind: 'region', region: 'northeurope', becomes: 'down' });
    pass(10_000);
    assert.equal(database('contoso-we/orders').position, 400);
    assert.equal(database('contoso-we/orders').writable, true);
    assert.equal(view('contoso-we/orders').lagSeconds, null);
  });

  it('cut replication when packets are lost in either direction', () => {
    for (const [from, to] of [
      ['westeurope', 'northeurope'],
      ['northeurope', 'westeurope'],
    ] as const) {
      const { database, model, pass, view } = rehearse();
      pass(10_000);
      model.apply({ kind: 'network', from, to, becomes: 'silent', bothWays: false });
      pass(10_000);
      assert.equal(view('contoso-we/orders').connected, false);
      assert.equal(database('contoso-ne/orders').position, 192);
      // A partitioned primary goes on taking writes.
      assert.equal(database('contoso-we/orders').position, 400);
      model.apply({ kind: 'network', from, to, becomes: 'open', bothWays: false });
      pass(2000);
      assert.equal(database('contoso-ne/orders').position, 432);
    }
  });

  it("are not replication's when only the app is cut off", () => {
    const { model, pass, view } = rehearse();
    model.apply({ kind: 'network', from: 'uksouth', to: 'westeurope', becomes: 'silent', bothWays: true });
    pass(10_000);
    assert.equal(view('contoso-we/orders').connected, true);
    assert.equal(view('contoso-we/orders').lagSeconds, 0);
  });

  it('of one database stop that database alone', () => {
    const { database, model, pass, view } = rehearse();
    pass(10_000);
    for (const becomes of ['Unavailable', 'Paused', 'Scaling'] as const) {
      model.apply({ kind: 'database', server: 'contoso-we', database: 'orders', becomes });
      assert.equal(database('contoso-we/orders').availability, becomes);
      assert.equal(database('contoso-we/orders').writable, false);
      pass(10_000);
      assert.equal(database('contoso-we/orders').position, 200);
      assert.equal(view('contoso-ne/orders').connected, false);
    }
    model.apply({ kind: 'database', server: 'contoso-we', database: 'orders', becomes: 'Online' });
    pass(10_000);
    assert.equal(database('contoso-we/orders').position, 400);
    assert.equal(database('contoso-ne/orders').position, 392);
  });

  it('do not move anything by themselves', () => {
    const { database, model, pass } = rehearse();
    pass(10_000);
    model.apply({ kind: 'region', region: 'westeurope', becomes: 'down' });
    pass(86_400_000);
    assert.equal(database('contoso-we/orders').role, 'PRIMARY');
    assert.deepEqual(model.acceptedFailovers(), []);
  });
});
