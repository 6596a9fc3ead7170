import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { discoverTopology } from '../../../shared/app/discoverTopology.ts';
import { pollEveryMs, pollHealth } from '../../../shared/app/pollHealth.ts';
import { readStatus } from '../../../shared/app/queries.ts';
import { sampleReplication } from '../../../shared/app/sampleReplication.ts';
import { sweepMetrics } from '../../../shared/app/sweepMetrics.ts';
import { loadConfiguration } from '../../../shared/config/load.ts';
import type { Configuration } from '../../../shared/config/types.ts';
import type { LogAnswer } from '../../../shared/outage/logPorts.ts';
import type { MetricsAnswer, ResourceMetrics } from '../../../shared/replication/metricsPorts.ts';
import type { StatusView } from '../../../shared/views/types.ts';
import { AppWorld, caughtUp, START } from './world.ts';

const MINUTE = 60_000;
const KEY = 'one/orders';

function configured(more: string, scope = ''): Configuration {
  const loaded = loadConfiguration(`
name: shops
scopes: [{ name: all, subscriptions: [11111111-2222-3333-4444-555555555555]${scope} }]
objectives: { rpo: 5s, rto: 5m }
${more}`);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.faults));
  return loaded.configuration;
}

const GROUPS = "groups: [{ name: shop, databases: ['one/*'], mode: notify }]";
const QUERIES = `logs:
  queries:
    - { name: gateway, workspaceId: 5f3d8a10-7c64-4e0e-9a5b-1f6f5a2b8c01, query: T, every: 5m, severity: error, evidence: database }
`;

let world: AppWorld;
let asked: string[][];
let metrics: (resourceId: string) => ResourceMetrics | undefined;
let answer: LogAnswer;
let queried: number;

async function begin(configuration: Configuration): Promise<void> {
  world = new AppWorld(configuration);
  asked = [];
  queried = 0;
  metrics = healthy;
  answer = { ok: true, rows: 0, value: null, hits: [] };
  world.metricsReader = { read: async ({ resourceIds }) => answerOf([...resourceIds]) };
  world.logsReader = {
    run: async () => {
      queried += 1;
      return answer;
    },
  };
  await discoverTopology(world.context, world.log);
}
beforeEach(() => begin(configured('')));

function answerOf(resourceIds: string[]): MetricsAnswer {
  asked.push(resourceIds);
  const told = resourceIds.map((id) => ({ id, read: metrics(id.toLowerCase()) }));
  const refused = told.filter(({ read }) => read === undefined).map(({ id }) => id);
  const failure = {
    subject: 'westeurope',
    kind: 'forbidden' as const,
    message: 'Give it the role.',
    resourceIds: refused,
  };
  return { resources: told.flatMap(({ read }) => read ?? []), failures: refused.length > 0 ? [failure] : [] };
}

function healthy(resourceId: string): ResourceMetrics {
  const at = (value: number) => [{ atMs: world.nowMs - 2 * MINUTE, value }];
  return {
    resourceId,
    lag: [{ partnerServer: 'two', partnerDatabase: 'orders', points: at(3) }],
    availability: at(100),
    connectionFailed: [],
    logWritePercent: at(12),
  };
}
const failing = (resourceId: string): ResourceMetrics => ({
  ...healthy(resourceId),
  availability: [{ atMs: world.nowMs - 2 * MINUTE, value: 0 }],
});

const poll = () => pollHealth(world.context, world.log);
const pass = (ms: number) => {
  world.nowMs += ms;
};
const evidence = () => world.storage.evidence.load();

async function status(): Promise<StatusView> {
  const reply = await readStatus(world.context);
  return JSON.parse(String(reply.body)) as StatusView;
}

test('the metrics of every watched primary are read and kept', async () => {
  await poll();
  assert.equal(asked.length, 1);
  assert.deepEqual(world.metrics[KEY], {
    atMs: START,
    lag: { 'two/orders': { lagSeconds: 3, atMs: START - 2 * MINUTE } },
    availability: { percent: 100, atMs: START - 2 * MINUTE },
    connectionFailed: null,
    logWritePercent: { sustained: 12, peak: 12 },
  });
});

test('a second opinion is asked for every five minutes, a routine source every minute', async () => {
  const timesIn = async (minutes: number) => {
    for (let minute = 0; minute < minutes; minute += 1) {
      await poll();
      pass(MINUTE);
    }
    return asked.length;
  };
  assert.equal(await timesIn(10), 2);
  await begin(configured('', ', source: economy'));
  assert.equal(await timesIn(10), 10);
});

test('the timer fires every minute, and more often where something is wanted more often', () => {
  assert.equal(pollEveryMs(configured('')), MINUTE);
  assert.equal(pollEveryMs(configured('signals: { metricsEvery: 5s }')), 5_000);
  assert.equal(pollEveryMs(configured('signals: { metricsEvery: 5s, metrics: false }')), MINUTE);
  assert.equal(pollEveryMs(configured(QUERIES.replace('every: 5m', 'every: 30s'))), 30_000);
});

test('where nobody wants a second opinion nobody is asked, except where it is the only one', async () => {
  await begin(configured('signals: { metrics: false }'));
  await poll();
  assert.deepEqual(asked, []);
  await begin(configured('signals: { metrics: false }', ', source: metricsOnly'));
  await poll();
  assert.equal(asked.length, 1);
});

test('a refusal is one problem, from its beginning until it is mended, also between two tries', async () => {
  metrics = () => undefined;
  const shown = async () => {
    await poll();
    return (await status()).problems.filter(({ code }) => code === 'metrics-forbidden');
  };
  const [first] = await shown();
  assert.equal(first?.message, 'Give it the role.');
  pass(MINUTE);
  assert.deepEqual(await shown(), [first]);
  assert.equal(asked.length, 1);
  pass(5 * MINUTE);
  metrics = healthy;
  assert.deepEqual(await shown(), []);
});

test('an availability of 0 is evidence for a member of a group, and logins that work end it', async () => {
  await begin(configured(GROUPS));
  await poll();
  assert.deepEqual(await evidence(), []);
  metrics = failing;
  pass(5 * MINUTE);
  await poll();
  const votes = async () => (await evidence()).map(({ source, vote }) => `${source} ${vote}`);
  assert.deepEqual(await votes(), ['platformMetric down']);
  metrics = healthy;
  pass(5 * MINUTE);
  await poll();
  assert.deepEqual(await votes(), ['platformMetric against']);
});

test('without groups there is nobody to judge, and so no evidence', async () => {
  metrics = failing;
  await poll();
  assert.deepEqual(await evidence(), []);
});

test('a log query is a signal on the status page, asked at its own pace', async () => {
  await begin(configured(QUERIES));
  assert.deepEqual((await status()).logQueries, [
    { name: 'gateway', severity: 'error', evidence: 'database', at: null, hits: null, value: null, failure: null },
  ]);
  answer = { ok: true, rows: 3, value: 41, hits: [] };
  await poll();
  const [shown] = (await status()).logQueries;
  assert.deepEqual([shown?.hits, shown?.value, shown?.at], [3, 41, new Date(START).toISOString()]);
  pass(MINUTE);
  await poll();
  assert.equal(queried, 1);
  pass(4 * MINUTE);
  await poll();
  assert.equal(queried, 2);
});

test('a log query that names a database of ours is evidence, and its failure is a problem that takes nothing back', async () => {
  await begin(configured(QUERIES));
  answer = { ok: true, rows: 1, value: null, hits: [{ server: 'one', database: 'orders' }] };
  await poll();
  const votes = async () => (await evidence()).map(({ source, vote }) => `${source} ${vote}`);
  assert.deepEqual(await votes(), ['logQuery down']);
  pass(5 * MINUTE);
  answer = { ok: false, kind: 'forbidden', message: 'Give it the role Log Analytics Reader.' };
  await poll();
  assert.deepEqual(await votes(), ['logQuery down']);
  const { problems, logQueries } = await status();
  assert.deepEqual(
    problems.map(({ subject, code }) => [subject, code]),
    [['log query gateway', 'logs-forbidden']],
  );
  assert.equal(logQueries[0]?.failure, 'Give it the role Log Analytics Reader.');
  pass(5 * MINUTE);
  answer = { ok: true, rows: 0, value: null, hits: [] };
  await poll();
  assert.deepEqual(await votes(), ['logQuery none']);
});

test('metrics that cannot be stored stop no query, and are told', async () => {
  await begin(configured(QUERIES));
  world.storage.metrics.load = () => Promise.reject(new Error('storage is away'));
  await poll();
  assert.equal(queried, 1);
  assert.deepEqual(
    (await status()).problems.map(({ code, message }) => [code, message]),
    [['not-polled', 'storage is away']],
  );
});

test('a witness asks nobody, and nothing is asked before anything was discovered', async () => {
  await begin(configured('role: witness'));
  await poll();
  world = new AppWorld(configured(''));
  await poll();
  assert.deepEqual(asked, []);
});

test('a sweep of a scope without rights tells what was read, and asks no database', async () => {
  await begin(configured('sampling: { every: 1s }', ', source: metricsOnly'));
  world.context.ports.sampler = async () => ({
    sample: () => assert.fail('expected no database to be asked'),
    retain: async () => {},
  });
  await poll();
  await sampleReplication(world.context, world.log);
  const [link] = (await status()).links;
  assert.deepEqual([link?.state, link?.lagSeconds], ['caughtUp', 3]);
  assert.equal(link?.sampledAt, new Date(START - 2 * MINUTE).toISOString());
});

test('a second opinion that cannot be loaded stops no sweep, and is told', async () => {
  await begin(configured('sampling: { every: 1s }'));
  world.storage.metrics.load = () => Promise.reject(new Error('storage is away'));
  world.rows = [caughtUp(1)];
  await sampleReplication(world.context, world.log);
  const [link] = (await status()).links;
  assert.deepEqual([link?.state, link?.lagSeconds], ['caughtUp', 1]);
  assert.deepEqual(
    world.context.troubles.since(0).map(({ subject, message }) => [subject, message]),
    [['metrics', 'storage is away']],
  );
});

test('the shards of one tick load the metrics once, the next tick again', async () => {
  await begin(configured('sampling: { every: 30s }'));
  let loads = 0;
  world.storage.metrics.load = async () => {
    loads += 1;
    return {};
  };
  const configuration = world.context.configuration ?? assert.fail();
  const topology = (await world.storage.topology.load()) ?? assert.fail();
  const load = () => sweepMetrics(world.context, configuration, topology);
  await Promise.all([load(), load(), load()]);
  assert.equal(loads, 1);
  pass(30_000);
  await load();
  assert.equal(loads, 2);
});
