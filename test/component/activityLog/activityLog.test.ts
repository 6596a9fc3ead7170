import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { CALLERS } from '../../../local/estate/identity/callers.ts';
import { createActivityLog } from '../../../shared/adapters/azure/activityLog/activityLog.ts';
import { ReadFailure } from '../../../shared/topology/errors.ts';
import type { ActivityLog } from '../../../shared/topology/ports.ts';
import { type MonitorEstate, openMonitor, START_MS } from '../monitor/monitorEstate.ts';

const MINUTE = 60_000;
const LINKS = 'microsoft.sql/servers/databases/replicationlinks';

let monitor: MonitorEstate;
let log: ActivityLog;
let subscription: string;
before(async () => {
  monitor = await openMonitor();
  const { credential, httpClient } = monitor;
  log = createActivityLog({ cloud: 'public', credential, httpClient, limits: { timeoutMs: 4_000, attempts: 1 } });
  subscription = monitor.estate.model.definition.subscriptions[0]?.id ?? '';
  monitor.clock.ms = START_MS + 10 * MINUTE;
});
afterEach(() => monitor.estate.model.apply({ kind: 'resourceManager', becomes: 'up' }));
after(() => monitor?.close());

const lastHour = () => ({ fromMs: monitor.clock.ms - 60 * MINUTE, toMs: monitor.clock.ms });
const told = async () =>
  (await log.sqlCalls(subscription, lastHour())).map(({ operation, resourceId, caller }) => [
    operation,
    /servers\/(.*?)(\/replicationlinks\/.*)?$/.exec(resourceId)?.[1],
    caller,
  ]);
const failureKind = async (asked: Promise<unknown>) => {
  try {
    await asked;
    return 'none';
  } catch (error) {
    assert.ok(error instanceof ReadFailure, String(error));
    assert.doesNotMatch(error.message, /eyJ|Bearer/);
    return error.kind;
  }
};

test('where nobody did anything nobody is named', async () => {
  assert.deepEqual(await told(), []);
});

test('a person and the app are named by what they called; T-SQL leaves nothing', async () => {
  const { model } = monitor.estate;
  const failover = { kind: 'failover', server: 'shop-we', to: 'shop-ne', mode: 'forced' } as const;
  model.apply({ ...failover, database: 'many-0', by: 'tsql' });
  assert.deepEqual(await told(), []);
  model.apply({ kind: 'link', server: 'shop-we', database: 'orders', secondaryServer: 'far-uk', becomes: 'removed' });
  monitor.clock.ms += MINUTE;
  model.failover({ server: 'shop-ne', database: 'orders', mode: 'forced', by: 'arm' });
  monitor.clock.ms += MINUTE;
  // Each has a beginning and an end; the newest comes first.
  const own = [`${LINKS}/forcefailoverallowdataloss/action`, 'shop-ne/databases/orders', CALLERS.app.name];
  const removal = [`${LINKS}/delete`, 'shop-we/databases/orders', 'ada@contoso.com'];
  assert.deepEqual(await told(), [own, own, removal, removal]);
});

test('what was before is not in it', async () => {
  monitor.clock.ms += 60 * MINUTE;
  assert.deepEqual(await told(), []);
});

test('more than one page is read to the end', async () => {
  for (let count = 0; count < 60; count += 1) {
    const sku = count % 2 === 0 ? 'GP_Gen5_4' : 'GP_Gen5_2';
    monitor.estate.model.apply({ kind: 'scale', server: 'shop-we', database: 'idle', sku });
    monitor.clock.ms += 1_000;
  }
  monitor.sent.length = 0;
  const calls = await log.sqlCalls(subscription, lastHour());
  assert.equal(calls.length, 120);
  assert.equal(monitor.sent.length, 2);
  assert.ok(monitor.sent.every((one) => one.startsWith('GET https://management.azure.com/')));
});

test('every trouble is a failure with its kind, within its time', async () => {
  const ask = () => failureKind(log.sqlCalls(subscription, lastHour()));
  const { model } = monitor.estate;
  for (const [becomes, kind] of [
    ['throttled', 'throttled'],
    ['unavailable', 'unavailable'],
    ['garbage', 'garbage'],
  ] as const) {
    model.apply({ kind: 'resourceManager', becomes });
    assert.equal(await ask(), kind);
  }
  model.apply({ kind: 'resourceManager', becomes: 'up' });
  assert.equal(await failureKind(log.sqlCalls('99999999-2222-4333-8444-555555555555', lastHour())), 'notFound');
});

test('a silent Resource Manager costs its time, and no more', async () => {
  monitor.estate.model.apply({ kind: 'resourceManager', becomes: 'silent' });
  const { credential, httpClient } = monitor;
  const limits = { timeoutMs: 300, attempts: 2 };
  const impatient = createActivityLog({ cloud: 'public', credential, httpClient, limits });
  assert.equal(await failureKind(impatient.sqlCalls(subscription, lastHour())), 'timeout');
});

test('an identity without Reader is refused, and told what to do', async () => {
  const getToken = async () => ({
    token: monitor.estate.tokens.issue('https://management.azure.com', { objectId: CALLERS.person.objectId }),
    expiresOnTimestamp: Date.now() + 3_600_000,
  });
  const { httpClient } = monitor;
  const stranger = createActivityLog({
    cloud: 'public',
    credential: { getToken },
    httpClient,
    limits: { timeoutMs: 4_000, attempts: 1 },
  });
  await assert.rejects(stranger.sqlCalls(subscription, lastHour()), (error: unknown) => {
    assert.ok(error instanceof ReadFailure);
    assert.equal(error.kind, 'forbidden');
    assert.match(error.message, /^Expected the activity log of subscription .* 403 .*Reader role/);
    return true;
  });
});
