import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { createReplicationSampler } from '../../../shared/adapters/azure/sql/replicationSampler.ts';
import { createSignalSampler } from '../../../shared/adapters/azure/sql/signalSampler.ts';
import { SqlConnections } from '../../../shared/adapters/azure/sql/sqlConnections.ts';
import { shardOf } from '../../../shared/replication/shards.ts';
import { QuestionQueue } from '../../../shared/replication/signals/questionQueue.ts';
import { runSweep } from '../../../shared/replication/sweep.ts';
import { link, topology } from '../../unit/replication/builders.ts';
import { Bench } from '../../unit/replication/fixture.ts';
import { eventually, openSqlBench, type SqlBench } from './sqlEstate.ts';

const TO_NE = link('shop-we', 'shop-ne', 'orders');
const TO_UKS = link('shop-we', 'shop-uks', 'orders');
const STOCK = link('shop-we', 'shop-ne', 'stock');
const WATCHED = topology([TO_NE, TO_UKS, STOCK]);
const TIMEOUT_MS = 1_000;

let estate: SqlBench;
let closing: Array<() => Promise<void>> = [];
before(async () => {
  estate = await openSqlBench();
  // A database that nobody has written to yet has no last commit, and so no gap.
  const watched = [TO_NE, TO_UKS, STOCK].map(({ secondary }) => secondary);
  await eventually('a commit on every secondary', () =>
    watched.every(({ server, database }) => (estate.model.database(server, database)?.position ?? 0) > 0),
  );
});
afterEach(async () => {
  estate.fault('shop-ne', null);
  for (const close of closing) await close();
  closing = [];
});
after(() => estate.close());

/** Sweeps with the real samplers under them, over connections that they share; what is stored is in memory. */
function world() {
  const bench = new Bench();
  const sampling = { ...bench.sampling, everyMs: 60_000, timeoutMs: TIMEOUT_MS };
  bench.sampling = sampling;
  const options = {
    sampling,
    getToken: estate.token,
    certificateAuthority: estate.authority.certificate,
    connector: estate.connector,
  };
  const connections = new SqlConnections(options);
  const sampler = createReplicationSampler(options, connections);
  closing.push(() => sampler.retain([]));
  const signals = {
    sampler: createSignalSampler(options, connections),
    queue: new QuestionQueue(8),
    everyMs: sampling.everyMs,
    secondaries: true,
    spreadFirst: false,
    rpoMs: 5_000,
  };
  const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  const sweep = () => runSweep({ ...bench.input(WATCHED, { sampler }), signals, pause, now: () => Date.now() });
  const statusOf = async ({ linkKey }: { linkKey: string }) =>
    (await bench.table.subjects.loadOne(shardOf(linkKey), linkKey))?.value.link;
  return { sweep, statusOf };
}

test('one sweep reads what the links alone do not say, from the primary and from each of its secondaries', async () => {
  const { sweep, statusOf } = world();
  const startedAtMs = Date.now();
  assert.deepEqual((await sweep()).problems, []);
  for (const watched of [TO_NE, TO_UKS, STOCK]) {
    const { signals } = (await statusOf(watched)) ?? {};
    assert.equal(signals?.primary, `shop-we/${watched.primary.database}`);
    assert.equal(signals?.secondary?.is, 'answering');
    assert.equal(signals?.secondary?.replicaRole, 2);
    assert.equal(typeof signals?.secondary?.commitGapSeconds, 'number');
    assert.ok((signals?.secondary?.atMs ?? 0) >= startedAtMs);
    assert.equal(signals?.throttle?.waitedPerSecond, null);
    assert.ok((signals?.throttle?.counters.length ?? 0) > 0);
  }
});

test('a secondary that never answers costs no sample: its own links say that it is silent, all others are as ever', async () => {
  const { sweep, statusOf } = world();
  estate.fault('shop-ne', { kind: 'silent' });
  const { failed, durationMs, problems } = await sweep();
  assert.deepEqual([failed, problems], [0, []]);
  assert.ok(durationMs < 3 * TIMEOUT_MS, `saw ${durationMs} ms`);
  const [toNe, toUks, stock] = await Promise.all([TO_NE, TO_UKS, STOCK].map(statusOf));
  assert.deepEqual(
    [toNe, toUks, stock].map((status) => [status?.state.name, status?.signals?.secondary?.is]),
    [
      ['caughtUp', 'silent'],
      ['caughtUp', 'answering'],
      ['caughtUp', 'silent'],
    ],
  );
  assert.equal(toNe?.signals?.secondary?.failure?.kind, 'unreachable');
  assert.equal(toNe?.signals?.secondary?.commitGapSeconds, null);
});
