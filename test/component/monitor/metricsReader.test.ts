import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { createMetricsReader } from '../../../shared/adapters/azure/metrics/metricsReader.ts';
import type { MetricPoint, MetricsReader } from '../../../shared/replication/metricsPorts.ts';
import { type MonitorEstate, openMonitor, START_MS } from './monitorEstate.ts';

const MINUTE = 60_000;

let monitor: MonitorEstate;
let reader: MetricsReader;
before(async () => {
  monitor = await openMonitor();
  const { credential, httpClient } = monitor;
  reader = createMetricsReader({ cloud: 'public', credential, httpClient, limits: { timeoutMs: 5_000, attempts: 1 } });
});
afterEach(() => {
  monitor.estate.model.apply({ kind: 'monitor', becomes: 'up' });
  monitor.estate.model.apply({ kind: 'lagMetric', server: 'shop-we', database: 'orders', says: 'theTruth' });
  delete monitor.credential.audience;
  monitor.sent.length = 0;
});
after(() => monitor?.close());

const idOf = (database: string, server = 'shop-we'): string =>
  monitor.estate.model.database(server, database)?.resourceId ?? assert.fail(`no ${server}/${database}`);

/** Minutes since the start of the estate, with what they say. */
const told = (points: readonly MetricPoint[]) => points.map(({ atMs, value }) => [(atMs - START_MS) / MINUTE, value]);

async function read(...databases: string[]) {
  const resourceIds = databases.map((database) => idOf(database));
  return await reader.read({ region: 'West Europe', resourceIds, sinceMs: monitor.clock.ms - 10 * MINUTE });
}

async function readOne(database: string) {
  const { resources, failures } = await read(database);
  assert.deepEqual(failures, []);
  return resources[0] ?? assert.fail('expected the database to be there');
}

test('a primary tells the lag of each geo-secondary by the minute, the newest once it has arrived', async () => {
  monitor.clock.ms = START_MS + 3 * MINUTE + 30_000;
  const { lag, resourceId } = await readOne('orders');
  assert.equal(resourceId, idOf('orders').toLowerCase());
  assert.deepEqual(lag.map(({ partnerServer, partnerDatabase }) => [partnerServer, partnerDatabase]).sort(), [
    ['far-uk', 'orders'],
    ['shop-ne', 'orders'],
  ]);
  // Before the estate there was nothing; the third minute ended half a minute ago and is not there yet.
  for (const { points } of lag) {
    assert.deepEqual(
      told(points).filter(([, value]) => value !== null),
      [
        [0, 0],
        [1, 0],
      ],
    );
  }
});

test('a lag that the primary does not know leaves its minutes empty, and never becomes zero', async () => {
  const { model } = monitor.estate;
  const link = { server: 'shop-we', database: 'orders', secondaryServer: 'shop-ne' };
  monitor.clock.ms = START_MS + 4 * MINUTE;
  model.apply({ kind: 'link', ...link, becomes: 'disconnected' });
  monitor.clock.ms = START_MS + 8 * MINUTE;
  const lag = (await readOne('orders')).lag.find(({ partnerServer }) => partnerServer === 'shop-ne');
  const numbers = new Map(told(lag?.points ?? []) as Array<[number, number | null]>);
  assert.deepEqual(
    [5, 6].map((minute) => numbers.get(minute)),
    [null, null],
  );
  // The first seconds after the interlink was lost the primary still answered with a number.
  assert.ok(Number(numbers.get(4)) >= 0, `minute 4: ${numbers.get(4)}`);
  model.apply({ kind: 'link', ...link, becomes: 'connected' });
});

test('a lag of minutes is told as it was in each of them', async () => {
  const { model } = monitor.estate;
  const link = { kind: 'link', server: 'shop-we', database: 'orders', secondaryServer: 'far-uk' } as const;
  const startMs = monitor.clock.ms;
  model.apply({ ...link, becomes: 'suspended' });
  monitor.clock.ms += 6 * MINUTE;
  const points = (await readOne('orders')).lag.find(({ partnerServer }) => partnerServer === 'far-uk')?.points ?? [];
  const grown = points.filter(({ atMs }) => atMs >= startMs).map(({ value }) => value);
  assert.deepEqual(grown.slice(0, 5), [55, 115, 175, 235, 295]);
  model.apply({ ...link, becomes: 'active' });
});

test('a database without links has no lag, and one that is idle no load: neither is a zero of somebody else', async () => {
  const { lag, availability, connectionFailed, logWritePercent } = await readOne('idle');
  assert.deepEqual(lag, []);
  assert.deepEqual([availability, connectionFailed], [[], []]);
  assert.ok(logWritePercent.some(({ value }) => value === 0));
});

test('log write is what the workload makes of the service objective', async () => {
  const { logWritePercent } = await readOne('orders');
  const values = logWritePercent.map(({ value }) => value).filter((value) => value !== null);
  assert.ok(values.length > 0 && values.every((value) => value > 0 && value < 100), values.join());
});

test('120 databases are asked in batches of 50, three requests each, and all come back', async () => {
  const databases = ['orders', ...Array.from({ length: 119 }, (_, index) => `many-${index}`)];
  const { resources, failures } = await read(...databases);
  assert.deepEqual(failures, []);
  assert.deepEqual(new Set(resources.map(({ resourceId }) => resourceId)).size, 120);
  assert.equal(monitor.sent.length, 9);
  for (const line of monitor.sent) assert.match(line, /^POST https:\/\/westeurope\.metrics\.monitor\.azure\.com\//);
});

test('a database that is gone spoils nobody else its metrics', async () => {
  const gone = `${idOf('orders')}-dropped`;
  const resourceIds = [idOf('orders'), idOf('idle'), gone, idOf('many-1')];
  const { resources, failures } = await reader.read({
    region: 'westeurope',
    resourceIds,
    sinceMs: monitor.clock.ms - 10 * MINUTE,
  });
  assert.equal(resources.length, 3);
  assert.deepEqual(
    failures.map(({ kind, resourceIds: ids }) => [kind, ids]),
    [['notFound', [gone.toLowerCase()]]],
  );
});

for (const [becomes, kind, word] of [
  ['denied', 'forbidden', /role Monitoring Reader/],
  ['throttled', 'throttled', /signals\.metricsEvery/],
  ['unavailable', 'unavailable', /Azure's trouble/],
] as const) {
  test(`metrics that are ${becomes} are told as ${kind}, once, with what to do`, async () => {
    monitor.estate.model.apply({ kind: 'monitor', becomes });
    const { resources, failures } = await read('orders', 'idle');
    assert.deepEqual(resources, []);
    assert.deepEqual(
      failures.map((failure) => [failure.kind, failure.resourceIds.length]),
      [[kind, 2]],
    );
    assert.match(failures[0]?.message ?? '', word);
  });
}

test('a region that is down ends with the deadline, not never', async () => {
  const { credential, httpClient } = monitor;
  const hasty = createMetricsReader({ cloud: 'public', credential, httpClient, limits: { timeoutMs: 300 } });
  const resourceIds = [idOf('orders')];
  monitor.estate.model.apply({ kind: 'region', region: 'westeurope', becomes: 'down' });
  const { failures } = await hasty.read({ region: 'westeurope', resourceIds, sinceMs: START_MS });
  monitor.estate.model.apply({ kind: 'region', region: 'westeurope', becomes: 'up' });
  assert.deepEqual(
    failures.map(({ kind }) => kind),
    ['timeout'],
  );
});

test('a token for Resource Manager is not one for metrics, and no refusal shows it', async () => {
  monitor.credential.audience = 'https://management.azure.com';
  const { credential, httpClient } = monitor;
  const fresh = createMetricsReader({ cloud: 'public', credential, httpClient, limits: { timeoutMs: 5_000 } });
  const { failures } = await fresh.read({ region: 'westeurope', resourceIds: [idOf('orders')], sinceMs: START_MS });
  assert.deepEqual(
    failures.map(({ kind }) => kind),
    ['unauthorised'],
  );
  assert.doesNotMatch(JSON.stringify(failures), /eyJ/);
});

test('what the lag metric is made to say, it says', async () => {
  const { model } = monitor.estate;
  const change = { kind: 'lagMetric', server: 'shop-we', database: 'orders' } as const;
  const newest = async () =>
    (await readOne('orders')).lag.map(({ points }) => points.findLast((one) => one.value !== null)?.value);
  model.apply({ ...change, says: { lagSeconds: 300 } });
  assert.deepEqual(await newest(), [300, 300]);
  model.apply({ ...change, says: 'nothing' });
  assert.deepEqual(await newest(), []);
});

test('with no delay the minute that runs is there', async () => {
  monitor.estate.model.apply({ kind: 'monitor', delayMs: 0 });
  const minute = Math.floor(monitor.clock.ms / MINUTE) * MINUTE;
  monitor.clock.ms = minute + 10_000;
  const { lag } = await readOne('orders');
  assert.ok(lag.every(({ points }) => points.at(-1)?.atMs === minute && points.at(-1)?.value !== null));
  monitor.estate.model.apply({ kind: 'monitor', delayMs: 60_000 });
});

test('availability is what the logins of a minute came to: 100, then 0 while the database is not available', async () => {
  const { model } = monitor.estate;
  const minute = Math.ceil(monitor.clock.ms / MINUTE) * MINUTE;
  const change = { kind: 'database', server: 'shop-we', database: 'many-2' } as const;
  monitor.clock.ms = minute;
  await monitor.logIn('many-2');
  monitor.clock.ms = minute + MINUTE;
  model.apply({ ...change, becomes: 'Unavailable' });
  await monitor.logIn('many-2');
  await monitor.logIn('many-2');
  monitor.clock.ms = minute + 5 * MINUTE;
  model.apply({ ...change, becomes: 'Online' });
  const { availability, connectionFailed } = await readOne('many-2');
  const known = (points: readonly MetricPoint[]) => points.filter(({ value }) => value !== null);
  assert.deepEqual(known(availability), [
    { atMs: minute, value: 100 },
    { atMs: minute + MINUTE, value: 0 },
  ]);
  assert.deepEqual(known(connectionFailed), [{ atMs: minute + MINUTE, value: 2 }]);
});
