import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHarness, type Harness, NE, type Reply, WE } from './harness.ts';

const post = (h: Harness, server: string, action: string): Promise<Reply> =>
  h.ask(`${server}/failoverGroups/shop-group/${action}`, { method: 'POST' });

async function follow(h: Harness, path: string): Promise<Reply> {
  for (let turn = 0; turn < 400; turn++) {
    const last = await h.ask(path);
    if (last.status !== 202 && last.body?.status !== 'InProgress') return last;
    h.clock.ms += 250;
  }
  throw new Error('the operation does not end');
}

for (const [action, mode] of [
  ['failover', 'planned'],
  ['forceFailoverAllowDataLoss', 'forced'],
  ['tryPlannedBeforeForcedFailover', 'planned'],
] as const) {
  test(`${action}: accepted with where to look; then the group has the other primary`, async () => {
    const h = createHarness();
    const accepted = await post(h, NE, action);
    assert.deepEqual([accepted.status, accepted.body, accepted.headers['retry-after']], [202, undefined, '1']);
    assert.match(
      accepted.headers.location ?? '',
      /\/locations\/northeurope\/failoverGroupOperationResults\/[\w-]+\?api-version=2025-01-01$/,
    );
    assert.match(accepted.headers['azure-asyncoperation'] ?? '', /\/failoverGroupAzureAsyncOperation\//);
    assert.equal((await h.ask(accepted.headers.location ?? '')).status, 202);
    assert.equal((await follow(h, accepted.headers['azure-asyncoperation'] ?? '')).body.status, 'Succeeded');
    const { status, body } = await h.ask(accepted.headers.location ?? '');
    assert.equal(status, 200);
    assert.deepEqual([body.id, body.properties.replicationRole], [`${NE}/failoverGroups/shop-group`, 'Primary']);
    const old = (await h.ask(`${WE}/failoverGroups/shop-group`)).body.properties;
    assert.equal(old.replicationRole, 'Secondary');
    assert.deepEqual(old.partnerServers, [{ id: NE, location: 'North Europe', replicationRole: 'Primary' }]);
    assert.deepEqual(
      h.model.acceptedFailovers().map((each) => [each.server, each.database, each.mode, each.by]),
      [['shop-ne', 'billing', mode, 'arm']],
    );
  });
}

test('sent to the primary it is refused, and nothing is started', async () => {
  const h = createHarness();
  const { status, body } = await post(h, WE, 'forceFailoverAllowDataLoss');
  assert.deepEqual([status, body.error.code], [400, 'FailoverGroupFailoverRequestOnPrimary']);
  assert.deepEqual(h.model.acceptedFailovers(), []);
});

test('a second one while the first goes on is 409', async () => {
  const h = createHarness();
  await post(h, NE, 'failover');
  const { status, body } = await post(h, NE, 'forceFailoverAllowDataLoss');
  assert.deepEqual([status, body.error.code], [409, 'FailoverGroupBusy']);
});

test('planned with the primary out of reach is refused; forced goes through, and so does planned or else forced', async () => {
  for (const [action, status, mode] of [
    ['failover', 400, undefined],
    ['forceFailoverAllowDataLoss', 202, 'forced'],
    ['tryPlannedBeforeForcedFailover', 202, 'forced'],
  ] as const) {
    const h = createHarness();
    h.model.apply({ kind: 'region', region: 'westeurope', becomes: 'down' });
    const reply = await post(h, NE, action);
    assert.deepEqual([reply.status, h.model.acceptedFailovers()[0]?.mode], [status, mode], action);
    if (status === 400) assert.equal(reply.body.error.code, 'PlannedFailoverTimedOut');
  }
});

test('a planned one that loses its link on the way ends with the code of Azure', async () => {
  const h = createHarness();
  const { headers } = await post(h, NE, 'failover');
  h.clock.ms += 250;
  h.model.apply({ kind: 'region', region: 'westeurope', becomes: 'down' });
  const { body } = await follow(h, headers['azure-asyncoperation'] ?? '');
  assert.deepEqual([body.status, body.error.code], ['Failed', 'PlannedFailoverTimedOut']);
  const result = await h.ask(headers.location ?? '');
  assert.deepEqual([result.status, result.body.error.code], [400, 'PlannedFailoverTimedOut']);
});

test('a region that is down, or that Resource Manager cannot reach, starts nothing on its servers; reading goes on', async () => {
  for (const change of [
    { kind: 'region', region: 'northeurope', becomes: 'down' },
    { kind: 'network', from: 'global', to: 'northeurope', becomes: 'silent', bothWays: true },
  ] as const) {
    const h = createHarness();
    h.model.apply(change);
    const linkId = h.link('shop-ne', 'Orders', 'shop-we').linkId;
    for (const path of [
      `${NE}/failoverGroups/shop-group/failover`,
      `${NE}/failoverGroups/shop-group/forceFailoverAllowDataLoss`,
      `${NE}/databases/Orders/replicationLinks/${linkId}/failover`,
      `${NE}/databases/Orders/replicationLinks/${linkId}/forceFailoverAllowDataLoss`,
    ]) {
      const { status, body } = await h.ask(path, { method: 'POST' });
      assert.deepEqual([status, body.error.code], [504, 'GatewayTimeout'], path);
    }
    assert.deepEqual(h.model.acceptedFailovers(), []);
    assert.equal((await h.ask(`${NE}/databases`)).status, 200);
    assert.equal((await h.ask(`${NE}/replicationLinks`)).status, 200);
  }
});

test('an operation of a group is not one of a link', async () => {
  const h = createHarness();
  const { headers } = await post(h, NE, 'forceFailoverAllowDataLoss');
  const wrong = (headers.location ?? '').replace('failoverGroupOperationResults', 'replicationLinksOperationResults');
  const { status, body } = await h.ask(wrong);
  assert.deepEqual([status, body.error.code], [404, 'OperationIdNotFound']);
});

test('a group that has been failed over is listed once on either server, with its members', async () => {
  const h = createHarness();
  await post(h, NE, 'forceFailoverAllowDataLoss');
  h.clock.ms += 60_000;
  for (const server of [WE, NE]) {
    const { value } = (await h.ask(`${server}/failoverGroups`)).body;
    assert.deepEqual(
      value.map(({ properties }) => properties.databases),
      [[`${server}/databases/billing`]],
    );
  }
});
