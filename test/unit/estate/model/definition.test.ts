import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { PartialEstateDefinition } from '../../../../local/estate/model/definition.ts';
import { completeDefinition } from '../../../../local/estate/model/definition.ts';
import { EstateDefinitionError } from '../../../../local/estate/model/definitionFaults.ts';
import { createModel } from '../../../../local/estate/model/model.ts';
import { twoRegions } from './rehearsal.ts';

function faultsOf(definition: PartialEstateDefinition): string[] {
  try {
    completeDefinition(definition);
  } catch (error) {
    assert.ok(error instanceof EstateDefinitionError, String(error));
    return error.faults.map((fault) => `${fault.path}: ${fault.expected} | ${fault.seen}`);
  }
  return [];
}

/** One fault, at this path, saying this. */
function assertFault(changes: Partial<PartialEstateDefinition>, path: string, saying: RegExp): void {
  const faults = faultsOf(twoRegions(changes));
  assert.equal(faults.length, 1, faults.join('\n'));
  assert.ok(faults[0]?.startsWith(`${path}: `), faults[0]);
  assert.match(faults[0] ?? '', saying);
}

const link = { server: 'contoso-we', database: 'orders', secondaryServer: 'contoso-ne' };

describe('completing a definition', () => {
  it('fills in what a scenario leaves out', () => {
    const complete = completeDefinition({
      servers: [
        { name: 'contoso-we', region: 'westeurope' },
        { name: 'contoso-ne', region: 'northeurope' },
      ],
      databases: [{ name: 'orders', server: 'contoso-we' }],
      links: [link],
    });
    assert.deepEqual(complete.regions, ['westeurope', 'northeurope']);
    assert.deepEqual(complete.app, { region: 'westeurope', witness: 'none' });
    assert.equal(complete.subscriptions.length, 1);
    assert.equal(complete.servers[0]?.subscriptionId, complete.subscriptions[0]?.id);
    assert.equal(complete.servers[0]?.connectionPolicy, 'proxy');
    assert.deepEqual(complete.servers[0]?.tags, {});
    assert.ok((complete.servers[0]?.administrator.password.length ?? 0) >= 8);
    assert.deepEqual(complete.databases[0], {
      name: 'orders',
      server: 'contoso-we',
      sku: 'GP_Gen5_2',
      commitsPerSecond: 1,
      tags: {},
    });
    assert.deepEqual(complete.links[0], {
      ...link,
      secondaryDatabase: 'orders',
      kind: 'GEO',
      secondaryAllowConnections: true,
      shippingDelayMs: 400,
      shippingRate: Number.POSITIVE_INFINITY,
      redoDelayMs: 200,
      seededPercent: 100,
      seedingRate: 20,
    });
    assert.deepEqual(complete.failoverGroups, []);
  });

  it('keeps what is said', () => {
    const complete = completeDefinition(
      twoRegions({ links: [{ ...link, shippingDelayMs: 9, seededPercent: 3, kind: 'STANDBY' }] }),
    );
    assert.equal(complete.links[0]?.shippingDelayMs, 9);
    assert.equal(complete.links[0]?.seededPercent, 3);
    assert.equal(complete.links[0]?.kind, 'STANDBY');
  });

  it('starts a copy unseeded, for a finished copy is no link any more', () => {
    const complete = completeDefinition(
      twoRegions({ links: [{ ...link, kind: 'COPY', secondaryDatabase: 'orders-copy' }] }),
    );
    assert.equal(complete.links[0]?.seededPercent, 0);
  });

  it('gives the members of a failover group the link that Azure would make, once', () => {
    const group = { name: 'shop', server: 'contoso-we', partnerServer: 'contoso-ne', databases: ['orders'] };
    const made = completeDefinition(twoRegions({ links: [], failoverGroups: [group] }));
    assert.equal(made.links.length, 1);
    assert.equal(made.failoverGroups[0]?.policy, 'Manual');
    assert.equal(completeDefinition(twoRegions({ failoverGroups: [group] })).links.length, 1);
  });

  it('accepts a chain written in any order, and four geo-secondaries', () => {
    const servers = [1, 2, 3, 4].map((n) => ({ name: `far-${n}`, region: 'uksouth' }));
    const base = twoRegions();
    const complete = completeDefinition({
      ...base,
      servers: [...base.servers, ...servers],
      links: [
        { server: 'far-1', database: 'orders', secondaryServer: 'contoso-uk' },
        ...servers.map(({ name }) => ({ ...link, secondaryServer: name })),
      ],
    });
    assert.equal(complete.links.length, 5);
  });
});

describe('refusing a definition', () => {
  it('names a region that Azure does not have', () => {
    assertFault({ app: { region: 'atlantis' } }, 'app.region', /westeurope.*atlantis/);
  });

  it('wants the witness elsewhere', () => {
    assertFault({ app: { region: 'uksouth', witness: 'uksouth' } }, 'app.witness', /another region/);
  });

  it('names the region of a second deployment that Azure does not have', () => {
    assertFault({ app: { region: 'uksouth', second: 'atlantis' } }, 'app.second', /westeurope.*atlantis/);
    const { app } = completeDefinition(twoRegions({ app: { region: 'uksouth', second: 'northeurope' } }));
    assert.equal(app.second, 'northeurope');
  });

  it('wants a server in one of the regions it lists', () => {
    assertFault({ regions: ['westeurope', 'northeurope'] }, 'servers[2].region', /uksouth/);
  });

  it('names an unknown server, of a database and of a link', () => {
    assertFault(
      {
        databases: [
          { name: 'orders', server: 'contoso-we' },
          { name: 'b', server: 'nowhere' },
        ],
      },
      'databases[1].server',
      /nowhere/,
    );
    assertFault({ links: [{ ...link, secondaryServer: 'nowhere' }] }, 'links[0].secondaryServer', /nowhere/);
  });

  it('names a link whose database does not exist', () => {
    assertFault({ links: [{ ...link, database: 'ordres' }] }, 'links[0].database', /contoso-we\/ordres/);
  });

  it('refuses names given twice, whatever their case', () => {
    assertFault(
      {
        databases: [
          { name: 'orders', server: 'contoso-we' },
          { name: 'ORDERS', server: 'contoso-we' },
        ],
      },
      'databases[1].name',
      /second time/,
    );
    const servers = [...twoRegions().servers, { name: 'contoso-we', region: 'uksouth' }];
    assertFault({ servers }, 'servers[3].name', /second time/);
  });

  it('refuses names that Azure refuses', () => {
    const servers = twoRegions().servers;
    assertFault({ servers: [...servers, { name: '-bad', region: 'uksouth' }] }, 'servers[3].name', /hyphens/);
    const databases = twoRegions().databases;
    assertFault(
      { databases: [...databases, { name: 'master', server: 'contoso-we' }] },
      'databases[1].name',
      /system database/,
    );
    assertFault({ databases: [...databases, { name: 'a/b', server: 'contoso-we' }] }, 'databases[1].name', /none of/);
    assertFault({ databases: [...databases, { name: 'dot.', server: 'contoso-we' }] }, 'databases[1].name', /no dot/);
  });

  it('refuses a secondary on the same server', () => {
    assertFault(
      { links: [{ ...link, secondaryServer: 'contoso-we', secondaryDatabase: 'orders' }] },
      'links[0].secondaryServer',
      /protects nothing/,
    );
  });

  it('refuses a geo-secondary with another name', () => {
    assertFault({ links: [{ ...link, secondaryDatabase: 'orders2' }] }, 'links[0].secondaryDatabase', /'orders'/);
  });

  it('refuses a secondary whose name is taken, or that has two primaries', () => {
    assertFault(
      { databases: [...twoRegions().databases, { name: 'orders', server: 'contoso-ne' }] },
      'links[0].secondaryDatabase',
      /free on the secondary/,
    );
    assertFault({ links: [link, link] }, 'links[1].secondaryDatabase', /second time/);
  });

  it('refuses a fifth geo-secondary', () => {
    const servers = [1, 2, 3, 4, 5].map((n) => ({ name: `far-${n}`, region: 'uksouth' }));
    const links = servers.map(({ name }) => ({ ...link, secondaryServer: name }));
    assertFault({ servers: [...twoRegions().servers, ...servers], links }, 'links[4]', /at most 4/);
  });

  it('refuses another tier on the secondary, and an objective that is none', () => {
    assertFault({ links: [{ ...link, secondarySku: 'BC_Gen5_4' }] }, 'links[0].secondarySku', /same service tier/);
    assertFault({ links: [{ ...link, secondarySku: 'huge' }] }, 'links[0].secondarySku', /huge/);
    assertFault({ databases: [{ name: 'orders', server: 'contoso-we', sku: 'S5' }] }, 'databases[0].sku', /S5/);
  });

  it('allows a smaller secondary of the same tier', () => {
    assert.deepEqual(faultsOf(twoRegions({ links: [{ ...link, secondarySku: 'GP_Gen5_2' }] })), []);
  });

  it('keeps named replicas to Hyperscale', () => {
    assertFault({ links: [{ ...link, kind: 'NAMED', secondaryDatabase: 'orders-r' }] }, 'links[0].kind', /Hyperscale/);
  });

  it('refuses numbers outside their range, NaN too', () => {
    assertFault({ links: [{ ...link, shippingDelayMs: -1 }] }, 'links[0].shippingDelayMs', /-1/);
    assertFault({ links: [{ ...link, shippingRate: 0 }] }, 'links[0].shippingRate', /above 0/);
    assertFault({ links: [{ ...link, shippingRate: Number.NaN }] }, 'links[0].shippingRate', /NaN/);
    assertFault({ links: [{ ...link, seededPercent: 101 }] }, 'links[0].seededPercent', /101/);
    assertFault({ links: [{ ...link, seedingRate: Number.POSITIVE_INFINITY }] }, 'links[0].seedingRate', /Infinity/);
    assertFault(
      { databases: [{ name: 'orders', server: 'contoso-we', commitsPerSecond: Number.NaN }] },
      'databases[0].commitsPerSecond',
      /NaN/,
    );
  });

  it('checks subscriptions', () => {
    const subscriptions = [{ id: 'mine' }];
    assertFault({ subscriptions }, 'subscriptions[0].id', /GUID/);
    const servers = [
      ...twoRegions().servers.slice(1),
      { name: 'contoso-we', region: 'westeurope', subscriptionId: 'other' },
    ];
    assertFault({ servers }, 'servers[2].subscriptionId', /other/);
  });

  it('checks failover groups', () => {
    const group = { name: 'shop', server: 'contoso-we', partnerServer: 'contoso-ne', databases: ['orders'] };
    assertFault(
      { failoverGroups: [{ ...group, gracePeriodMinutes: 60 }] },
      'failoverGroups[0].gracePeriodMinutes',
      /Manual/,
    );
    assertFault(
      { failoverGroups: [{ ...group, policy: 'Automatic', gracePeriodMinutes: 5 }] },
      'failoverGroups[0].gracePeriodMinutes',
      /at least 60/,
    );
    assertFault({ failoverGroups: [{ ...group, name: 'contoso-uk' }] }, 'failoverGroups[0].name', /unique/);
    assertFault(
      { failoverGroups: [group, { ...group, name: 'other' }] },
      'failoverGroups[1].databases[0]',
      /one group/,
    );
    assertFault(
      { failoverGroups: [{ ...group, partnerServer: 'contoso-we', databases: [] }] },
      'failoverGroups[0].partnerServer',
      /another region/,
    );
    assertFault(
      { failoverGroups: [{ ...group, server: 'nowhere', databases: [] }] },
      'failoverGroups[0].server',
      /nowhere/,
    );
  });

  it('says everything that is wrong at once, readably', () => {
    const wrong = twoRegions({
      app: { region: 'atlantis' },
      links: [{ ...link, secondaryServer: 'nowhere', shippingDelayMs: -1 }],
    });
    assert.throws(() => completeDefinition(wrong), /app\.region: expected .*\n.*secondaryServer.*\n.*shippingDelayMs/s);
  });

  it('is asked again by the model itself', () => {
    const complete = completeDefinition(twoRegions());
    const broken = { ...complete, links: complete.links.map((one) => ({ ...one, secondaryServer: 'nowhere' })) };
    assert.throws(() => createModel(broken, { now: () => 0 }), EstateDefinitionError);
  });
});
