/** The observer with the real sampler, login, reader and evidence table: real TDS over TLS, a real Azurite. */
import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { createDatabaseReader } from '../../../shared/adapters/azure/sql/databaseReader.ts';
import { probeLogin } from '../../../shared/adapters/azure/sql/probeLogin.ts';
import { createReplicationSampler } from '../../../shared/adapters/azure/sql/replicationSampler.ts';
import { createEvidenceStore } from '../../../shared/adapters/azure/tables/evidenceStore.ts';
import { judgeSight } from '../../../shared/outage/isolation.ts';
import { beginObservation } from '../../../shared/reaction/observe.ts';
import { runSweep } from '../../../shared/replication/sweep.ts';
import { spoken } from '../../unit/app/lookingWorld.ts';
import { group } from '../../unit/reaction/observing.ts';
import { link, topology } from '../../unit/replication/builders.ts';
import { Bench } from '../../unit/replication/fixture.ts';
import { withAzurite } from '../tables/azurite.ts';
import { openSqlBench, type SqlBench } from './sqlEstate.ts';

const azurite = withAzurite();
let bench: SqlBench;
before(async () => {
  bench = await openSqlBench();
});
afterEach(() => {
  bench.model.apply({ kind: 'region', region: 'westeurope', becomes: 'up' });
  bench.model.apply({ kind: 'firewall', server: 'shop-we', becomes: 'open' });
  bench.fault('shop-we', null);
  bench.fault('shop-we', null, 'orders');
});
after(() => bench.close());

const TO_UKS = link('shop-we', 'shop-uks', 'orders');
const WATCHED = topology([
  link('shop-we', 'shop-ne', 'orders'),
  { ...TO_UKS, secondary: { ...TO_UKS.secondary, region: 'uksouth' } },
  link('shop-we', 'shop-ne', 'stock'),
]);
const TIMEOUT_MS = 1_000;

function watching() {
  const sampling = {
    everyMs: 10_000,
    timeoutMs: TIMEOUT_MS,
    concurrency: 8,
    shardAbove: 100,
    encryption: 'strict' as const,
  };
  const access = {
    encryption: sampling.encryption,
    getToken: bench.token,
    certificateAuthority: bench.authority.certificate,
    connector: bench.connector,
    identityName: 'geowarden-app',
  };
  const sampler = createReplicationSampler({ sampling, ...access });
  const evidence = createEvidenceStore(azurite.clients().table(azurite.newName()));
  const memory = new Bench();
  const published: string[] = [];
  const troubles: string[] = [];
  const sweep = async () => {
    const observation = beginObservation({
      topology: WATCHED,
      groups: [group('shop', 'shop-we/*')],
      incidents: [],
      evidence: await evidence.load(),
      previousSight: undefined,
      ports: {
        evidence,
        probe: { probe: (end) => probeLogin(end, access, TIMEOUT_MS) },
        reader: createDatabaseReader({ ...access, timeoutMs: TIMEOUT_MS }),
        publisher: { publish: async (change) => void published.push(spoken(change.evidence)) },
      },
      sampling,
      path: 'uksouth',
      reporter: 'watch',
      now: () => Date.now(),
      onTrouble: ({ message }) => void troubles.push(message),
    });
    await runSweep({
      ...memory.input(WATCHED, { sampler }),
      configuration: { ...memory.input(WATCHED).configuration, sampling },
      now: () => Date.now(),
      afterSample: observation.afterSample,
    });
    return observation.finish(0);
  };
  const stored = async () => (await evidence.load()).map(spoken).sort();
  return { sweep, stored, published, troubles, evidence, end: () => sampler.retain([]) };
}

const RULES = { confirmForMs: 60_000, minKinds: 2, maxAgeMs: 3_600_000 };
const NOBODY_VOTES = ['ownProbe none shop-we/orders', 'ownProbe none shop-we/stock'];
const own = (lines: string[]) => lines.filter((line) => line.startsWith('ownProbe'));

test('a region that dies is seen in one sweep, with the geo-secondaries as witnesses that it is not us; and so is its return', async () => {
  const watch = watching();
  try {
    await watch.sweep();
    assert.deepEqual(await watch.stored(), [], 'all is well: nothing is written');
    bench.model.apply({ kind: 'region', region: 'westeurope', becomes: 'down' });
    const startedAtMs = Date.now();
    const sight = await watch.sweep();
    assert.ok(Date.now() - startedAtMs < 10_000, 'a dead region takes its timeouts, not more');
    assert.deepEqual(await watch.stored(), [
      'ownProbe down shop-we/orders',
      'ownProbe down shop-we/stock',
      'secondaryView none shop-we/orders',
      'secondaryView none shop-we/orders',
      'secondaryView none shop-we/stock',
    ]);
    assert.deepEqual(watch.published.sort(), ['ownProbe down shop-we/orders', 'ownProbe down shop-we/stock']);
    assert.deepEqual(sight.regions, [
      { region: 'northeurope', tried: 2, reached: 2, ownTrouble: 0 },
      { region: 'uksouth', tried: 1, reached: 1, ownTrouble: 0 },
      { region: 'westeurope', tried: 2, reached: 0, ownTrouble: 0 },
    ]);
    assert.equal(judgeSight(sight, RULES, Date.now()).is, 'seeing');
    const views = (await watch.evidence.load()).filter(({ source }) => source === 'secondaryView');
    assert.ok(views.every(({ sentence }) => /answered with replica_role 2; its last commit: 2/.test(sentence)));

    bench.model.apply({ kind: 'region', region: 'westeurope', becomes: 'up' });
    await watch.sweep();
    assert.deepEqual(own(await watch.stored()), ['ownProbe against shop-we/orders', 'ownProbe against shop-we/stock']);
    assert.deepEqual(watch.troubles, []);
  } finally {
    await watch.end();
  }
});

test('a kept connection that breaks is no outage: the fresh login says so', async () => {
  const watch = watching();
  try {
    await watch.sweep();
    bench.fault('shop-we', { kind: 'dropQuery' }, 'orders');
    const sight = await watch.sweep();
    assert.deepEqual(own(await watch.stored()), ['ownProbe against shop-we/orders']);
    assert.equal(sight.regions.find(({ region }) => region === 'westeurope')?.reached, 2);
  } finally {
    await watch.end();
  }
});

test('a database that the service itself calls unavailable is down, and its neighbour alive', async () => {
  const watch = watching();
  try {
    bench.fault('shop-we', { kind: 'error', number: 40_613 }, 'orders');
    await watch.sweep();
    await watch.sweep();
    assert.deepEqual(own(await watch.stored()), ['ownProbe against shop-we/stock', 'ownProbe down shop-we/orders']);
    const down = (await watch.evidence.load()).find(({ vote }) => vote === 'down');
    assert.deepEqual(down?.failure, { kind: 'unavailable', number: 40_613 });
    assert.equal((down?.expiresAtMs ?? 0) - (down?.atMs ?? 0), 30_000 + TIMEOUT_MS);
  } finally {
    await watch.end();
  }
});

test('a closed firewall and a refused login are our own trouble: counted, told, and without a vote', async () => {
  for (const trouble of ['firewall', 'login'] as const) {
    const watch = watching();
    try {
      if (trouble === 'firewall') bench.model.apply({ kind: 'firewall', server: 'shop-we', becomes: 'closed' });
      else bench.fault('shop-we', { kind: 'error', number: 18_456 });
      const sight = await watch.sweep();
      assert.deepEqual(own(await watch.stored()), NOBODY_VOTES, trouble);
      assert.deepEqual(
        sight.regions.find(({ region }) => region === 'westeurope'),
        { region: 'westeurope', tried: 2, reached: 0, ownTrouble: 2 },
        trouble,
      );
    } finally {
      await watch.end();
    }
  }
});

test('a database that is too busy to serve us is alive', async () => {
  const watch = watching();
  try {
    bench.fault('shop-we', { kind: 'error', number: 10_928 });
    const sight = await watch.sweep();
    assert.ok((await watch.stored()).includes('ownProbe against shop-we/orders'));
    assert.equal(sight.regions.find(({ region }) => region === 'westeurope')?.reached, 2);
  } finally {
    await watch.end();
  }
});
