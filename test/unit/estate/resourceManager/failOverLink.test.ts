import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHarness, type Harness, NE, type Reply, WE } from './harness.ts';

const PLANNED = 'failover';
const FORCED = 'forceFailoverAllowDataLoss';

const post = (h: Harness, server: string, database: string, linkId: string, action: string): Promise<Reply> =>
  h.ask(`${server}/databases/${database}/replicationLinks/${linkId}/${action}`, { method: 'POST' });

/** POST to the secondary's server, as Azure wants it. */
const failOver = (h: Harness, action: string): Promise<Reply> =>
  post(h, NE, 'Orders', h.link('shop-ne', 'Orders', 'shop-we').linkId, action);

/** Polls by turning the clock, 250 ms at a time; answers the last reply and the states on the way. */
async function follow(h: Harness, path: string): Promise<{ last: Reply; seen: string[] }> {
  const seen: string[] = [];
  for (let turn = 0; turn < 400; turn++) {
    const last = await h.ask(path);
    seen.push(last.body?.status ?? String(last.status));
    if (last.status !== 202 && last.body?.status !== 'InProgress') return { last, seen };
    h.clock.ms += 250;
  }
  throw new Error('the operation does not end');
}

for (const [action, mode] of [
  [PLANNED, 'planned'],
  [FORCED, 'forced'],
] as const) {
  test(`${action}: accepted with where to look, in progress, then done with the roles swapped`, async () => {
    const h = createHarness();
    const accepted = await failOver(h, action);
    assert.equal(accepted.status, 202);
    assert.equal(accepted.body, undefined);
    assert.match(
      accepted.headers.location ?? '',
      /^https:\/\/management\.azure\.com\/subscriptions\/7d6f2c31-[\w-]+\/providers\/Microsoft\.Sql\/locations\/northeurope\/replicationLinksOperationResults\/[\w-]+\?api-version=2025-01-01$/,
    );
    assert.equal(accepted.headers['retry-after'], '1');
    const { last, seen } = await follow(h, accepted.headers['azure-asyncoperation'] ?? '');
    assert.deepEqual(new Set(seen), new Set(['InProgress', 'Succeeded']));
    assert.match(JSON.stringify(last.body), /"startTime":"2026-05-01T08:00:10\.000Z","endTime":"2026-05-01T08:/);
    const result = await h.ask(accepted.headers.location ?? '');
    assert.equal(result.status, 200);
    assert.equal(result.body.properties.role, 'Primary');
    assert.equal(result.body.properties.partnerServer, 'shop-we');
    assert.deepEqual(
      h.model.acceptedFailovers().map((each) => [each.server, each.database, each.mode, each.by]),
      [['shop-ne', 'Orders', mode, 'arm']],
    );
  });
}

test('Location alone is enough: 202 with Location and Retry-After until it is over', async () => {
  const h = createHarness({ longRunning: { headers: 'location', retryAfterSeconds: 15 } });
  const { headers } = await failOver(h, PLANNED);
  assert.equal('azure-asyncoperation' in headers, false);
  const underway = await h.ask(headers.location ?? '');
  assert.equal(underway.status, 202);
  assert.equal(underway.headers.location, headers.location);
  assert.equal(underway.headers['retry-after'], '15');
  const { last, seen } = await follow(h, headers.location ?? '');
  assert.equal(last.status, 200);
  assert.ok(seen.length > 2);
});

test('addresses can be relative, as in the example of the specification', async () => {
  const h = createHarness({ longRunning: { addresses: 'relative' } });
  const { headers } = await failOver(h, FORCED);
  assert.match(headers.location ?? '', /^\/subscriptions\//);
  assert.match(headers['azure-asyncoperation'] ?? '', /^\/subscriptions\//);
  assert.equal((await follow(h, headers.location ?? '')).last.status, 200);
});

test('the api-version of the question is the one of the answers', async () => {
  const h = createHarness();
  const linkId = h.link('shop-ne', 'Orders', 'shop-we').linkId;
  const path = `${NE}/databases/Orders/replicationLinks/${linkId}/${FORCED}`;
  const { headers } = await h.ask(path, { method: 'POST', version: '2022-02-01-preview' });
  assert.match(headers.location ?? '', /api-version=2022-02-01-preview$/);
  const { last } = await follow(h, headers.location ?? '');
  assert.equal('partnerDatabaseId' in last.body.properties, false);
});

test('a planned failover that loses its link fails with the code of Azure, at both addresses', async () => {
  const h = createHarness();
  const { headers } = await failOver(h, PLANNED);
  h.clock.ms += 250;
  h.model.apply({ kind: 'network', from: 'westeurope', to: 'northeurope', becomes: 'silent', bothWays: true });
  const { last } = await follow(h, headers['azure-asyncoperation'] ?? '');
  assert.equal(last.status, 200);
  assert.equal(last.body.status, 'Failed');
  assert.equal(last.body.error.code, 'PlannedFailoverTimedOut');
  const result = await h.ask(headers.location ?? '');
  assert.deepEqual([result.status, result.body.error.code], [400, 'PlannedFailoverTimedOut']);
  assert.equal(h.link('shop-we', 'Orders', 'shop-ne').role, 'PRIMARY');
});

test('when the link is gone by the end, there is nothing to show: 204', async () => {
  const h = createHarness();
  const { headers } = await failOver(h, FORCED);
  h.clock.ms += 60_000;
  h.model.apply({
    kind: 'link',
    server: 'shop-ne',
    database: 'Orders',
    secondaryServer: 'shop-we',
    becomes: 'removed',
  });
  assert.equal((await h.ask(headers.location ?? '')).status, 204);
});

const REFUSED: [string, (h: Harness) => Promise<Reply>, number, string][] = [
  [
    'sent to the primary',
    (h) => post(h, WE, 'Orders', h.link('shop-we', 'Orders', 'shop-ne').linkId, PLANNED),
    400,
    'GeoReplicationDatabaseNotSecondary',
  ],
  [
    'the name of the other end',
    (h) => post(h, NE, 'Orders', h.link('shop-we', 'Orders', 'shop-ne').linkId, FORCED),
    404,
    'ResourceNotFound',
  ],
  [
    'a name that is no GUID',
    (h) => post(h, NE, 'Orders', 'first', FORCED),
    400,
    'ReplicationLinksReplicationLinkNameIsInvalid',
  ],
  [
    'a copy',
    (h) => post(h, NE, 'plain-copy', h.link('shop-ne', 'plain-copy', 'shop-we').linkId, FORCED),
    400,
    'GeoReplicationDatabaseNotSecondary',
  ],
  [
    'a named replica',
    (h) => post(h, WE, 'billing-reports', h.link('shop-we', 'billing-reports', 'shop-we').linkId, PLANNED),
    400,
    'GeoReplicationDatabaseNotSecondary',
  ],
  [
    'a member of a group',
    (h) => post(h, NE, 'billing', h.link('shop-ne', 'billing', 'shop-we').linkId, FORCED),
    409,
    'FailoverGroupAlreadySetup',
  ],
  [
    'master',
    (h) => post(h, NE, 'master', '00000000-0000-4000-8000-000000000000', FORCED),
    404,
    'ParentResourceNotFound',
  ],
];
for (const [what, send, status, code] of REFUSED) {
  test(`${what} is refused with ${status} ${code}, and nothing is started`, async () => {
    const h = createHarness();
    const reply = await send(h);
    assert.deepEqual([reply.status, reply.body.error.code], [status, code]);
    assert.equal('location' in reply.headers, false);
    assert.deepEqual(h.model.operations('shop-ne'), []);
  });
}

test('a second failover of the same database while the first goes on is 409', async () => {
  const h = createHarness();
  await failOver(h, PLANNED);
  const again = await failOver(h, FORCED);
  assert.deepEqual([again.status, again.body.error.code], [409, 'ManagementServiceDatabaseBusy']);
});

test('a planned failover with the primary out of reach is refused at once, a forced one is not', async () => {
  const h = createHarness();
  h.model.apply({ kind: 'region', region: 'westeurope', becomes: 'down' });
  const planned = await failOver(h, PLANNED);
  assert.deepEqual([planned.status, planned.body.error.code], [400, 'PlannedFailoverTimedOut']);
  assert.equal((await failOver(h, FORCED)).status, 202);
});

test('an operation is found only under its own subscription and place', async () => {
  const h = createHarness();
  const { headers } = await failOver(h, FORCED);
  const good = headers.location ?? '';
  for (const path of [
    good.replace('northeurope', 'westeurope'),
    good.replace('7d6f2c31-0a4e-4b57-9c1d-3e8b5f90a1c2', '11111111-2222-4333-8444-555555555555'),
    good.replace(/OperationResults\/[\w-]+/, 'OperationResults/00000000-0000-4000-8000-000000000000'),
  ]) {
    const reply = await h.ask(path);
    assert.deepEqual([reply.status, reply.body.error.code], [404, 'OperationIdNotFound'], path);
  }
  assert.notEqual((await h.ask(good.replace('northeurope', 'North%20Europe'))).status, 404);
});
