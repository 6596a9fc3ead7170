import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createTokenAuthority } from '../../../../local/estate/identity/tokenAuthority.ts';
import { createLoginLedger } from '../../../../local/estate/metrics/loginLedger.ts';
import { createMetrics } from '../../../../local/estate/metrics/metrics.ts';
import { rehearse, START_MS } from '../model/rehearsal.ts';

const MINUTE = 60_000;
const AUDIENCE = 'https://metrics.monitor.azure.com';

function begin() {
  const rehearsal = rehearse();
  const { model } = rehearsal;
  const logins = createLoginLedger();
  const tokens = createTokenAuthority({ clock: model.clock });
  const sites = createMetrics({ model, logins, sinceMs: START_MS }, tokens);
  const orders = rehearsal.database('contoso-we/orders');
  const subscription = orders.resourceId.split('/')[2] ?? '';
  const asked = {
    names: 'availability',
    more: '',
    ids: [orders.resourceId],
    region: 'westeurope',
    version: '2024-02-01',
  };
  async function ask(
    changes: Partial<typeof asked> & { token?: string; method?: string; path?: string; body?: string } = {},
  ) {
    const { names, more, ids, region, version } = { ...asked, ...changes };
    const site = sites.find(({ region: of }) => of === region) ?? assert.fail(`no site in ${region}`);
    const path = changes.path ?? `/subscriptions/${subscription}/metrics:getBatch`;
    const query = `api-version=${version}&metricnamespace=Microsoft.Sql%2Fservers%2Fdatabases&metricnames=${names}${more}`;
    const answer = await site.handle({
      method: changes.method ?? 'POST',
      url: new URL(`https://${site.names[0]}${path}?${query}`),
      headers: { authorization: `Bearer ${changes.token ?? tokens.issue(AUDIENCE)}` },
      body: Buffer.from(changes.body ?? JSON.stringify({ resourceids: ids })),
      fromRegion: 'uksouth',
    });
    assert.ok('status' in answer, 'expected an answer');
    return { status: answer.status, body: JSON.parse(String(answer.body)) };
  }
  const data = async (name: string, more = '') => {
    const { status, body } = await ask({ names: name, more });
    assert.equal(status, 200, JSON.stringify(body));
    return body.values[0].value[0].timeseries;
  };
  return { ...rehearsal, logins, tokens, orders, ask, data };
}

describe('availability', () => {
  const averagesOf = (series: Array<{ data: Array<{ average?: number }> }>) =>
    series[0]?.data.map(({ average }) => average).filter((value) => value !== undefined) ?? [];

  test('is 100 with one login that worked, 0 when all failed by the system, nothing without logins or with wrong passwords', async () => {
    const world = begin();
    const note = (outcome: Parameters<typeof world.logins.note>[2], minute: number) =>
      world.logins.note('contoso-we', 'orders', outcome, START_MS + minute * MINUTE);
    assert.deepEqual(await world.data('availability'), []);
    note('successful', 0);
    note('failedBySystem', 0);
    note('failedBySystem', 1);
    note('failedByUser', 2);
    world.pass(5 * MINUTE);
    assert.deepEqual(averagesOf(await world.data('availability')), [100, 0]);
    const [failed] = await world.data('connection_failed');
    const totals = failed.data.flatMap(({ total }: { total?: number }) => total ?? []);
    assert.deepEqual(totals, [1, 1]);
  });
});

test('a minute arrives a minute after it ended, and not before', async () => {
  const world = begin();
  world.logins.note('contoso-we', 'orders', 'successful', START_MS);
  world.pass(2 * MINUTE - 1);
  assert.deepEqual(await world.data('connection_successful'), []);
  world.pass(1);
  const [series] = await world.data('connection_successful');
  const values = series.data.filter(({ total }: { total?: number }) => total !== undefined);
  assert.deepEqual(values, [{ timeStamp: new Date(START_MS).toISOString(), total: 1 }]);
});

test('the lag is one series unless it is split by partner', async () => {
  const world = begin();
  world.pass(3 * MINUTE);
  const [together, ...none] = await world.data('replication_lag_seconds');
  assert.deepEqual([together.metadatavalues, none], [[], []]);
  const [split] = await world.data(
    'replication_lag_seconds',
    "&filter=PartnerServerName eq '*' and PartnerDatabaseName eq '*'",
  );
  assert.deepEqual(
    split.metadatavalues.map(({ name, value }: { name: { value: string }; value: string }) => [name.value, value]),
    [
      ['partnerservername', 'contoso-ne'],
      ['partnerdatabasename', 'orders'],
    ],
  );
});

test('a secondary has no lag', async () => {
  const world = begin();
  world.pass(3 * MINUTE);
  const secondary = world.database('contoso-ne/orders').resourceId;
  const { body } = await world.ask({ names: 'replication_lag_seconds', ids: [secondary], region: 'northeurope' });
  assert.deepEqual(body.values[0].value[0].timeseries, []);
});

describe('refusals', () => {
  const CASES: Array<[string, Parameters<ReturnType<typeof begin>['ask']>[0], number, string]> = [
    ['another api-version', { version: '2019-01-01' }, 400, 'BadRequest'],
    ['a metric that does not exist', { names: 'geo_replication_lag_seconds' }, 400, 'BadRequest'],
    ['no metric', { names: '' }, 400, 'BadRequest'],
    [
      'an aggregation that the metric does not have',
      { names: 'connection_failed', more: '&aggregation=average' },
      400,
      'BadRequest',
    ],
    ['an aggregation that does not exist', { more: '&aggregation=median' }, 400, 'BadRequest'],
    ['a dimension that the metric does not have', { more: "&filter=PartnerServerName eq '*'" }, 400, 'BadRequest'],
    ['another time grain', { more: '&interval=PT5M' }, 400, 'BadRequest'],
    ['a time span that ends before it begins', { more: '&starttime=2027-01-01T00:00:00Z' }, 400, 'BadRequest'],
    ['51 resources', { ids: Array.from({ length: 51 }, (_, index) => `/x/${index}`) }, 400, 'BadRequest'],
    ['no resources', { ids: [] }, 400, 'BadRequest'],
    ['a body that is no JSON', { body: 'resourceids' }, 400, 'BadRequest'],
    ['a resource that is no database', { ids: ['/subscriptions/x'] }, 400, 'BadRequest'],
    ['a resource in another region', { region: 'northeurope' }, 400, 'BadRequest'],
    ['another path', { path: '/subscriptions' }, 404, 'NotFound'],
    ['another method', { method: 'GET' }, 405, 'MethodNotAllowed'],
  ];
  for (const [what, question, status, code] of CASES) {
    test(`${what}: ${status} ${code}`, async () => {
      const answer = await begin().ask(question);
      assert.deepEqual([answer.status, answer.body.error.code], [status, code]);
    });
  }

  test('a database that is not there, and one of another subscription', async () => {
    const world = begin();
    const gone = await world.ask({ ids: [`${world.orders.resourceId}-gone`] });
    assert.deepEqual([gone.status, gone.body.error.code], [404, 'ResourceNotFound']);
    const path = '/subscriptions/00000000-0000-4000-8000-000000000000/metrics:getBatch';
    assert.equal((await world.ask({ path })).status, 400);
  });

  test('a token for something else, and one of somebody without the role', async () => {
    const world = begin();
    const elsewhere = await world.ask({ token: world.tokens.issue('https://management.azure.com') });
    assert.deepEqual([elsewhere.status, elsewhere.body.error.code], [401, 'InvalidAuthenticationTokenAudience']);
    const stranger = await world.ask({ token: world.tokens.issue(AUDIENCE, { objectId: 'somebody' }) });
    assert.deepEqual([stranger.status, stranger.body.error.code], [403, 'AuthorizationFailed']);
    world.model.apply({ kind: 'monitor', becomes: 'denied' });
    assert.equal((await world.ask()).status, 403);
  });
});

test('what cannot be said of the lag metric is refused', () => {
  const { model } = begin();
  const change = { kind: 'lagMetric', server: 'contoso-we', database: 'orders' } as const;
  assert.throws(() => model.apply({ ...change, says: { lagSeconds: -1 } }), /lagSeconds/);
  assert.throws(() => model.apply({ ...change, database: 'nothing', says: 'nothing' }), /nothing/);
  assert.throws(() => model.apply({ kind: 'monitor', delayMs: Number.NaN }), /delayMs/);
});
