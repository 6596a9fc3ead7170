import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FailoverRequest } from '../../../../local/estate/model/types.ts';
import { refusalOf, rehearse, twoRegions } from './rehearsal.ts';

const link = { server: 'contoso-we', database: 'orders', secondaryServer: 'contoso-ne' };
const request = (server: string, mode: FailoverRequest['mode'], database = 'orders'): FailoverRequest => ({
  server,
  database,
  mode,
  by: 'arm',
});

/** Both modes are refused with this code and status. */
function assertBothRefused(
  model: ReturnType<typeof rehearse>['model'],
  server: string,
  code: string,
  status: number,
): void {
  for (const mode of ['planned', 'forced'] as const) {
    const refusal = refusalOf(() => model.failover(request(server, mode)));
    assert.deepEqual([refusal.code, refusal.httpStatus], [code, status], mode);
    assert.ok(refusal.sqlNumber > 0);
    assert.ok(refusal.message.length > 20);
  }
}

describe('what Azure refuses', () => {
  it("a request to the primary's server", () => {
    assertBothRefused(rehearse().model, 'contoso-we', 'GeoReplicationDatabaseNotSecondary', 400);
  });

  it('a database without any link', () => {
    const { model } = rehearse(twoRegions({ links: [] }));
    assertBothRefused(model, 'contoso-we', 'InvalidOperationForDatabaseNotInReplicationRelationship', 409);
  });

  it('a named replica, and the target of a copy', () => {
    const databases = [{ name: 'orders', server: 'contoso-we', sku: 'HS_Gen5_2' }];
    for (const kind of ['NAMED', 'COPY'] as const) {
      const links = [{ ...link, secondaryDatabase: 'orders-2', kind }];
      const { model } = rehearse(twoRegions({ databases, links }));
      const refusal = refusalOf(() => model.failover(request('contoso-ne', 'forced', 'orders-2')));
      assert.equal(refusal.code, 'GeoReplicationDatabaseNotSecondary', kind);
    }
  });

  it('what does not exist', () => {
    const { model } = rehearse();
    assert.equal(
      refusalOf(() => model.failover(request('contoso-ne', 'planned', 'none'))).code,
      'DatabaseDoesNotExist',
    );
    assert.equal(refusalOf(() => model.failover(request('nobody', 'planned'))).code, 'ResourceNotFound');
  });

  it('a member of a failover group', () => {
    const group = { name: 'shop', server: 'contoso-we', partnerServer: 'contoso-ne', databases: ['orders'] };
    const { model } = rehearse(twoRegions({ failoverGroups: [group] }));
    assertBothRefused(model, 'contoso-ne', 'FailoverGroupAlreadySetup', 409);
    assertBothRefused(model, 'contoso-we', 'GeoReplicationDatabaseNotSecondary', 400);
  });

  it('a link that is pending or seeding', () => {
    const { model, pass } = rehearse(twoRegions({ links: [{ ...link, seededPercent: 0 }] }));
    assertBothRefused(model, 'contoso-ne', 'IncorrectReplicationLinkState', 400);
    pass(3000);
    assertBothRefused(model, 'contoso-ne', 'IncorrectReplicationLinkState', 400);
    pass(5000);
    assert.equal(model.failover(request('contoso-ne', 'forced')).state, 'PENDING');
  });

  it('a planned failover over a suspended link', () => {
    const { model } = rehearse();
    model.apply({ kind: 'link', ...link, becomes: 'suspended' });
    assert.equal(
      refusalOf(() => model.failover(request('contoso-ne', 'planned'))).code,
      'IncorrectReplicationLinkState',
    );
  });

  it('a planned failover when the primary cannot be reached, by outage or by partition', () => {
    const outage = rehearse();
    outage.model.apply({ kind: 'region', region: 'westeurope', becomes: 'down' });
    const partition = rehearse();
    partition.model.apply({
      kind: 'network',
      from: 'northeurope',
      to: 'westeurope',
      becomes: 'silent',
      bothWays: false,
    });
    for (const { model } of [outage, partition]) {
      const refusal = refusalOf(() => model.failover(request('contoso-ne', 'planned')));
      assert.deepEqual([refusal.code, refusal.httpStatus], ['PlannedFailoverTimedOut', 400]);
      assert.deepEqual(model.operations('contoso-ne'), []);
    }
  });

  it('an old primary that is still undoing what it had alone', () => {
    const { model, pass } = rehearse();
    pass(10_000);
    model.failover(request('contoso-ne', 'forced'));
    pass(1000 - 1);
    model.apply({ kind: 'network', from: 'northeurope', to: 'westeurope', becomes: 'silent', bothWays: true });
    pass(10_000);
    assertBothRefused(model, 'contoso-we', 'GeoReplicationCannotBecomePrimaryDuringUndo', 409);
    model.apply({ kind: 'network', from: 'northeurope', to: 'westeurope', becomes: 'open', bothWays: true });
    pass(2000);
    assertBothRefused(model, 'contoso-we', 'IncorrectReplicationLinkState', 400);
  });

  it('a second operation while one is in progress, at either end', () => {
    const { model } = rehearse(twoRegions({ links: [link, { ...link, secondaryServer: 'contoso-uk' }] }));
    model.failover(request('contoso-ne', 'planned'));
    assertBothRefused(model, 'contoso-ne', 'ManagementServiceDatabaseBusy', 409);
    assertBothRefused(model, 'contoso-uk', 'ManagementServiceDatabaseBusy', 409);
  });

  it('a secondary that is itself down', () => {
    const { model } = rehearse();
    model.apply({ kind: 'region', region: 'northeurope', becomes: 'down' });
    assertBothRefused(model, 'contoso-ne', 'DatabaseUnavailable', 503);
  });

  it('the tail of a chain', () => {
    const tail = { server: 'contoso-ne', database: 'orders', secondaryServer: 'contoso-uk' };
    const { model } = rehearse(twoRegions({ links: [link, tail] }));
    assertBothRefused(model, 'contoso-uk', 'IncorrectReplicationLinkState', 400);
  });

  it('and changes nothing by refusing', () => {
    const { database, model, pass } = rehearse();
    refusalOf(() => model.failover(request('contoso-we', 'forced')));
    pass(5000);
    assert.equal(database('contoso-we/orders').writable, true);
    assert.deepEqual(model.acceptedFailovers(), []);
    assert.deepEqual(model.operations('contoso-we'), []);
  });
});
