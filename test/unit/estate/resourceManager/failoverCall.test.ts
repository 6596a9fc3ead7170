import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FailoverCall, failoverCallOf } from '../../../../local/estate/resourceManager/failoverCall.ts';
import { createHarness, NE } from './harness.ts';

const SERVERS = 'https://management.azure.com/subscriptions/s/resourceGroups/g/providers/Microsoft.Sql/servers/we';
const what = (method: string, path: string) =>
  failoverCallOf({ method, url: new URL(`${SERVERS}${path}`) }, 202, 5)?.what;

test('every way to ask for a failover is one, of a link or of a group', () => {
  assert.equal(what('POST', '/databases/Orders/replicationLinks/1/failover'), 'orders');
  assert.equal(what('POST', '/databases/my%20db/replicationLinks/1/FORCEfailoverAllowDataLoss/'), 'my db');
  for (const action of ['failover', 'forceFailoverAllowDataLoss', 'tryPlannedBeforeForcedFailover']) {
    assert.equal(what('POST', `/failoverGroups/shop/${action}`), 'shop');
  }
});

test('what only reads, or asks for something else, is none', () => {
  assert.equal(what('GET', '/databases/orders/replicationLinks/1/failover'), undefined);
  assert.equal(what('POST', '/databases/orders/replicationLinks/1/unlink'), undefined);
  assert.equal(what('GET', '/failoverGroups'), undefined);
});

test('Resource Manager tells of accepted and of refused calls, with the moment', async () => {
  const calls: FailoverCall[] = [];
  const h = createHarness({ onFailoverCall: (call) => calls.push(call) });
  const { linkId } = h.link('shop-ne', 'Orders', 'shop-we');
  const ask = () =>
    h.ask(`${NE}/databases/Orders/replicationLinks/${linkId}/forceFailoverAllowDataLoss`, { method: 'POST' });
  assert.equal((await ask()).status, 202);
  const refused = await ask();
  assert.ok(refused.status >= 400);
  await h.ask(`${NE}/databases/Orders/replicationLinks`);
  assert.deepEqual(calls, [
    { atMs: h.clock.ms, what: 'orders', status: 202 },
    { atMs: h.clock.ms, what: 'orders', status: refused.status },
  ]);
});
