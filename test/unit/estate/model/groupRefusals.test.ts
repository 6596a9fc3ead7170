import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { GroupFailoverRequest } from '../../../../local/estate/model/types.ts';
import { cutOff, either, forced, link, planned, shop } from './groupRehearsal.ts';
import { refusalOf } from './rehearsal.ts';

describe('Azure refuses a failover of a group', () => {
  const CASES: [string, GroupFailoverRequest, string, number][] = [
    ['sent to the primary', { ...planned, server: 'contoso-we' }, 'FailoverGroupFailoverRequestOnPrimary', 400],
    ['sent to a stranger', { ...forced, server: 'contoso-uk' }, 'FailoverGroupNotSecondary', 400],
    ['on a server that is not there', { ...forced, server: 'contoso-xx' }, 'ResourceNotFound', 404],
    ['that is not there', { ...forced, group: 'shops' }, 'FailoverGroupDoesNotExist', 400],
  ];
  for (const [what, request, code, httpStatus] of CASES) {
    it(`${what}: ${code}`, () => {
      const { model, pass } = shop();
      pass(1000);
      const refused = refusalOf(() => model.failoverGroup(request));
      assert.deepEqual([refused.code, refused.httpStatus], [code, httpStatus]);
      assert.deepEqual(model.operations('contoso-ne'), []);
    });
  }

  it('while one is going on', () => {
    const { model, pass } = shop();
    pass(1000);
    model.failoverGroup(planned);
    for (const request of [planned, forced, either]) {
      const refused = refusalOf(() => model.failoverGroup(request));
      assert.deepEqual([refused.code, refused.httpStatus], ['FailoverGroupBusy', 409]);
    }
  });

  it('when a member is still seeding, whatever the mode', () => {
    const seeding = { ...link, database: 'stock', seededPercent: 20, seedingRate: 0.1 };
    const { model, pass } = shop({ links: [{ ...link, database: 'orders' }, seeding, { ...link, database: 'notes' }] });
    pass(1000);
    for (const request of [planned, forced, either]) {
      const refused = refusalOf(() => model.failoverGroup(request));
      assert.deepEqual([refused.code, refused.httpStatus], ['InvalidDatabaseStateForOperation', 409]);
      assert.match(refused.message, /'contoso-ne\/stock'/);
    }
  });

  it('planned when a link is suspended; forced goes through', () => {
    const { model, pass } = shop();
    model.apply({ kind: 'link', ...link, database: 'stock', becomes: 'suspended' });
    pass(1000);
    assert.equal(refusalOf(() => model.failoverGroup(planned)).code, 'InvalidDatabaseStateForOperation');
    assert.equal(model.failoverGroup(forced).state, 'PENDING');
  });

  it('while a member undoes what it had alone', () => {
    const { model, pass } = shop();
    pass(1000);
    model.apply(cutOff);
    model.failoverGroup(forced);
    pass(1200);
    model.apply({ ...cutOff, becomes: 'up' });
    pass(500);
    const refused = refusalOf(() => model.failoverGroup({ ...forced, server: 'contoso-we' }));
    assert.deepEqual([refused.code, refused.httpStatus], ['GeoReplicationCannotBecomePrimaryDuringUndo', 409]);
  });

  it('when the region of the secondary is down', () => {
    const { model } = shop();
    model.apply({ ...cutOff, region: 'northeurope' });
    const refused = refusalOf(() => model.failoverGroup(forced));
    assert.deepEqual([refused.code, refused.httpStatus], ['DatabaseUnavailable', 503]);
  });

  it('of one member by its link, from inside the group or from a secondary outside of it', () => {
    const outside = { server: 'contoso-we', database: 'orders', secondaryServer: 'contoso-uk' };
    const { model, pass } = shop({
      links: [{ ...link, database: 'orders' }, { ...link, database: 'stock' }, { ...link, database: 'notes' }, outside],
    });
    pass(1000);
    for (const server of ['contoso-ne', 'contoso-uk']) {
      const refused = refusalOf(() => model.failover({ server, database: 'orders', mode: 'forced', by: 'tsql' }));
      assert.equal(refused.code, 'FailoverGroupAlreadySetup', server);
    }
  });
});
