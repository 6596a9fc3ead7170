import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LinkView } from '../../../../local/estate/model/types.ts';
import { replicationLinkShape } from '../../../../local/estate/resourceManager/replicationLinkShape.ts';
import { isGeoLink } from '../../../../local/estate/sql/views/linkCodes.ts';
import { rehearse, twoRegions } from './rehearsal.ts';

/** The roles of both ends in Resource Manager, from one of them. */
function armRoles(view: LinkView): unknown[] {
  const { role, partnerRole } = replicationLinkShape(view, '/database', '2025-01-01').properties as Record<
    string,
    unknown
  >;
  return [role, partnerRole];
}

const link = { server: 'contoso-we', database: 'orders', secondaryServer: 'contoso-ne' };
const chain = twoRegions({
  links: [link, { server: 'contoso-ne', database: 'orders', secondaryServer: 'contoso-uk', shippingDelayMs: 1000 }],
});

describe('several secondaries', () => {
  it('are shipped to independently', () => {
    const far = { ...link, secondaryServer: 'contoso-uk', shippingDelayMs: 5000 };
    const { database, model, pass, view } = rehearse(twoRegions({ links: [link, far] }));
    pass(20_000);
    assert.equal(view('contoso-we/orders', 'contoso-ne').lagSeconds, 0);
    assert.equal(view('contoso-we/orders', 'contoso-uk').lagSeconds, 5);
    assert.equal(database('contoso-uk/orders').position, 300);
    model.apply({ kind: 'link', ...link, becomes: 'suspended' });
    pass(10_000);
    assert.equal(view('contoso-we/orders', 'contoso-ne').phase, 'SUSPENDED');
    assert.equal(view('contoso-we/orders', 'contoso-uk').lagSeconds, 5);
  });
});

describe('a chain', () => {
  it('ships on what the middle has hardened', () => {
    const { database, pass, view } = rehearse(chain);
    pass(20_000);
    assert.equal(database('contoso-ne/orders').position, 392);
    assert.equal(database('contoso-uk/orders').position, 372);
    const middle = view('contoso-ne/orders', 'contoso-uk');
    assert.equal(middle.role, 'PRIMARY');
    assert.equal(view('contoso-ne/orders', 'contoso-we').role, 'SECONDARY');
    // The chain's own lag counts from the commit on the first primary.
    assert.equal(middle.lagSeconds, 1);
    assert.equal(database('contoso-ne/orders').role, 'SECONDARY');
  });

  it('dries up behind a suspended first link, and fills again', () => {
    const { database, model, pass } = rehearse(chain);
    pass(20_000);
    model.apply({ kind: 'link', ...link, becomes: 'suspended' });
    pass(5000);
    assert.equal(database('contoso-uk/orders').position, 392);
    model.apply({ kind: 'link', ...link, becomes: 'active' });
    pass(5000);
    assert.equal(database('contoso-uk/orders').position, 572);
  });

  it('feels a workload change one delay after the other', () => {
    const { database, model, pass } = rehearse(chain);
    pass(20_000);
    model.apply({ kind: 'workload', server: 'contoso-we', database: 'orders', commitsPerSecond: 0 });
    pass(399);
    assert.equal(database('contoso-ne/orders').position, 399);
    pass(1000);
    assert.equal(database('contoso-uk/orders').position, 399);
    pass(10_000);
    assert.equal(database('contoso-uk/orders').position, 400);
  });
});

describe('named replicas and copies', () => {
  const hyperscale = [{ name: 'orders', server: 'contoso-we', sku: 'HS_Gen5_2', commitsPerSecond: 20 }];

  it('shows a named replica to Resource Manager only', () => {
    const named = { ...link, secondaryServer: 'contoso-we', secondaryDatabase: 'orders-read', kind: 'NAMED' } as const;
    const { database, view } = rehearse(twoRegions({ databases: hyperscale, links: [named] }));
    const replica = database('contoso-we/orders-read');
    assert.deepEqual([replica.replicaRole, replica.secondaryType, replica.role], [3, 'Named', 'SECONDARY']);
    const seen = view('contoso-we/orders');
    assert.equal(seen.kind, 'NAMED');
    assert.equal(isGeoLink(seen), false);
    assert.deepEqual(armRoles(seen), ['Primary', 'Secondary']);
  });

  it('shows a copy as Source and Copy while it runs, then as a database of its own', () => {
    const copy = { ...link, secondaryDatabase: 'orders-copy', kind: 'COPY' } as const;
    const { database, model, pass, view } = rehearse(twoRegions({ links: [copy] }));
    pass(2500);
    const source = view('contoso-we/orders');
    const target = view('contoso-ne/orders-copy');
    assert.deepEqual([source.kind, source.phase, source.percentComplete], ['COPY', 'SEEDING', 40]);
    assert.equal(isGeoLink(source), false);
    assert.deepEqual(armRoles(source), ['Source', 'Copy']);
    assert.deepEqual(armRoles(target), ['Copy', 'Source']);
    assert.equal(database('contoso-ne/orders-copy').availability, 'Unavailable');
    assert.equal(database('contoso-ne/orders-copy').secondaryType, undefined);
    pass(10_000);
    assert.deepEqual(model.linkViews('contoso-we', 'orders'), []);
    const finished = database('contoso-ne/orders-copy');
    assert.deepEqual([finished.availability, finished.role, finished.writable], ['Online', 'PRIMARY', true]);
    const frozen = finished.position;
    assert.ok(frozen > 0 && frozen < database('contoso-we/orders').position);
    pass(10_000);
    assert.equal(database('contoso-ne/orders-copy').position, frozen);
  });

  it('finishes a copy that was interrupted, later', () => {
    const copy = { ...link, secondaryDatabase: 'orders-copy', kind: 'COPY' } as const;
    const { model, pass } = rehearse(twoRegions({ links: [copy] }));
    pass(2500);
    model.apply({ kind: 'region', region: 'northeurope', becomes: 'down' });
    pass(60_000);
    assert.equal(model.linkViews('contoso-we', 'orders').length, 1);
    model.apply({ kind: 'region', region: 'northeurope', becomes: 'up' });
    pass(5000);
    assert.deepEqual(model.linkViews('contoso-we', 'orders'), []);
  });

  it('tells a secondary that nobody may read', () => {
    const { view } = rehearse(twoRegions({ links: [{ ...link, secondaryAllowConnections: false }] }));
    assert.deepEqual(armRoles(view('contoso-ne/orders')), ['NonReadableSecondary', 'Primary']);
    assert.deepEqual(armRoles(view('contoso-we/orders')), ['Primary', 'NonReadableSecondary']);
  });

  it('keeps a standby replica a geo-secondary', () => {
    const { database, view } = rehearse(twoRegions({ links: [{ ...link, kind: 'STANDBY' }] }));
    assert.deepEqual(
      [database('contoso-ne/orders').secondaryType, database('contoso-ne/orders').replicaRole],
      ['Standby', 2],
    );
    assert.equal(isGeoLink(view('contoso-we/orders')), true);
  });
});
