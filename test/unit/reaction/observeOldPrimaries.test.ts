import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { databaseKey } from '../../../shared/topology/linkKey.ts';
import { says } from '../outage/builders.ts';
import { DEAD, databaseScope, group, NOW, openIncident, pair, turned, Watch, WESTEUROPE } from './observing.ts';

const names = (count: number) => Array.from({ length: count }, (_, n) => `db${String(n).padStart(2, '0')}`);

describe('while an incident is open, the old primary is watched after the failover', () => {
  test('its silence keeps being said, and its return is seen', async () => {
    const watch = new Watch();
    watch.links = [turned('orders')];
    watch.incidents = [openIncident('shop', WESTEUROPE)];
    watch.refusing.set('we/orders', DEAD);
    await watch.sweep();
    assert.deepEqual(watch.probed, ['we/orders']);
    assert.deepEqual(await watch.stored(), ['ownProbe against ne/orders', 'ownProbe down we/orders']);
    watch.refusing.clear();
    watch.nowMs += 10_000;
    const sight = await watch.sweep();
    assert.deepEqual(await watch.stored(), ['ownProbe against ne/orders', 'ownProbe against we/orders']);
    assert.deepEqual(sight.regions, [
      { region: 'northeurope', tried: 1, reached: 1, ownTrouble: 0 },
      { region: 'westeurope', tried: 1, reached: 1, ownTrouble: 0 },
    ]);
  });

  test('it says that a login was answered, not a sample', async () => {
    const watch = new Watch();
    watch.links = [turned('orders')];
    watch.incidents = [openIncident('shop', databaseScope('WE', 'Orders', 'West Europe'))];
    await watch.sweep();
    const back = (await watch.evidence.load()).find(({ scope }) => scope.kind === 'database' && scope.server === 'we');
    assert.equal(back?.sentence, 'Our own probe in swedencentral asked we/orders: it answered a fresh login.');
  });

  test('before the failover it is a primary still, and is asked by its sample alone', async () => {
    const watch = new Watch();
    watch.incidents = [openIncident('shop', WESTEUROPE)];
    watch.refusing.set('we/orders', DEAD);
    await watch.sweep();
    assert.deepEqual(watch.probed, ['we/orders']);
  });

  test('a geo-secondary outside the scope, another group and an incident that is over are none of it', async () => {
    const watch = new Watch();
    watch.groups = [group('shop', 'we/orders'), group('store', 'we/stock')];
    watch.links = [pair('orders'), turned('stock')];
    watch.incidents = [
      openIncident('shop', WESTEUROPE),
      openIncident('store', WESTEUROPE, { phase: 'over' }),
      openIncident('store', databaseScope('ne', 'orders', 'northeurope')),
    ];
    await watch.sweep();
    assert.deepEqual(watch.probed, []);
  });

  test('one whose link is gone is found by what was said of it, and by its server', async () => {
    const watch = new Watch();
    const base = openIncident('shop', WESTEUROPE);
    const evidenceFor = [
      says('ownProbe', { scope: databaseScope('we', 'orders', 'westeurope') }),
      says('ownProbe', { scope: databaseScope('nobody', 'orders', 'westeurope') }),
      says('serviceHealth'),
    ];
    watch.incidents = [{ ...base, verdict: { ...base.verdict, evidenceFor } }];
    watch.links = [pair('stock')];
    watch.servers = [
      {
        id: 'i',
        name: 'WE',
        fullyQualifiedDomainName: 'we.example',
        region: 'westeurope',
        subscriptionId: 's',
        resourceGroup: 'r',
        tags: {},
      },
    ];
    await watch.sweep();
    assert.deepEqual(watch.probed, ['we/orders']);
  });
});

describe('many old primaries', () => {
  const many = () => {
    const watch = new Watch();
    watch.groups = [group('shop', 'we/db*')];
    watch.links = names(20).map(turned);
    watch.incidents = [openIncident('shop', WESTEUROPE)];
    return watch;
  };

  test('are asked a few at a time, beside the sweep', async () => {
    const watch = many();
    let running = 0;
    let most = 0;
    watch.probing = async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise(setImmediate);
      running -= 1;
    };
    const observation = await watch.begin();
    assert.ok(watch.probed.length > 0, 'they are under way before the first sample');
    await observation.finish(0);
    assert.equal(most, 2, 'a quarter of the places');
    assert.equal(watch.probed.length, 20);
  });

  test('take no longer than one interval; the next sweep begins with those that were left', async () => {
    const watch = many();
    watch.probing = async () => {
      watch.nowMs += 1_000;
    };
    await (await watch.begin()).finish(0);
    const first = [...watch.probed];
    assert.ok(first.length >= 10 && first.length <= 12, `${first.length} within ten seconds`);
    watch.probed.length = 0;
    await (await watch.begin()).finish(0);
    const left = watch.links.map(({ secondary }) => databaseKey(secondary)).filter((key) => !first.includes(key));
    assert.deepEqual(watch.probed.slice(0, left.length).sort(), left);
  });

  test('each that breaks its promise harms itself only', async () => {
    const watch = many();
    watch.breaks.set('probe', new Error('no driver'));
    await watch.sweep();
    assert.equal(watch.troubles.length, 20);
    assert.equal((await watch.stored()).filter((line) => line.includes('we/')).length, 0);
    assert.equal(watch.nowMs, NOW);
  });
});
