import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { createReplicationSampler } from '../../../shared/adapters/azure/sql/replicationSampler.ts';
import { createSignalSampler } from '../../../shared/adapters/azure/sql/signalSampler.ts';
import { type SamplerOptions, SqlConnections } from '../../../shared/adapters/azure/sql/sqlConnections.ts';
import type { PrimarySignals, SecondarySignals, SignalSampler } from '../../../shared/replication/signalTypes.ts';
import { end, eventually, openSqlBench, type SqlBench } from './sqlEstate.ts';

const THROTTLE = 'HADR_THROTTLE_LOG_RATE_MISMATCHED_SLO';
const orders = { server: 'shop-we', database: 'orders' } as const;
/** `tiny` is an S0 on shop-we: there the waits of the instance take a right to the server. */
const tiny = end('shop-we', 'tiny');

let bench: SqlBench;
let closing: Array<() => Promise<void>> = [];
before(async () => {
  bench = await openSqlBench();
});
afterEach(async () => {
  for (const server of ['shop-we', 'shop-ne']) {
    bench.fault(server, null);
    bench.fault(server, null, 'orders');
    bench.model.apply({ kind: 'rights', server, becomes: 'granted' });
  }
  for (const close of closing) await close();
  closing = [];
});
after(() => bench.close());

function sampling(more: Partial<SamplerOptions> = {}) {
  const options: SamplerOptions = {
    sampling: { everyMs: 1_000, timeoutMs: 2_000, encryption: 'strict' },
    getToken: bench.token,
    certificateAuthority: bench.authority.certificate,
    connector: bench.connector,
    identityName: 'geowarden-app',
    ...more,
  };
  const connections = new SqlConnections(options);
  const sampler = createReplicationSampler(options, connections);
  closing.push(() => sampler.retain([]));
  return { sampler, signals: createSignalSampler(options, connections), connections };
}

function countOn(server: string) {
  const listener = bench.listeners.get(server);
  assert.ok(listener);
  const before = listener.stats();
  return () => {
    const { logins, queries } = listener.stats();
    return { logins: logins - before.logins, queries: queries - before.queries };
  };
}

async function ofPrimary(signals: SignalSampler, database = end('shop-we')): Promise<PrimarySignals> {
  const answer = await signals.primary(database);
  assert.ok(answer.ok, JSON.stringify(answer));
  return answer.signals;
}

async function ofSecondary(signals: SignalSampler, database = end('shop-ne')): Promise<SecondarySignals> {
  const answer = await signals.secondary(database);
  assert.ok(answer.ok, JSON.stringify(answer));
  return answer.signals;
}

const views = ({ unread }: Pick<PrimarySignals, 'unread'>) => unread.map(({ view }) => view);
const waitedFor = ({ waits }: PrimarySignals, source: 'server' | 'database') =>
  waits.find((one) => one.source === source)?.waitedMs;

describe('a primary', () => {
  test('is asked in one round trip over the connection that sampling keeps, without a login', async () => {
    const { sampler, signals } = sampling();
    assert.ok((await sampler.sample(end('shop-we'))).ok);
    const counted = countOn('shop-we');
    const found = await ofPrimary(signals);
    assert.deepEqual(counted(), { logins: 0, queries: 1 });
    assert.ok((await sampler.sample(end('shop-we'))).ok);
    assert.deepEqual(counted(), { logins: 0, queries: 2 });
    assert.ok(Math.abs(found.atMs - Date.now()) < 60_000);
    assert.deepEqual(found.unread, []);
    assert.equal(found.throttledRequests, 0);
    assert.deepEqual(
      found.waits.map(({ source }) => source),
      ['server', 'database'],
    );
    assert.equal(found.logWrite?.spanMs, 3_600_000);
  });

  test('that nobody keeps is asked by a login, and kept', async () => {
    const { signals, connections } = sampling();
    const counted = countOn('shop-we');
    await ofPrimary(signals);
    await ofPrimary(signals);
    assert.deepEqual([counted(), connections.size], [{ logins: 1, queries: 2 }, 1]);
  });

  test('that is held back by a small secondary says so: waits that grow, requests that wait, the percentage written', async () => {
    bench.model.apply({ kind: 'logWrite', server: 'shop-redirect', database: 'ledger', percent: 40 });
    bench.model.apply({ kind: 'scale', server: 'shop-redirect', database: 'ledger', sku: 'GP_Gen5_16' });
    bench.model.apply({ kind: 'workload', server: 'shop-redirect', database: 'ledger', commitsPerSecond: 25 });
    const { signals } = sampling();
    const ledger = end('shop-redirect', 'ledger');
    const endMs = Date.now() + 8_000;
    let found = await ofPrimary(signals, ledger);
    while (found.throttledRequests === 0 && Date.now() < endMs) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      found = await ofPrimary(signals, ledger);
    }
    assert.ok((found.throttledRequests ?? 0) > 0, JSON.stringify(found));
    const waited = waitedFor(found, 'server')?.[THROTTLE] ?? 0;
    await new Promise((resolve) => setTimeout(resolve, 100));
    const later = await ofPrimary(signals, ledger);
    assert.ok((waitedFor(later, 'server')?.[THROTTLE] ?? 0) > waited);
    assert.equal(waitedFor(later, 'database')?.[THROTTLE], undefined);
    assert.ok((later.logWrite?.peakPercent ?? 0) > 0, JSON.stringify(later));
  });

  test('of which a view may not be read answers with the others, and is not asked for it again', async () => {
    const { signals } = sampling();
    const found = await ofPrimary(signals, tiny);
    assert.deepEqual(views(found), ['sys.dm_os_wait_stats']);
    assert.match(found.unread[0]?.message ?? '', /saw error 300 \(VIEW SERVER STATE permission was denied.*error 297/);
    assert.equal(waitedFor(found, 'server'), undefined);
    assert.deepEqual(waitedFor(found, 'database'), {});
    assert.ok(found.logWrite);
    assert.equal(found.throttledRequests, null, 'who sees only their own requests knows nothing of the others');
    bench.batches.length = 0;
    assert.deepEqual((await ofPrimary(signals, tiny)).unread, found.unread);
    assert.equal(bench.batches.filter(({ text }) => text.includes('dm_os_wait_stats')).length, 0);
    assert.equal(bench.batches.filter(({ text }) => text.includes('dm_db_wait_stats')).length, 1);
    await ofPrimary(signals);
    assert.equal(bench.batches.filter(({ text }) => text.includes('dm_os_wait_stats')).length, 1, 'another is asked');
  });

  test('where nothing may be read is no failure, and needs no hour to recover', async () => {
    const { signals } = sampling();
    bench.model.apply({ kind: 'rights', server: 'shop-we', becomes: 'connect' });
    const found = await ofPrimary(signals);
    assert.deepEqual(
      views(found).toSorted(),
      ['sys.dm_db_resource_stats', 'sys.dm_db_wait_stats', 'sys.dm_os_wait_stats'],
      'one’s own requests anybody may see',
    );
    assert.deepEqual([found.waits, found.throttledRequests, found.logWrite], [[], null, null]);
    bench.model.apply({ kind: 'rights', server: 'shop-we', becomes: 'granted' });
    const after = await ofPrimary(signals);
    assert.deepEqual(
      views(after).filter((view) => view === 'sys.dm_db_resource_stats'),
      [],
    );
    assert.ok(after.logWrite);
  });

  test('that does not answer is a failure with a sentence, within the time of signals', async () => {
    bench.fault('shop-we', { kind: 'hangQuery' });
    const { signals } = sampling({ signals: { everyMs: 60_000, timeoutMs: 300 } });
    const startedAt = performance.now();
    const answer = await signals.primary(end('shop-we'));
    assert.ok(performance.now() - startedAt < 1_500);
    assert.ok(!answer.ok);
    assert.equal(answer.failure.kind, 'unreachable');
    assert.match(answer.failure.message, /no answer to the query within 300 ms/);
  });

  test('that answers with an error that is no refusal is a failure', async () => {
    bench.fault('shop-we', { kind: 'queryError', number: 40501 });
    const answer = await sampling().signals.primary(end('shop-we'));
    assert.ok(!answer.ok);
    assert.deepEqual([answer.failure.kind, answer.failure.number], ['busy', 40501]);
  });

  test('over a connection that has gone stale is asked again by a fresh login', async () => {
    const { sampler, signals } = sampling();
    assert.ok((await sampler.sample(end('shop-we'))).ok);
    const counted = countOn('shop-we');
    bench.model.apply({ kind: 'database', ...orders, becomes: 'Restarted' });
    await eventually(
      'the restart to be over',
      () => bench.model.database('shop-we', 'orders')?.availability === 'Online',
    );
    await ofPrimary(signals);
    assert.equal(counted().logins, 1);
  });
});

describe('a secondary', () => {
  test('says what it has hardened, what it is and how far its readers are behind, by a login of its own', async () => {
    const { signals } = sampling();
    const counted = countOn('shop-ne');
    const found = await ofSecondary(signals);
    assert.deepEqual(counted(), { logins: 1, queries: 1 });
    assert.equal(found.replicaRole, 2);
    assert.ok(Math.abs((found.lastCommitMs ?? 0) - Date.now()) < 5_000);
    assert.deepEqual(found.unread, []);
    assert.equal(found.redo?.lagSeconds, 0);
    assert.ok(found.roundTripMs >= 0 && found.roundTripMs < 2_000);
  });

  test('whose redo is slow says how much waits', async () => {
    const link = { kind: 'link', ...orders, secondaryServer: 'shop-ne' } as const;
    bench.model.apply({ ...link, redoDelayMs: 60_000 });
    try {
      const { signals } = sampling();
      const endMs = Date.now() + 6_000;
      let found = await ofSecondary(signals);
      while ((found.redo?.lagSeconds ?? 0) < 1 && Date.now() < endMs) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        found = await ofSecondary(signals);
      }
      assert.ok((found.redo?.lagSeconds ?? 0) >= 1 && (found.redo?.queueKb ?? 0) > 0, JSON.stringify(found));
    } finally {
      bench.model.apply({ ...link, redoDelayMs: 5 });
    }
  });

  test('keeps its connection where the primaries leave room, and only once it is known how many they are', async () => {
    const { sampler, signals, connections } = sampling({ keepConnections: 2 });
    assert.ok((await sampler.sample(end('shop-we'))).ok);
    await ofSecondary(signals);
    assert.equal(connections.secondaries.size, 0, 'nobody knows yet');
    await sampler.retain([end('shop-we'), end('shop-ne'), end('shop-uks')]);
    await ofSecondary(signals);
    await ofSecondary(signals, end('shop-uks'));
    assert.deepEqual([connections.primaries.size, connections.secondaries.size], [1, 1]);
    const counted = countOn('shop-ne');
    await ofSecondary(signals);
    assert.deepEqual(counted(), { logins: 0, queries: 1 });
    await sampler.retain([end('shop-we'), end('shop-uks')]);
    assert.equal(connections.secondaries.size, 0, 'what is watched no more is closed');
  });

  test('that became a primary answers as one, and its connection is not kept', async () => {
    const { sampler, signals, connections } = sampling();
    await sampler.retain([end('shop-we')]);
    const found = await ofSecondary(signals, end('shop-we'));
    assert.deepEqual([found.replicaRole, found.redo, connections.secondaries.size], [0, null, 0]);
  });

  test('without VIEW DATABASE STATE answers, and nothing of it can be read', async () => {
    bench.model.apply({ kind: 'rights', server: 'shop-ne', becomes: 'connect' });
    const found = await ofSecondary(sampling().signals);
    assert.deepEqual([found.lastCommitMs, found.replicaRole, found.redo], [null, null, null]);
    assert.equal(found.unread.length, 3);
    assert.match(found.unread[0]?.message ?? '', /sys\.dm_geo_replication_link_status, saw error 262/);
  });

  test('that lets nobody in is closed: nothing is wrong', async () => {
    const answer = await sampling().signals.secondary(end('shop-uks', 'vault'));
    assert.ok(!answer.ok);
    assert.deepEqual([answer.closed, answer.failure.number], [true, 976]);
  });

  test('that is unavailable, wrong or silent is not closed', async () => {
    for (const number of [40613, 18456, 4060]) {
      bench.fault('shop-ne', { kind: 'error', number });
      const answer = await sampling().signals.secondary(end('shop-ne'));
      assert.ok(!answer.ok);
      assert.deepEqual([answer.closed, answer.failure.number], [false, number]);
    }
    bench.fault('shop-ne', { kind: 'silent' });
    const answer = await sampling({ signals: { everyMs: 60_000, timeoutMs: 300 } }).signals.secondary(end('shop-ne'));
    assert.ok(!answer.ok && !answer.closed);
    assert.equal(answer.failure.kind, 'unreachable');
  });

  test('that is a standby is open to those who watch', async () => {
    const found = await ofSecondary(sampling().signals, end('shop-ne', 'spare'));
    assert.equal(found.replicaRole, 2);
  });
});
