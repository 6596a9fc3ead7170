import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cutOff, either, forced, link, planned, shop, untilEnd } from './groupRehearsal.ts';
import { type Rehearsal, refusalOf, START_MS } from './rehearsal.ts';

const roles = ({ database }: Rehearsal, server: string) =>
  ['orders', 'stock', 'notes'].map((name) => database(`${server}/${name}`).role.charAt(0)).join('');

function groupAt({ model }: Rehearsal, server: string) {
  const group = model.failoverGroups(server).find(({ name }) => name === 'shop');
  assert.ok(group);
  return [group.server, group.partnerServer, ...group.databases];
}

describe('a planned failover of a group', () => {
  it('moves all members, at one moment, without loss; nobody else moves', () => {
    const rehearsal = shop();
    rehearsal.pass(10_000);
    const operation = rehearsal.model.failoverGroup(planned);
    assert.deepEqual(
      [operation.state, operation.operation, operation.failoverGroup, operation.server],
      ['PENDING', 'FAILOVER GROUP', 'shop', 'contoso-ne'],
    );
    for (let turn = 0; turn < 400 && roles(rehearsal, 'contoso-ne') === 'SSS'; turn++) rehearsal.pass(10);
    // Orders was ready seconds before stock, and waited.
    assert.equal(roles(rehearsal, 'contoso-ne'), 'PPS');
    assert.equal(roles(rehearsal, 'contoso-we'), 'SSP');
    assert.equal(untilEnd(rehearsal, operation.id).state, 'COMPLETED');
    assert.deepEqual(
      rehearsal.model
        .acceptedFailovers()
        .map((one) => [one.server, one.database, one.mode, one.lostCommits, one.lostSeconds]),
      [
        ['contoso-ne', 'orders', 'planned', 0, 0],
        ['contoso-ne', 'stock', 'planned', 0, 0],
      ],
    );
    const moments = new Set(rehearsal.model.acceptedFailovers().map((one) => one.atMs));
    assert.equal(moments.size, 1);
    for (const server of ['contoso-we', 'contoso-ne']) {
      assert.deepEqual(groupAt(rehearsal, server), ['contoso-ne', 'contoso-we', 'orders', 'stock']);
    }
  });

  it('goes back the same way', () => {
    const rehearsal = shop();
    rehearsal.pass(10_000);
    untilEnd(rehearsal, rehearsal.model.failoverGroup(planned).id);
    rehearsal.pass(10_000);
    const back = untilEnd(rehearsal, rehearsal.model.failoverGroup({ ...planned, server: 'contoso-we' }).id);
    assert.equal(back.state, 'COMPLETED');
    assert.deepEqual([roles(rehearsal, 'contoso-we'), roles(rehearsal, 'contoso-ne')], ['PPP', 'SSS']);
    assert.deepEqual(groupAt(rehearsal, 'contoso-ne'), ['contoso-we', 'contoso-ne', 'orders', 'stock']);
  });

  it('moves none when one cannot be drained in time, and all write on where they were', () => {
    const rehearsal = shop();
    const { database, model, pass } = rehearsal;
    model.apply({ kind: 'link', ...link, database: 'stock', shippingRate: 0.1 });
    pass(60_000);
    const ended = untilEnd(rehearsal, model.failoverGroup(planned).id);
    assert.deepEqual([ended.state, ended.error?.code], ['FAILED', 'PlannedFailoverTimedOutForDatabase']);
    assert.match(ended.error?.message ?? '', /'stock'/);
    assert.deepEqual([roles(rehearsal, 'contoso-we'), roles(rehearsal, 'contoso-ne')], ['PPP', 'SSS']);
    assert.deepEqual([database('contoso-we/orders').writable, database('contoso-we/stock').writable], [true, true]);
    assert.deepEqual(model.acceptedFailovers(), []);
    assert.equal(groupAt(rehearsal, 'contoso-we')[0], 'contoso-we');
  });

  it('moves none when the primary region is lost on the way, at whatever moment', () => {
    for (const afterMs of [100, 1000, 2000, 2900]) {
      const rehearsal = shop();
      const { database, model, pass } = rehearsal;
      pass(10_000);
      const { id } = model.failoverGroup(planned);
      pass(afterMs);
      model.apply(cutOff);
      const ended = untilEnd(rehearsal, id);
      assert.deepEqual([ended.state, ended.error?.code], ['FAILED', 'PlannedFailoverTimedOut'], `after ${afterMs} ms`);
      assert.equal(roles(rehearsal, 'contoso-ne'), 'SSS');
      for (const name of ['orders', 'stock']) assert.equal(database(`contoso-ne/${name}`).availability, 'Online');
      model.apply({ ...cutOff, becomes: 'up' });
      pass(10_000);
      for (const name of ['orders', 'stock']) assert.equal(database(`contoso-we/${name}`).writable, true);
    }
  });

  it('is refused when the primary cannot be reached', () => {
    const { model, pass } = shop();
    pass(10_000);
    model.apply(cutOff);
    const { code, httpStatus } = refusalOf(() => model.failoverGroup(planned));
    assert.deepEqual([code, httpStatus], ['PlannedFailoverTimedOut', 400]);
  });
});

describe('a forced failover of a group', () => {
  it('moves all members at once and counts the loss of each', () => {
    const rehearsal = shop();
    const { model, pass, database } = rehearsal;
    pass(10_000);
    model.apply(cutOff);
    pass(5000);
    const operation = model.failoverGroup(forced);
    assert.deepEqual([operation.operation, operation.state], ['FORCE FAILOVER GROUP', 'PENDING']);
    assert.equal(roles(rehearsal, 'contoso-ne'), 'PPS');
    assert.deepEqual(
      model.acceptedFailovers().map((one) => [one.atMs, one.database, one.mode, one.lostCommits, one.lostSeconds]),
      [
        [START_MS + 15_000, 'orders', 'forced', 8, 0.4],
        [START_MS + 15_000, 'stock', 'forced', 4, 2],
      ],
    );
    assert.equal(untilEnd(rehearsal, operation.id).state, 'COMPLETED');
    assert.equal(database('contoso-ne/stock').writable, true);
    assert.deepEqual(groupAt(rehearsal, 'contoso-ne').slice(0, 2), ['contoso-ne', 'contoso-we']);
  });

  it('is unknown to the old primary while that is cut off and alive', () => {
    const rehearsal = shop();
    const { model, pass } = rehearsal;
    pass(10_000);
    const partition = { kind: 'network', from: 'westeurope', to: 'northeurope', bothWays: true } as const;
    model.apply({ ...partition, becomes: 'silent' });
    model.failoverGroup(forced);
    pass(5000);
    assert.equal(groupAt(rehearsal, 'contoso-we')[0], 'contoso-we');
    assert.equal(groupAt(rehearsal, 'contoso-ne')[0], 'contoso-ne');
    model.apply({ ...partition, becomes: 'open' });
    assert.equal(groupAt(rehearsal, 'contoso-we')[0], 'contoso-ne');
  });
});

describe('planned, or else forced', () => {
  it('is planned where that works', () => {
    const rehearsal = shop();
    rehearsal.pass(10_000);
    assert.equal(untilEnd(rehearsal, rehearsal.model.failoverGroup(either).id).state, 'COMPLETED');
    assert.deepEqual(
      rehearsal.model.acceptedFailovers().map((one) => [one.mode, one.lostCommits]),
      [
        ['planned', 0],
        ['planned', 0],
      ],
    );
  });

  it('is forced at once when the primary cannot be reached', () => {
    const rehearsal = shop();
    rehearsal.pass(10_000);
    rehearsal.model.apply(cutOff);
    assert.equal(untilEnd(rehearsal, rehearsal.model.failoverGroup(either).id).state, 'COMPLETED');
    assert.deepEqual(
      rehearsal.model.acceptedFailovers().map((one) => one.mode),
      ['forced', 'forced'],
    );
  });

  it('is forced when planned fails on the way', () => {
    const rehearsal = shop();
    rehearsal.pass(10_000);
    const { id } = rehearsal.model.failoverGroup(either);
    rehearsal.pass(1000);
    rehearsal.model.apply(cutOff);
    assert.equal(rehearsal.model.operation(id)?.state, 'IN_PROGRESS');
    assert.equal(untilEnd(rehearsal, id).state, 'COMPLETED');
    assert.equal(roles(rehearsal, 'contoso-ne'), 'PPS');
  });

  it('fails when neither works', () => {
    const rehearsal = shop();
    rehearsal.pass(10_000);
    const { id } = rehearsal.model.failoverGroup(either);
    rehearsal.pass(1000);
    rehearsal.model.apply({ ...cutOff, region: 'northeurope' });
    const ended = untilEnd(rehearsal, id);
    assert.deepEqual([ended.state, ended.error?.code], ['FAILED', 'DatabaseUnavailable']);
    assert.deepEqual(rehearsal.model.acceptedFailovers(), []);
  });
});

describe('a group', () => {
  it('without members changes its roles and nothing else', () => {
    const rehearsal = shop();
    for (const mode of ['planned', 'forced'] as const) {
      const server = mode === 'planned' ? 'contoso-ne' : 'contoso-we';
      const { id } = rehearsal.model.failoverGroup({ ...planned, group: 'empty', server, mode });
      assert.equal(untilEnd(rehearsal, id).state, 'COMPLETED');
      assert.equal(rehearsal.model.failoverGroups(server).find(({ name }) => name === 'empty')?.server, server);
    }
    assert.deepEqual(rehearsal.model.acceptedFailovers(), []);
  });

  it('loses a member whose link is removed; the others still move together', () => {
    const rehearsal = shop();
    rehearsal.pass(1000);
    rehearsal.model.apply({ kind: 'link', ...link, database: 'stock', becomes: 'removed' });
    assert.deepEqual(groupAt(rehearsal, 'contoso-we'), ['contoso-we', 'contoso-ne', 'orders']);
    assert.equal(rehearsal.database('contoso-we/stock').failoverGroup, undefined);
    rehearsal.pass(1000);
    untilEnd(rehearsal, rehearsal.model.failoverGroup(planned).id);
    assert.deepEqual(
      rehearsal.model.acceptedFailovers().map((one) => one.database),
      ['orders'],
    );
  });
});
