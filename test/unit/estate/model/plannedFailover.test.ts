import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FailoverRequest } from '../../../../local/estate/model/types.ts';
import type { Rehearsal } from './rehearsal.ts';
import { rehearse, twoRegions } from './rehearsal.ts';

const link = { server: 'contoso-we', database: 'orders', secondaryServer: 'contoso-ne' };
const plan: FailoverRequest = { server: 'contoso-ne', database: 'orders', mode: 'planned', by: 'arm' };

/** Passes time in small steps until the operation ends; the milliseconds it took. */
function untilEnd({ model, pass, now }: Rehearsal, id: string): number {
  const startMs = now();
  while (['PENDING', 'IN_PROGRESS'].includes(model.operation(id)?.state ?? 'gone')) {
    assert.ok(now() - startMs < 120_000, 'the operation never ended');
    pass(50);
  }
  return now() - startMs;
}

describe('a planned failover', () => {
  it('synchronises, closes both databases for a moment, and swaps roles without loss', () => {
    const rehearsal = rehearse();
    const { database, model, pass, view } = rehearsal;
    pass(10_000);
    const operation = model.failover(plan);
    assert.deepEqual(
      [operation.state, operation.operation, operation.server],
      ['PENDING', 'FAILOVER DATABASE', 'contoso-ne'],
    );
    assert.equal(database('contoso-we/orders').writable, true);
    pass(250);
    assert.equal(model.operation(operation.id)?.state, 'IN_PROGRESS');
    pass(500);
    assert.equal(database('contoso-we/orders').availability, 'Unavailable');
    assert.equal(database('contoso-ne/orders').availability, 'Unavailable');
    assert.equal(database('contoso-we/orders').role, 'PRIMARY');
    const last = database('contoso-we/orders').position;
    untilEnd(rehearsal, operation.id);
    assert.deepEqual(
      [database('contoso-ne/orders').role, database('contoso-we/orders').role],
      ['PRIMARY', 'SECONDARY'],
    );
    assert.equal(database('contoso-ne/orders').position, last);
    assert.equal(database('contoso-ne/orders').writable, true);
    assert.equal(database('contoso-we/orders').availability, 'Online');
    const [accepted] = model.acceptedFailovers();
    assert.deepEqual([accepted?.mode, accepted?.lostCommits, accepted?.lostSeconds], ['planned', 0, 0]);
    pass(5000);
    assert.equal(view('contoso-ne/orders').phase, 'CATCH_UP');
    assert.equal(view('contoso-ne/orders').lagSeconds, 0);
    assert.equal(view('contoso-we/orders').role, 'SECONDARY');
  });

  it('takes only what it needs: seconds on a link that keeps up', () => {
    const rehearsal = rehearse();
    rehearsal.pass(10_000);
    const tookMs = untilEnd(rehearsal, rehearsal.model.failover(plan).id);
    assert.ok(tookMs >= 1000 && tookMs <= 2500, `${tookMs} ms`);
  });

  it('lets writes go on while a backlog drains', () => {
    const rehearsal = rehearse(twoRegions({ links: [{ ...link, shippingRate: 100 }] }));
    const { database, model, pass } = rehearsal;
    model.apply({ kind: 'link', ...link, becomes: 'suspended' });
    pass(10_000);
    model.apply({ kind: 'link', ...link, becomes: 'active' });
    const operation = model.failover(plan);
    pass(1500);
    assert.equal(database('contoso-we/orders').writable, true);
    const tookMs = untilEnd(rehearsal, operation.id);
    assert.equal(model.operation(operation.id)?.state, 'COMPLETED');
    assert.ok(tookMs > 1500, `${tookMs} ms`);
    assert.equal(model.acceptedFailovers()[0]?.lostCommits, 0);
  });

  it('holds writes back when the link would never drain, and still loses nothing', () => {
    const rehearsal = rehearse(twoRegions({ links: [{ ...link, shippingRate: 15 }] }));
    const { database, model, pass } = rehearsal;
    pass(20_000);
    const operation = model.failover(plan);
    pass(6000);
    assert.equal(database('contoso-we/orders').writable, false);
    untilEnd(rehearsal, operation.id);
    assert.equal(model.operation(operation.id)?.state, 'COMPLETED');
    assert.equal(model.acceptedFailovers()[0]?.lostCommits, 0);
  });

  it('gives up after a minute, and writes go on where they were', () => {
    const rehearsal = rehearse(twoRegions({ links: [{ ...link, shippingRate: 1 }] }));
    const { database, model, pass } = rehearsal;
    pass(60_000);
    const operation = model.failover(plan);
    const tookMs = untilEnd(rehearsal, operation.id);
    assert.ok(Math.abs(tookMs - 60_000) <= 100, `${tookMs} ms`);
    assert.equal(model.operation(operation.id)?.state, 'FAILED');
    assert.equal(model.operation(operation.id)?.error?.code, 'PlannedFailoverTimedOut');
    assert.deepEqual([database('contoso-we/orders').role, database('contoso-we/orders').writable], ['PRIMARY', true]);
    assert.deepEqual(model.acceptedFailovers(), []);
  });

  it('fails when the primary is lost on the way, at whatever moment, and swaps nothing', () => {
    for (const afterMs of [100, 400, 900, 1400]) {
      const { database, model, pass } = rehearse();
      pass(10_000);
      const operation = model.failover(plan);
      pass(afterMs);
      model.apply({ kind: 'region', region: 'westeurope', becomes: 'down' });
      pass(10_000);
      assert.equal(model.operation(operation.id)?.state, 'FAILED', `after ${afterMs} ms`);
      assert.equal(database('contoso-we/orders').role, 'PRIMARY');
      assert.equal(database('contoso-ne/orders').availability, 'Online');
      model.apply({ kind: 'region', region: 'westeurope', becomes: 'up' });
      pass(5000);
      assert.equal(database('contoso-we/orders').writable, true);
      assert.equal(database('contoso-we/orders').availability, 'Online');
    }
  });

  it('fails when its link is suspended or removed on the way', () => {
    for (const becomes of ['suspended', 'removed'] as const) {
      const { database, model, pass } = rehearse();
      pass(10_000);
      const operation = model.failover(plan);
      pass(700);
      model.apply({ kind: 'link', ...link, becomes });
      assert.equal(model.operation(operation.id)?.state, 'FAILED', becomes);
      assert.equal(database('contoso-we/orders').writable, true);
      assert.equal(database('contoso-ne/orders').availability, 'Online');
    }
  });

  it('can be followed by a forced one once it has failed', () => {
    const { database, model, pass } = rehearse();
    pass(10_000);
    model.failover(plan);
    model.apply({ kind: 'region', region: 'westeurope', becomes: 'down' });
    model.failover({ ...plan, mode: 'forced' });
    assert.equal(database('contoso-ne/orders').role, 'PRIMARY');
  });

  it('links the other secondaries to the new primary without reseeding', () => {
    const rehearsal = rehearse(twoRegions({ links: [link, { ...link, secondaryServer: 'contoso-uk' }] }));
    const { model, pass, view } = rehearsal;
    pass(10_000);
    untilEnd(rehearsal, model.failover(plan).id);
    assert.equal(view('contoso-uk/orders').partnerServer, 'contoso-ne');
    assert.equal(view('contoso-uk/orders').phase, 'CATCH_UP');
    pass(5000);
    assert.equal(view('contoso-ne/orders', 'contoso-uk').lagSeconds, 0);
  });

  it('fails back, and the link keeps its ids', () => {
    const rehearsal = rehearse();
    const { database, model, pass, view } = rehearsal;
    const [primaryId, secondaryId] = [view('contoso-we/orders').linkId, view('contoso-ne/orders').linkId];
    pass(10_000);
    untilEnd(rehearsal, model.failover(plan).id);
    pass(10_000);
    untilEnd(rehearsal, model.failover({ ...plan, server: 'contoso-we' }).id);
    assert.equal(database('contoso-we/orders').role, 'PRIMARY');
    assert.deepEqual([view('contoso-we/orders').linkId, view('contoso-ne/orders').linkId], [primaryId, secondaryId]);
  });

  it('tells the old and the new primary nothing of the lag before the first acknowledgement', () => {
    const rehearsal = rehearse(twoRegions({ links: [{ ...link, shippingDelayMs: 2000 }] }));
    const { model, pass, view } = rehearsal;
    pass(10_000);
    untilEnd(rehearsal, model.failover(plan).id);
    assert.equal(view('contoso-ne/orders').lagSeconds, null);
    assert.equal(view('contoso-we/orders').lagSeconds, null);
    pass(2100);
    assert.notEqual(view('contoso-ne/orders').lagSeconds, null);
  });

  it('stays in the operation log for an hour', () => {
    const rehearsal = rehearse();
    const { model, pass } = rehearsal;
    untilEnd(rehearsal, model.failover(plan).id);
    assert.equal(model.operations('contoso-ne').length, 1);
    assert.equal(model.operations('contoso-we').length, 0);
    pass(3_600_000);
    assert.equal(model.operations('contoso-ne').length, 0);
  });
});
