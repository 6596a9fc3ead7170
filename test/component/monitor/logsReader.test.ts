import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { createLogsReader } from '../../../shared/adapters/azure/logs/logsReader.ts';
import type { LogsReader } from '../../../shared/outage/logPorts.ts';
import { type MonitorEstate, openMonitor, START_MS } from './monitorEstate.ts';

const MINUTE = 60_000;

let monitor: MonitorEstate;
let reader: LogsReader;
before(async () => {
  monitor = await openMonitor();
  const { credential, httpClient } = monitor;
  reader = createLogsReader({ cloud: 'public', credential, httpClient, limits: { timeoutMs: 5_000, attempts: 1 } });
  monitor.clock.ms = START_MS + 10 * MINUTE;
});
afterEach(() => {
  monitor.estate.model.apply({ kind: 'monitor', becomes: 'up' });
  delete monitor.credential.audience;
});
after(() => monitor?.close());

const run = (query: string, workspaceId = monitor.estate.addresses.logsWorkspace) =>
  reader.run({ name: 'mine', workspaceId, query });

test('a count over the metrics is the number of the first row', async () => {
  const counted =
    'AzureMetrics | where MetricName == "replication_lag_seconds" and Resource =~ "orders" | summarize count()';
  // Ten minutes ago it began; the export takes three minutes.
  assert.deepEqual(await run(counted), { ok: true, rows: 1, value: 7, hits: [{}] });
});

test('the highest lag of a database since a moment is a number, and of nobody none', async () => {
  const query = (name: string) =>
    `AzureMetrics | where TimeGenerated > ago(10m) and Resource =~ '${name}' and MetricName has 'lag' | summarize worst = max(Maximum)`;
  assert.deepEqual(await run(query('orders')), { ok: true, rows: 1, value: 0, hits: [{}] });
  assert.deepEqual(await run(query('nobody')), { ok: true, rows: 1, value: null, hits: [{}] });
});

test('a failover through Resource Manager is in the activity log, and one by T-SQL is not', async () => {
  const { model } = monitor.estate;
  const query = 'AzureActivity | where OperationNameValue contains "failover" | order by TimeGenerated | take 5';
  const move = async (database: string, by: 'arm' | 'tsql') => {
    model.failover({ server: 'shop-ne', database, mode: 'forced', by });
    monitor.clock.ms += MINUTE;
    assert.equal(model.database('shop-ne', database)?.role, 'PRIMARY');
    return await run(query);
  };
  assert.deepEqual(await move('many-0', 'tsql'), { ok: true, rows: 0, value: null, hits: [] });
  assert.deepEqual(await move('orders', 'arm'), { ok: true, rows: 1, value: null, hits: [{}] });
});

test('a row names what it is about, and nothing else of it comes along', async () => {
  const named = `AzureMetrics | where MetricName == 'log_write_percent' and Resource =~ 'orders'
    | project Server = 'shop-we', database = Resource, Maximum, secret = 'not for anybody' | take 2`;
  const answer = await run(named);
  assert.ok(answer.ok);
  assert.deepEqual([answer.rows, answer.hits], [2, [{ server: 'shop-we', database: 'ORDERS' }]]);
  assert.doesNotMatch(JSON.stringify(answer), /anybody/);
});

for (const [what, query, says] of [
  ['a table that is not there', 'Heartbeat | count', /400/],
  ['a column that is not there', 'AzureMetrics | where Nothing == 1', /400/],
  ['an operator beyond the subset', 'AzureMetrics | join AzureActivity on ResourceId', /400/],
] as const) {
  test(`${what} is refused by Azure, and told without the query`, async () => {
    const answer = await run(query);
    assert.ok(!answer.ok);
    assert.equal(answer.kind, 'other');
    assert.match(answer.message, says);
    assert.match(answer.message, /BadArgumentError/);
    assert.doesNotMatch(answer.message, /Heartbeat|Nothing|join/);
  });
}

for (const [becomes, kind] of [
  ['denied', 'forbidden'],
  ['throttled', 'throttled'],
  ['unavailable', 'unavailable'],
] as const) {
  test(`logs that are ${becomes} are told as ${kind}`, async () => {
    monitor.estate.model.apply({ kind: 'monitor', becomes });
    const answer = await run('AzureMetrics | take 1');
    assert.deepEqual(!answer.ok && answer.kind, kind);
  });
}

test('logs that never answer end with the deadline', async () => {
  const { credential, httpClient } = monitor;
  const hasty = createLogsReader({ cloud: 'public', credential, httpClient, limits: { timeoutMs: 300 } });
  monitor.estate.model.apply({ kind: 'monitor', becomes: 'silent' });
  const workspaceId = monitor.estate.addresses.logsWorkspace;
  const answer = await hasty.run({ name: 'mine', workspaceId, query: 'AzureMetrics' });
  assert.deepEqual(!answer.ok && answer.kind, 'timeout');
});

test('another workspace is not found, and a token for metrics is none for logs', async () => {
  const other = await run('AzureMetrics | take 1', '00000000-0000-4000-8000-000000000000');
  assert.deepEqual(!other.ok && other.kind, 'notFound');
  monitor.credential.audience = 'https://metrics.monitor.azure.com';
  const { credential, httpClient } = monitor;
  const fresh = createLogsReader({
    cloud: 'public',
    credential,
    httpClient,
    limits: { timeoutMs: 5_000, attempts: 1 },
  });
  const workspaceId = monitor.estate.addresses.logsWorkspace;
  const refused = await fresh.run({ name: 'mine', workspaceId, query: 'AzureMetrics' });
  assert.deepEqual(!refused.ok && refused.kind, 'unauthorised');
  assert.doesNotMatch(JSON.stringify(refused), /eyJ/);
});
