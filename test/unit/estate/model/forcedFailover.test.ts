import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FailoverRequest } from '../../../../local/estate/model/types.ts';
import { rehearse, START_MS, twoRegions } from './rehearsal.ts';

const link = { server: 'contoso-we', database: 'orders', secondaryServer: 'contoso-ne' };
const force: FailoverRequest = { server: 'contoso-ne', database: 'orders', mode: 'forced', by: 'arm' };

describe('a forced failover', () => {
  it('swaps roles at once, and the new primary takes writes when it has recovered', () => {
    const { database, model, pass } = rehearse();
    pass(10_000);
    model.apply({ kind: 'region', region: 'westeurope', becomes: 'down' });
    pass(5000);
    const operation = model.failover(force);
    assert.deepEqual(
      [operation.state, operation.percentComplete, operation.operation],
      ['PENDING', 0, 'FORCE FAILOVER DATABASE'],
    );
    assert.equal(database('contoso-ne/orders').role, 'PRIMARY');
    assert.equal(database('contoso-we/orders').role, 'SECONDARY');
    assert.equal(database('contoso-ne/orders').writable, false);
    pass(500);
    assert.deepEqual(
      [model.operation(operation.id)?.state, model.operation(operation.id)?.percentComplete],
      ['IN_PROGRESS', 50],
    );
    pass(600);
    assert.deepEqual(
      [model.operation(operation.id)?.state, model.operation(operation.id)?.percentComplete],
      ['COMPLETED', 100],
    );
    assert.equal(database('contoso-ne/orders').writable, true);
    pass(900);
    // The clients came along.
    assert.equal(database('contoso-ne/orders').position, 192 + 20);
    assert.equal(database('contoso-ne/orders').commitsPerSecond, 20);
    assert.equal(database('contoso-we/orders').commitsPerSecond, 0);
  });

  it('counts what was lost from the real positions', () => {
    const { model, pass } = rehearse();
    pass(10_000);
    model.apply({ kind: 'region', region: 'westeurope', becomes: 'down' });
    pass(5000);
    model.failover(force);
    assert.deepEqual(model.acceptedFailovers(), [
      {
        atMs: START_MS + 15_000,
        server: 'contoso-ne',
        database: 'orders',
        mode: 'forced',
        by: 'arm',
        lostCommits: 8,
        lostSeconds: 0.4,
      },
    ]);
  });

  it('counts the writes that a partitioned primary took until then', () => {
    const { model, pass } = rehearse();
    pass(10_000);
    model.apply({ kind: 'network', from: 'westeurope', to: 'northeurope', becomes: 'silent', bothWays: true });
    pass(30_000);
    model.failover({ ...force, by: 'tsql' });
    const [accepted] = model.acceptedFailovers();
    assert.equal(accepted?.lostCommits, 608);
    assert.equal(accepted?.lostSeconds, 30.4);
    assert.equal(accepted?.by, 'tsql');
  });

  it('loses everything when nothing was ever hardened, nothing when all was', () => {
    const slow = rehearse(twoRegions({ links: [{ ...link, shippingDelayMs: 60_000 }] }));
    slow.pass(5000);
    slow.model.failover(force);
    assert.deepEqual(
      slow.model.acceptedFailovers().map((one) => [one.lostCommits, one.lostSeconds]),
      [[100, 5]],
    );
    const idle = rehearse(twoRegions({ databases: [{ name: 'orders', server: 'contoso-we', commitsPerSecond: 0 }] }));
    idle.pass(5000);
    idle.model.failover(force);
    assert.deepEqual(
      idle.model.acceptedFailovers().map((one) => [one.lostCommits, one.lostSeconds]),
      [[0, 0]],
    );
  });

  it('keeps the commit times of what survived', () => {
    const { database, model, pass } = rehearse();
    pass(10_000);
    model.apply({ kind: 'region', region: 'westeurope', becomes: 'down' });
    pass(60_000);
    model.failover(force);
    assert.equal(database('contoso-ne/orders').lastCommitMs, START_MS + 9600);
  });

  it('takes the old primary back as a secondary: undo, reseeding, catch-up', () => {
    const { database, model, pass, view } = rehearse();
    pass(10_000);
    model.apply({ kind: 'region', region: 'westeurope', becomes: 'down' });
    model.failover(force);
    pass(30_000);
    assert.deepEqual([view('contoso-ne/orders').phase, view('contoso-ne/orders').lagSeconds], ['SUSPENDED', null]);
    assert.equal(view('contoso-ne/orders').connected, false);
    model.apply({ kind: 'region', region: 'westeurope', becomes: 'up' });
    assert.equal(view('contoso-ne/orders').phase, 'SUSPENDED');
    pass(3000);
    assert.equal(view('contoso-ne/orders').phase, 'SEEDING');
    assert.equal(view('contoso-we/orders').percentComplete, 40);
    assert.equal(view('contoso-we/orders').role, 'SECONDARY');
    pass(5000);
    assert.equal(view('contoso-ne/orders').phase, 'CATCH_UP');
    assert.equal(view('contoso-ne/orders').lagSeconds, 0);
    assert.equal(database('contoso-we/orders').position, database('contoso-ne/orders').position - 8);
    assert.equal(database('contoso-we/orders').writable, false);
  });

  it('takes a reachable old primary back without waiting', () => {
    const { model, pass, view } = rehearse();
    pass(10_000);
    model.failover(force);
    pass(2000);
    assert.equal(view('contoso-ne/orders').phase, 'SEEDING');
    pass(10_000);
    assert.equal(view('contoso-ne/orders').phase, 'CATCH_UP');
    assert.equal(view('contoso-ne/orders').lagSeconds, 0);
  });

  it('links the other secondaries to the new primary; one that was ahead is reseeded', () => {
    const slow = { ...link, shippingDelayMs: 5000 };
    const quick = { ...link, secondaryServer: 'contoso-uk', shippingDelayMs: 100 };
    const { database, model, pass, view } = rehearse(twoRegions({ links: [slow, quick] }));
    pass(10_000);
    const before = view('contoso-uk/orders').linkId;
    model.apply({ kind: 'region', region: 'westeurope', becomes: 'down' });
    model.failover(force);
    assert.equal(view('contoso-uk/orders').partnerServer, 'contoso-ne');
    assert.equal(view('contoso-uk/orders').linkId, before);
    assert.equal(view('contoso-ne/orders', 'contoso-uk').phase, 'SUSPENDED');
    assert.equal(database('contoso-uk/orders').position, 100);
    assert.deepEqual(model.linkViews('contoso-we', 'orders').length, 1);
    pass(3000);
    // The new primary has written on; what the other had beyond it does not count.
    assert.ok(database('contoso-ne/orders').position > 120);
    assert.equal(database('contoso-uk/orders').position, 100);
    pass(9000);
    assert.equal(view('contoso-ne/orders', 'contoso-uk').phase, 'CATCH_UP');
    assert.equal(view('contoso-ne/orders', 'contoso-uk').lagSeconds, 0);
  });

  it('does not reseed another secondary that was behind', () => {
    const far = { ...link, secondaryServer: 'contoso-uk', shippingDelayMs: 5000 };
    const { database, model, pass, view } = rehearse(twoRegions({ links: [link, far] }));
    pass(10_000);
    model.apply({ kind: 'region', region: 'westeurope', becomes: 'down' });
    model.failover(force);
    assert.equal(view('contoso-ne/orders', 'contoso-uk').phase, 'CATCH_UP');
    assert.equal(database('contoso-uk/orders').position, 100);
    pass(20_000);
    assert.equal(view('contoso-ne/orders', 'contoso-uk').lagSeconds, 5);
  });

  it('keeps the tail of a chain behind the new primary', () => {
    const tail = { server: 'contoso-ne', database: 'orders', secondaryServer: 'contoso-uk' };
    const { database, model, pass, view } = rehearse(twoRegions({ links: [link, tail] }));
    pass(10_000);
    model.apply({ kind: 'region', region: 'westeurope', becomes: 'down' });
    model.failover(force);
    pass(10_000);
    assert.equal(view('contoso-uk/orders').partnerServer, 'contoso-ne');
    assert.equal(view('contoso-ne/orders', 'contoso-uk').lagSeconds, 0);
    assert.equal(database('contoso-uk/orders').position, database('contoso-ne/orders').position - 8);
  });

  it('may be repeated back and forth', () => {
    const { database, model, pass } = rehearse();
    pass(10_000);
    for (const server of ['contoso-ne', 'contoso-we', 'contoso-ne']) {
      model.failover({ ...force, server });
      pass(20_000);
    }
    assert.equal(database('contoso-ne/orders').role, 'PRIMARY');
    assert.equal(model.acceptedFailovers().length, 3);
    assert.ok(database('contoso-ne/orders').position > 900);
  });

  it('goes through a suspended link too', () => {
    const { database, model, pass } = rehearse();
    pass(10_000);
    model.apply({ kind: 'link', ...link, becomes: 'suspended' });
    pass(10_000);
    model.failover(force);
    assert.equal(database('contoso-ne/orders').role, 'PRIMARY');
    assert.equal(model.acceptedFailovers()[0]?.lostCommits, 208);
  });
});
