import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Change } from '../../../../local/estate/model/types.ts';
import { rehearse, twoRegions } from './rehearsal.ts';

const INCIDENT: Change = { kind: 'serviceHealth', region: 'westeurope', service: 'SQL Database', status: 'Active' };

describe('the regions of the topics', () => {
  const topics = (changes: Parameters<typeof twoRegions>[0]) => rehearse(twoRegions(changes)).model.topicRegions();

  it('are two, away from the primaries where that is possible', () => {
    assert.deepEqual(topics({ app: { region: 'uksouth' } }), ['uksouth', 'northeurope']);
    assert.deepEqual(topics({ app: { region: 'westeurope' } }), ['northeurope', 'uksouth']);
  });

  it('are where nothing is guarded at all before they are where a secondary is', () =>
    assert.deepEqual(topics({ app: { region: 'swedencentral', witness: 'francecentral' } }), [
      'swedencentral',
      'francecentral',
    ]));

  it('are the guarded ones when there are no others, and one when there is but one', () => {
    const servers = [
      { name: 'contoso-we', region: 'westeurope' },
      { name: 'contoso-ne', region: 'northeurope' },
    ];
    assert.deepEqual(topics({ servers, app: { region: 'westeurope' } }), ['northeurope', 'westeurope']);
    const alone = { servers: servers.slice(0, 1), links: [], app: { region: 'westeurope' } };
    assert.deepEqual(topics(alone), ['westeurope']);
  });
});

describe('the state of a topic', () => {
  it('is its own, and set for all where none is named', () => {
    const { model } = rehearse();
    const states = () => model.topicRegions().map((region) => model.eventGridState(region));
    assert.deepEqual(states(), [{ becomes: 'normal' }, { becomes: 'normal' }]);
    model.apply({ kind: 'eventGrid', becomes: 'delayed', delayMs: 5 });
    assert.deepEqual(states(), [
      { becomes: 'delayed', delayMs: 5 },
      { becomes: 'delayed', delayMs: 5 },
    ]);
    model.apply({ kind: 'eventGrid', topic: 'northeurope', becomes: 'duplicating', copies: 3 });
    assert.deepEqual(states(), [
      { becomes: 'delayed', delayMs: 5 },
      { becomes: 'duplicating', copies: 3 },
    ]);
    model.apply({ kind: 'eventGrid', becomes: 'normal' });
    assert.deepEqual(states(), [{ becomes: 'normal' }, { becomes: 'normal' }]);
  });

  for (const change of [
    { topic: 'westeurope', becomes: 'delayed' },
    { topic: 'nowhere', becomes: 'delayed' },
    { becomes: 'delayed', delayMs: -1 },
    { becomes: 'delayed', delayMs: Number.NaN },
    { becomes: 'duplicating', copies: 1 },
    { becomes: 'duplicating', copies: 2.5 },
    { becomes: 'duplicating', copies: 1000 },
  ] as const) {
    it(`is not ${JSON.stringify(change)}`, () => {
      const { model } = rehearse();
      assert.throws(() => model.apply({ kind: 'eventGrid', ...change }), /expected/);
      assert.deepEqual(model.eventGridState('uksouth'), { becomes: 'normal' });
    });
  }

  it('is not there where there is no topic', () => {
    const { model } = rehearse();
    assert.throws(() => model.eventGridState('westeurope'), /uksouth, northeurope/);
  });
});

describe('what Azure Monitor is made to say', () => {
  it('is kept in order, with numbers to go on from', () => {
    const { model } = rehearse();
    model.apply(INCIDENT);
    model.apply({ kind: 'resourceHealth', server: 'contoso-we', database: 'orders', status: 'Degraded' });
    model.apply({ kind: 'metric', server: 'Contoso-WE', database: 'Orders', metric: 'availability', fired: true });
    const told = model.toldSince(0);
    assert.deepEqual(
      told.map(({ number, change }) => [number, change.kind]),
      [
        [1, 'serviceHealth'],
        [2, 'resourceHealth'],
        [3, 'metric'],
      ],
    );
    assert.deepEqual(model.toldSince(2), told.slice(2));
    assert.deepEqual(model.toldSince(3), []);
  });

  it('is told to those who listen as soon as it is said', () => {
    const { model } = rehearse();
    const heard: number[] = [];
    model.onChange(() => heard.push(model.toldSince(0).length));
    model.apply(INCIDENT);
    assert.deepEqual(heard, [1]);
  });

  for (const change of [
    { ...INCIDENT, region: 'nowhere' },
    { kind: 'resourceHealth', server: 'contoso-we', database: 'x', status: 'Degraded' },
    { kind: 'metric', server: 'x', database: 'orders', metric: 'availability', fired: true },
    { kind: 'metric', server: 'contoso-we', database: 'orders', metric: 'geo_replication_lag_seconds', fired: true },
  ] as Change[]) {
    it(`is not about what is not there: ${JSON.stringify(change)}`, () => {
      const { model } = rehearse();
      assert.throws(() => model.apply(change), Error);
      assert.deepEqual(model.toldSince(0), []);
    });
  }
});

describe('the health feeds', () => {
  it('come after five minutes and end after five seconds, unless they are set', () => {
    const { model } = rehearse();
    assert.deepEqual(model.healthFeeds(), { serviceHealthAfterMs: 300_000, resolvedAfterMs: 5_000 });
    model.apply({ kind: 'healthFeeds', serviceHealthAfterMs: null });
    model.apply({ kind: 'healthFeeds', resolvedAfterMs: 0 });
    assert.deepEqual(model.healthFeeds(), { serviceHealthAfterMs: null, resolvedAfterMs: 0 });
    assert.throws(() => model.apply({ kind: 'healthFeeds', serviceHealthAfterMs: -1 }), /serviceHealthAfterMs/);
    assert.throws(
      () => model.apply({ kind: 'healthFeeds', resolvedAfterMs: Number.POSITIVE_INFINITY }),
      /resolvedAfterMs/,
    );
    assert.deepEqual(model.healthFeeds(), { serviceHealthAfterMs: null, resolvedAfterMs: 0 });
  });

  it('know whether a region is down, and not of paths that are cut', () => {
    const { model } = rehearse();
    model.apply({ kind: 'network', from: 'global', to: 'westeurope', becomes: 'silent', bothWays: true });
    assert.equal(model.isRegionDown('westeurope'), false);
    model.apply({ kind: 'region', region: 'westeurope', becomes: 'down' });
    assert.deepEqual([model.isRegionDown('westeurope'), model.isRegionDown('northeurope')], [true, false]);
  });
});
