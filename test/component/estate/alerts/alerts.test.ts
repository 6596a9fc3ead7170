import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, beforeEach, test } from 'node:test';
import { startEstate } from '../../../../local/estate/estate.ts';
import type { Estate } from '../../../../local/estate/types.ts';
import { until } from '../../../kit/until.ts';
import { DEFINITION } from '../../../unit/estate/eventGrid/stand.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';

let folder: string;
let estate: Estate;
let receiver: Receiver;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'geowarden-alerts-'));
  estate = await startEstate(DEFINITION, { folder });
  receiver = await startReceiver();
  estate.actionGroup({ name: 'geowarden', url: `${receiver.url}/api/alerts?code=KEY` });
});
beforeEach(() => {
  receiver.received.length = 0;
  receiver.answer = (response) => void response.writeHead(202).end();
});
after(async () => {
  await estate?.close();
  await receiver?.close();
  await rm(folder, { recursive: true });
});

const conditions = () =>
  receiver.received.map(({ body }) => {
    const { monitoringService, monitorCondition } = JSON.parse(body).data.essentials;
    return `${monitoringService} ${monitorCondition}`;
  });

test('a region that goes down and comes back is told of by itself, by POST to the whole address', async () => {
  estate.model.apply({ kind: 'healthFeeds', serviceHealthAfterMs: 50, resolvedAfterMs: 50 });
  estate.model.apply({ kind: 'region', region: 'westeurope', becomes: 'down' });
  await until('the alert', () => receiver.received.length === 1);
  estate.model.apply({ kind: 'region', region: 'westeurope', becomes: 'up' });
  await until('its end', () => receiver.received.length === 2);
  assert.deepEqual(conditions(), ['ServiceHealth Fired', 'ServiceHealth Resolved']);
  const [{ method, path, headers } = assert.fail()] = receiver.received;
  assert.deepEqual(
    [method, path, headers['content-type']],
    ['POST', '/api/alerts?code=KEY', 'application/json; charset=utf-8'],
  );
});

test('a receiver that is busy gets the alert again, and only until it has taken it', async () => {
  receiver.answer = (response) => void response.writeHead(receiver.received.length === 1 ? 503 : 202).end();
  estate.model.apply({ kind: 'metric', server: 'shop-we', database: 'orders', metric: 'availability', fired: true });
  await until(
    'the second call',
    () => estate.alertDeliveries().filter(({ monitoringService }) => monitoringService === 'Platform').length === 2,
  );
  assert.deepEqual(conditions(), ['Platform Fired', 'Platform Fired']);
  assert.equal(receiver.received[0]?.body, receiver.received[1]?.body);
});

test('an estate that is closed waits for nothing and sends nothing, in the middle of a call and of its retries', async () => {
  const other = await startEstate(DEFINITION, { folder: join(folder, 'other') });
  let calls = 0;
  // Takes the call and never answers.
  receiver.answer = () => {
    calls += 1;
  };
  other.actionGroup({ name: 'slow', url: `${receiver.url}/slow` });
  other.model.apply({ kind: 'healthFeeds', serviceHealthAfterMs: 100 });
  other.model.apply({ kind: 'resourceHealth', server: 'shop-we', database: 'orders', status: 'Unavailable' });
  other.model.apply({ kind: 'region', region: 'westeurope', becomes: 'down' });
  await until('a call under way', () => calls > 0);
  const startedAt = performance.now();
  await other.close();
  assert.ok(performance.now() - startedAt < 2_000);
  const before = calls;
  other.model.apply({ kind: 'resourceHealth', server: 'shop-we', database: 'stock', status: 'Unavailable' });
  estate.model.apply({ kind: 'resourceHealth', server: 'shop-we', database: 'stock', status: 'Unavailable' });
  await until('the call of the other estate', () => calls > before);
  assert.equal(receiver.received.filter(({ path }) => path === '/slow').length, before);
});
