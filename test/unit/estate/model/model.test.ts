import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { completeDefinition } from '../../../../local/estate/model/definition.ts';
import { createModel } from '../../../../local/estate/model/model.ts';
import { rehearse, START_MS, twoRegions } from './rehearsal.ts';

describe('the model', () => {
  it('finds servers and databases whatever their case, and says undefined otherwise', () => {
    const { model } = rehearse();
    assert.equal(model.server('CONTOSO-WE')?.name, 'contoso-we');
    assert.equal(model.database('Contoso-Ne', 'ORDERS')?.name, 'orders');
    assert.equal(model.server('nobody'), undefined);
    assert.equal(model.database('contoso-we', 'nothing'), undefined);
    assert.deepEqual(model.databases('nobody'), []);
    assert.deepEqual(model.linkViews('contoso-we', 'nothing'), []);
    assert.equal(model.operation('nothing'), undefined);
  });

  it('describes servers as ARM and DNS name them', () => {
    const { model } = rehearse();
    assert.deepEqual(
      model.servers().map((server) => server.name),
      ['contoso-we', 'contoso-ne', 'contoso-uk'],
    );
    const server = model.server('contoso-we');
    assert.equal(server?.fullyQualifiedDomainName, 'contoso-we.database.windows.net');
    assert.match(
      server?.resourceId ?? '',
      /\/resourceGroups\/rg-databases\/providers\/Microsoft\.Sql\/servers\/contoso-we$/,
    );
    assert.equal(server?.firewallOpen, true);
  });

  it('describes a primary and its geo-secondary', () => {
    const { database } = rehearse();
    const primary = database('contoso-we/orders');
    const secondary = database('contoso-ne/orders');
    assert.equal(primary.role, 'PRIMARY');
    assert.equal(primary.replicaRole, 0);
    assert.equal(primary.writable, true);
    assert.equal(primary.secondaryType, undefined);
    assert.equal(primary.commitsPerSecond, 20);
    assert.equal(primary.region, 'westeurope');
    assert.ok(primary.createdMs < START_MS);
    assert.equal(secondary.role, 'SECONDARY');
    assert.equal(secondary.replicaRole, 2);
    assert.equal(secondary.writable, false);
    assert.equal(secondary.secondaryType, 'Geo');
    assert.equal(secondary.sourceDatabaseId, primary.resourceId);
    assert.deepEqual(secondary.sku, primary.sku);
    assert.match(secondary.resourceId, /servers\/contoso-ne\/databases\/orders$/);
    assert.notEqual(secondary.databaseId, primary.databaseId);
  });

  it('gives a database without a link the role of a primary and no views', () => {
    const { database, model } = rehearse(twoRegions({ links: [] }));
    assert.equal(database('contoso-we/orders').role, 'PRIMARY');
    assert.deepEqual(model.linkViews('contoso-we', 'orders'), []);
  });

  it('shows both ends of a link, each with an id of its own', () => {
    const { view } = rehearse();
    const primary = view('contoso-we/orders');
    const secondary = view('contoso-ne/orders');
    assert.notEqual(primary.linkId, secondary.linkId);
    assert.equal(primary.partnerServer, 'contoso-ne');
    assert.equal(primary.partnerRegion, 'northeurope');
    assert.match(primary.partnerResourceId, /servers\/contoso-ne\/databases\/orders$/);
    assert.equal(secondary.partnerServer, 'contoso-we');
    assert.deepEqual([primary.role, secondary.role], ['PRIMARY', 'SECONDARY']);
    assert.deepEqual([primary.phase, primary.percentComplete, primary.connected], ['CATCH_UP', 100, true]);
  });

  it('has the same ids on every start with the same seed, and others with another', () => {
    const definition = completeDefinition(twoRegions());
    const idOf = (seed?: number): string | undefined => {
      const model = createModel(definition, { now: () => START_MS }, seed === undefined ? {} : { seed });
      return model.linkViews('contoso-we', 'orders')[0]?.linkId;
    };
    assert.equal(idOf(), idOf());
    assert.equal(idOf(), idOf(1));
    assert.notEqual(idOf(1), idOf(2));
  });

  it('hands out copies that nobody can hurt it with', () => {
    const { model, database } = rehearse();
    const state = database('contoso-we/orders');
    state.tags.owner = 'me';
    state.sku.capacity = 99;
    assert.deepEqual(database('contoso-we/orders').tags, {});
    assert.equal(database('contoso-we/orders').sku.capacity, 4);
    model
      .acceptedFailovers()
      .push({ atMs: 0, server: '', database: '', mode: 'forced', by: 'arm', lostCommits: 0, lostSeconds: 0 });
    assert.equal(model.acceptedFailovers().length, 0);
  });

  it('lists a failover group on both of its servers', () => {
    const group = { name: 'shop', server: 'contoso-we', partnerServer: 'contoso-ne', databases: ['orders'] };
    const { model, database } = rehearse(twoRegions({ failoverGroups: [group] }));
    assert.equal(model.failoverGroups('CONTOSO-WE')[0]?.name, 'shop');
    assert.equal(model.failoverGroups('contoso-ne')[0]?.name, 'shop');
    assert.deepEqual(model.failoverGroups('contoso-uk'), []);
    assert.equal(database('contoso-we/orders').failoverGroup, 'shop');
    assert.equal(database('contoso-ne/orders').failoverGroup, 'shop');
  });

  it('tells of every change until it is asked to stop', () => {
    const { model } = rehearse();
    let told = 0;
    const stop = model.onChange(() => {
      told += 1;
    });
    model.apply({ kind: 'identity', becomes: 'failing' });
    assert.equal(told, 1);
    stop();
    model.apply({ kind: 'identity', becomes: 'up' });
    assert.equal(told, 1);
  });

  it('tells of an operation that completed when somebody looks', () => {
    const { model, pass } = rehearse();
    model.failover({ server: 'contoso-ne', database: 'orders', mode: 'forced', by: 'arm' });
    let told = 0;
    model.onChange(() => {
      told += 1;
      // A listener may look at what changed.
      model.databases('contoso-ne');
    });
    pass(5000);
    assert.equal(model.operations('contoso-ne')[0]?.state, 'COMPLETED');
    assert.equal(told, 1);
  });

  it('does not go back in time with a clock that is set back', () => {
    const { database, pass } = rehearse();
    pass(10_000);
    const before = database('contoso-we/orders').position;
    pass(-5000);
    assert.equal(database('contoso-we/orders').position, before);
  });

  it('names what a change is about when it does not exist', () => {
    const { model } = rehearse();
    const change = { kind: 'database', becomes: 'Online' } as const;
    assert.throws(() => model.apply({ ...change, server: 'nobody', database: 'orders' }), /contoso-we.*nobody/);
    assert.throws(() => model.apply({ ...change, server: 'contoso-we', database: 'none' }), /contoso-we\/none/);
    const link = { kind: 'link', server: 'contoso-we', database: 'orders', secondaryServer: 'contoso-uk' } as const;
    assert.throws(() => model.apply({ ...link, becomes: 'suspended' }), /contoso-uk/);
  });
});
