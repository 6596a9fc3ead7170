import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DEAD, databaseScope, group, LIFETIME_MS, NOW, pair, Watch } from './observing.ts';

describe('a healthy sweep', () => {
  test('writes nothing, publishes nothing and asks nobody', async () => {
    const watch = new Watch();
    watch.links = [pair('orders'), pair('stock'), pair('other')];
    const sight = await watch.sweep();
    assert.deepEqual(await watch.stored(), []);
    assert.deepEqual([watch.published, watch.probed, watch.asked, watch.troubles], [[], [], [], []]);
    assert.deepEqual(sight, {
      complete: true,
      atMs: NOW,
      regions: [{ region: 'westeurope', tried: 3, reached: 3, ownTrouble: 0 }],
    });
  });
});

describe('a failed sample', () => {
  test('is followed by one fresh login and one question to each geo-secondary', async () => {
    const watch = new Watch();
    watch.refusing.set('we/orders', { kind: 'unavailable', number: 40_613 });
    await watch.sweep();
    assert.deepEqual([watch.probed, watch.asked], [['we/orders'], ['ne/orders']]);
    assert.deepEqual(await watch.stored(), ['ownProbe down we/orders', 'secondaryView none we/orders']);
    const probe = (await watch.evidence.load()).find(({ source }) => source === 'ownProbe');
    assert.deepEqual(
      [probe?.path, probe?.sinceMs, probe?.expiresAtMs, probe?.failure],
      ['swedencentral', NOW, NOW + LIFETIME_MS, { kind: 'unavailable', number: 40_613 }],
    );
  });

  test('whose fresh login answers speaks against an outage: a kept connection that broke is none', async () => {
    const watch = new Watch();
    const observation = await watch.begin();
    const [orders] = watch.links;
    assert.ok(orders);
    watch.refusing.set('we/orders', DEAD);
    const failed = watch.sample(orders.primary);
    watch.refusing.delete('we/orders');
    await observation.afterSample(orders.primary, failed);
    const sight = await observation.finish(0);
    assert.deepEqual(await watch.stored(), ['ownProbe against we/orders', 'secondaryView none we/orders']);
    assert.equal(sight.regions.find(({ region }) => region === 'westeurope')?.reached, 1);
  });

  test('says the same again every sweep: the beginning stays, the last look moves, and it is published once', async () => {
    const watch = new Watch();
    watch.refusing.set('we/orders', DEAD);
    for (let sweep = 0; sweep < 40; sweep += 1) {
      await watch.sweep();
      watch.nowMs += 10_000;
    }
    const probe = (await watch.evidence.load()).find(({ source }) => source === 'ownProbe');
    assert.deepEqual([probe?.sinceMs, probe?.atMs], [NOW, NOW + 390_000]);
    assert.deepEqual(
      watch.published.map(({ evidence }) => `${evidence.source} ${evidence.vote}`),
      ['ownProbe down'],
    );
  });

  test('of our own trouble never votes', async () => {
    for (const [kind, number] of [
      ['noRights', 18_456],
      ['firewall', 40_615],
      ['identity', undefined],
      ['certificate', undefined],
    ] as const) {
      const watch = new Watch();
      watch.refusing.set('we/orders', { kind, ...(number === undefined ? {} : { number }) });
      const sight = await watch.sweep();
      assert.ok((await watch.stored()).includes('ownProbe none we/orders'), kind);
      assert.deepEqual(
        sight.regions.find(({ region }) => region === 'westeurope'),
        { region: 'westeurope', tried: 1, reached: 0, ownTrouble: 1 },
      );
    }
  });

  test('of a database that ARM says is paused never votes', async () => {
    const watch = new Watch();
    watch.databases = [
      {
        id: 'i',
        server: 'WE',
        database: 'Orders',
        region: 'westeurope',
        sku: { name: 'GP_S', tier: 'GeneralPurpose', capacity: 1 },
        status: 'Paused',
        tags: {},
      },
    ];
    watch.refusing.set('we/orders', { kind: 'unavailable', number: 40_613 });
    await watch.sweep();
    assert.ok((await watch.stored()).includes('ownProbe none we/orders'));
  });

  test('repeats nothing of what the failure said: it may name hosts and identities', async () => {
    const watch = new Watch();
    watch.refusing.set('we/orders', DEAD);
    watch.refusing.set('ne/orders', DEAD);
    await watch.sweep();
    assert.doesNotMatch(JSON.stringify(await watch.evidence.load()), /secret-host/);
  });

  test('outside every group is counted and gives no evidence, and nobody else is asked', async () => {
    const watch = new Watch();
    watch.groups = [group('other', 'we/elsewhere')];
    watch.refusing.set('we/orders', DEAD);
    const sight = await watch.sweep();
    assert.deepEqual([await watch.stored(), watch.probed, watch.asked], [[], [], []]);
    assert.deepEqual(sight.regions, [{ region: 'westeurope', tried: 1, reached: 0, ownTrouble: 0 }]);
  });
});

describe('a pair stays in its group through role swaps', () => {
  test('a pattern that names the geo-secondary is a reason to look as well', async () => {
    const watch = new Watch();
    watch.groups = [group('shop', 'ne/orders')];
    watch.refusing.set('we/orders', DEAD);
    await watch.sweep();
    assert.deepEqual(watch.probed, ['we/orders']);
  });
});

describe('trouble of our own ports', () => {
  test('a probe that throws leaves the sample without a vote', async () => {
    const watch = new Watch();
    watch.refusing.set('we/orders', DEAD);
    watch.breaks.set('probe', new Error('no driver'));
    await watch.sweep();
    assert.ok((await watch.stored()).includes('ownProbe none we/orders'));
    assert.deepEqual(watch.troubles, [{ what: 'probe', subject: 'we/orders', message: 'no driver' }]);
  });

  test('a reader that throws leaves the login its word', async () => {
    const watch = new Watch();
    watch.refusing.set('we/orders', DEAD);
    watch.breaks.set('reader', new Error('no driver'));
    await watch.sweep();
    assert.deepEqual(await watch.stored(), ['ownProbe down we/orders']);
    assert.equal(watch.troubles[0]?.what, 'reader');
  });

  test('what cannot be stored is told and not published: the table comes first', async () => {
    const watch = new Watch();
    watch.refusing.set('we/orders', DEAD);
    watch.breaks.set('store', new Error('the table is gone'));
    const sight = await watch.sweep();
    assert.deepEqual(watch.published, []);
    assert.deepEqual(
      watch.troubles.map(({ what, message }) => `${what} ${message}`),
      ['store the table is gone', 'store the table is gone'],
    );
    assert.equal(sight.regions.length, 2, 'what was seen is counted all the same');
  });

  test('what cannot be published is told, and is in the table', async () => {
    const watch = new Watch();
    watch.refusing.set('we/orders', DEAD);
    watch.breaks.set('publish', new Error('no topic took it'));
    await watch.sweep();
    assert.ok((await watch.stored()).includes('ownProbe down we/orders'));
    assert.ok(watch.troubles.some(({ what, message }) => what === 'publish' && /no topic took it/.test(message)));
  });
});

describe('two links of one primary', () => {
  test('each geo-secondary gives its own view, and each is asked once', async () => {
    const watch = new Watch();
    const first = pair('orders');
    const second = {
      ...first,
      linkKey: 'uks/orders~we/orders',
      secondary: {
        server: 'uks',
        database: 'orders',
        region: 'UK South',
        fullyQualifiedDomainName: 'uks.database.windows.net',
      },
    };
    watch.links = [first, second];
    watch.refusing.set('we/orders', DEAD);
    watch.refusing.set('uks/orders', { kind: 'busy', number: 40_501 });
    const sight = await watch.sweep();
    assert.deepEqual(watch.asked.sort(), ['ne/orders', 'uks/orders']);
    const views = (await watch.evidence.load()).filter(({ source }) => source === 'secondaryView');
    assert.deepEqual(
      views
        .map(({ scope, sentence }) => [scope, sentence])
        .sort((one, other) => (String(one[1]) < String(other[1]) ? -1 : 1)),
      [
        [
          databaseScope('we', 'orders', 'westeurope'),
          'Its geo-secondary ne/orders in northeurope, asked from swedencentral, answered with replica_role 2; its last commit: 1970-01-01T00:00:00.900Z.',
        ],
        [
          databaseScope('we', 'orders', 'westeurope'),
          'Its geo-secondary uks/orders in uksouth, asked from swedencentral, did not answer.',
        ],
      ],
    );
    assert.deepEqual(sight.regions, [
      { region: 'northeurope', tried: 1, reached: 1, ownTrouble: 0 },
      { region: 'uksouth', tried: 1, reached: 1, ownTrouble: 0 },
      { region: 'westeurope', tried: 1, reached: 0, ownTrouble: 0 },
    ]);
  });
});
