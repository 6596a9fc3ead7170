import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Change } from '../../../../local/estate/model/types.ts';
import { makePublishing } from './publishing.ts';
import { START_MS, SUBSCRIPTION } from './stand.ts';

const SERVERS = `/subscriptions/${SUBSCRIPTION}/resourceGroups/`;
const failover = (by: 'arm' | 'tsql'): Change => ({
  kind: 'failover',
  server: 'shop-we',
  database: 'orders',
  to: 'shop-ne',
  mode: 'forced',
  by,
});
const link = (becomes: 'removed' | 'added' | 'suspended' | 'active'): Change => ({
  kind: 'link',
  server: 'shop-we',
  database: 'orders',
  secondaryServer: 'shop-ne',
  becomes,
});

async function subscribed() {
  const all = makePublishing();
  await all.subscribe({ topic: `subscription:${SUBSCRIPTION}`, schema: 'EventGridSchema', name: 'refresh' });
  all.stand.calls.length = 0;
  const events = () =>
    all.stand.calls.map(({ body }) => {
      const [event, ...more] = JSON.parse(body ?? '') as Array<Record<string, unknown>>;
      assert.equal(more.length, 0);
      return event ?? {};
    });
  const told = () =>
    events().map(({ eventType, data }) => [eventType, (data as Record<string, unknown>).operationName]);
  return { ...all, model: all.stand.model, events, told };
}

describe('the events of a subscription', () => {
  it('tell of a failover that somebody called through Resource Manager, with who it was', async () => {
    const { model, stand, events } = await subscribed();
    await stand.pass(5_000);
    model.apply(failover('arm'));
    await stand.pass(10);
    const [event = assert.fail()] = events();
    assert.equal(event.eventType, 'Microsoft.Resources.ResourceActionSuccess');
    assert.deepEqual(
      [event.topic, event.dataVersion, event.metadataVersion],
      [`/subscriptions/${SUBSCRIPTION}`, '2', '1'],
    );
    assert.equal(event.eventTime, new Date(START_MS + 5_000).toISOString());
    assert.match(String(event.subject), /\/servers\/shop-ne\/databases\/orders\/replicationLinks\/[0-9a-f-]{36}$/);
    assert.ok(String(event.subject).startsWith(SERVERS));
    const data = event.data as { claims: Record<string, string>; httpRequest: unknown; operationName: string };
    assert.equal(
      data.operationName,
      'Microsoft.Sql/servers/databases/replicationLinks/forceFailoverAllowDataLoss/action',
    );
    assert.equal(data.claims.name, 'ada@contoso.com');
  });

  it('tell of what the app does itself as well: Azure makes no difference', async () => {
    const { model, stand, told } = await subscribed();
    model.failover({ server: 'shop-ne', database: 'orders', mode: 'planned', by: 'arm' });
    await stand.pass(10);
    assert.deepEqual(told(), [
      ['Microsoft.Resources.ResourceActionSuccess', 'Microsoft.Sql/servers/databases/replicationLinks/failover/action'],
    ]);
  });

  it('tell of links that are removed and added, and of another size', async () => {
    const { model, stand, told } = await subscribed();
    model.apply(link('removed'));
    model.apply(link('added'));
    model.apply({ kind: 'scale', server: 'shop-we', database: 'stock', sku: 'GP_Gen5_4' });
    await stand.pass(10);
    assert.deepEqual(told(), [
      ['Microsoft.Resources.ResourceDeleteSuccess', 'Microsoft.Sql/servers/databases/replicationLinks/delete'],
      ['Microsoft.Resources.ResourceWriteSuccess', 'Microsoft.Sql/servers/databases/write'],
      ['Microsoft.Resources.ResourceWriteSuccess', 'Microsoft.Sql/servers/databases/write'],
    ]);
  });

  it('say nothing of T-SQL, of what is no write, and of what was refused', async () => {
    const { model, stand, told } = await subscribed();
    await stand.pass(5_000);
    model.apply(link('suspended'));
    model.apply(link('active'));
    model.apply(failover('tsql'));
    assert.throws(() => model.apply(failover('arm')));
    await stand.pass(60_000);
    assert.deepEqual(told(), []);
  });

  it('come late, twice or not at all, as every event does', async () => {
    const { model, stand, told } = await subscribed();
    model.apply({ kind: 'eventGrid', becomes: 'delayed', topic: 'global', delayMs: 3_600_000 });
    model.apply(link('removed'));
    await stand.pass(3_599_000);
    assert.deepEqual(told(), []);
    await stand.pass(2_000);
    assert.equal(told().length, 1);
    model.apply({ kind: 'eventGrid', becomes: 'duplicating', copies: 3 });
    model.apply(link('added'));
    await stand.pass(60_000);
    assert.equal(told().length, 4);
  });

  it('go on after a region is lost: they come from none', async () => {
    const { model, stand, told } = await subscribed();
    model.apply({ kind: 'region', region: 'uksouth', becomes: 'down' });
    model.apply(link('removed'));
    await stand.pass(10);
    assert.equal(told().length, 1);
  });
});
