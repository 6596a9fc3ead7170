import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createResourceManager } from '../../../../local/estate/resourceManager/resourceManager.ts';
import { createHarness, NE, SUBSCRIPTION, WE } from './harness.ts';

const SERVERS = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Sql/servers`;
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

test("it is management.azure.com, and no region's", () => {
  const { model, tokens } = createHarness();
  const site = createResourceManager(model, tokens);
  assert.deepEqual(site.names, ['management.azure.com']);
  assert.equal(site.region, 'global');
});

test("every answer, good or bad, carries ids; the caller's correlation id comes back", async () => {
  const { ask, token } = createHarness();
  for (const path of [SERVERS, `${WE}x`, '/nowhere']) {
    const { headers } = await ask(path);
    assert.match(headers['x-ms-request-id'] ?? '', GUID);
    assert.match(headers['x-ms-correlation-request-id'] ?? '', GUID);
    assert.equal(headers['content-type'], 'application/json; charset=utf-8');
  }
  const given = { authorization: `Bearer ${token}`, 'x-ms-correlation-request-id': 'abc' };
  const { headers } = await ask(SERVERS, { headers: given });
  assert.equal(headers['x-ms-correlation-request-id'], 'abc');
});

test('two answers have different request ids', async () => {
  const { ask } = createHarness();
  const [one, two] = await Promise.all([ask(SERVERS), ask(SERVERS)]);
  assert.notEqual(one.headers['x-ms-request-id'], two.headers['x-ms-request-id']);
});

test('without a token nothing is learned: 401 goes before 404, 405 and 400', async () => {
  const { ask } = createHarness();
  for (const [path, method] of [
    [`${WE}x`, 'GET'],
    [WE, 'DELETE'],
    ['/nowhere', 'GET'],
  ] as const) {
    const { status, body, headers } = await ask(path, { headers: {}, method, version: null });
    assert.deepEqual([status, body.error.code], [401, 'AuthenticationFailed']);
    assert.match(headers['www-authenticate'] ?? '', /^Bearer /);
  }
});

test('a token that runs out in the middle of the work is 401 from then on', async () => {
  const h = createHarness();
  assert.equal((await h.ask(SERVERS)).status, 200);
  h.clock.ms += 25 * 3_600_000;
  assert.equal((await h.ask(SERVERS)).body.error.code, 'ExpiredAuthenticationToken');
});

test('the api-version is checked for the type that was asked for', async () => {
  const { ask } = createHarness();
  const missing = await ask(SERVERS, { version: null });
  assert.deepEqual([missing.status, missing.body.error.code], [400, 'MissingApiVersionParameter']);
  const unknown = await ask(`${WE}/databases/Orders/replicationLinks`, { version: '2014-04-01' });
  assert.deepEqual([unknown.status, unknown.body.error.code], [400, 'NoRegisteredProviderFound']);
  assert.match(unknown.body.error.message, /servers\/databases\/replicationLinks/);
});

test('405 tells what is allowed', async () => {
  const { ask } = createHarness();
  const { status, headers } = await ask(WE, { method: 'DELETE' });
  assert.deepEqual([status, headers.allow], [405, 'GET']);
});

test('a principal without a role is 403, and the message names the action and the place', async () => {
  const h = createHarness();
  const headers = {
    authorization: `Bearer ${h.tokens.issue('https://management.azure.com', { objectId: 'stranger' })}`,
  };
  const { status, body } = await h.ask(`${WE}/databases`, { headers });
  assert.deepEqual([status, body.error.code], [403, 'AuthorizationFailed']);
  assert.match(body.error.message, /'stranger'.*'Microsoft\.Sql\/servers\/databases\/read'.*shop-we/);
});

test('a role may allow planned failover and not forced', async () => {
  const h = createHarness({ authorize: (_objectId, action) => !action.includes('forceFailover') });
  const linkId = h.link('shop-ne', 'Orders', 'shop-we').linkId;
  const path = `${NE}/databases/Orders/replicationLinks/${linkId}`;
  const forced = await h.ask(`${path}/forceFailoverAllowDataLoss`, { method: 'POST' });
  assert.deepEqual([forced.status, forced.body.error.code], [403, 'AuthorizationFailed']);
  assert.deepEqual(h.model.operations('shop-ne'), []);
  assert.equal((await h.ask(`${path}/failover`, { method: 'POST' })).status, 202);
});

test('throttled: 429 with Retry-After, for reads and writes, after the token is checked', async () => {
  const h = createHarness();
  h.model.apply({ kind: 'resourceManager', becomes: 'throttled' });
  const { status, body, headers } = await h.ask(SERVERS);
  assert.deepEqual([status, body.error.code], [429, 'SubscriptionTooManyRequests']);
  assert.match(headers['retry-after'] ?? '', /^[1-9]\d*$/);
  assert.equal((await h.ask(SERVERS, { headers: {} })).status, 401);
  h.model.apply({ kind: 'resourceManager', becomes: 'up' });
  assert.equal((await h.ask(SERVERS)).status, 200);
});

test('throttled or unavailable, a failover is not started', async () => {
  const h = createHarness();
  const linkId = h.link('shop-ne', 'Orders', 'shop-we').linkId;
  const path = `${NE}/databases/Orders/replicationLinks/${linkId}/failover`;
  for (const [becomes, status] of [
    ['throttled', 429],
    ['unavailable', 503],
  ] as const) {
    h.model.apply({ kind: 'resourceManager', becomes });
    assert.equal((await h.ask(path, { method: 'POST' })).status, status);
  }
  assert.deepEqual(h.model.operations('shop-ne'), []);
});

test('unavailable: 503 to everybody', async () => {
  const h = createHarness();
  h.model.apply({ kind: 'resourceManager', becomes: 'unavailable' });
  const { status, body } = await h.ask(SERVERS, { headers: {} });
  assert.deepEqual([status, body.error.code], [503, 'ServiceUnavailable']);
});

test('silent: no answer at all', async () => {
  const { model, tokens } = createHarness();
  model.apply({ kind: 'resourceManager', becomes: 'silent' });
  const request = { method: 'GET', url: new URL('https://management.azure.com/'), headers: {}, body: new Uint8Array() };
  const answer = await createResourceManager(model, tokens).handle({ ...request, fromRegion: 'westeurope' });
  assert.deepEqual(answer, { silent: true });
});

test('garbage: a page of somebody else and half an answer by turns, both with 200', async () => {
  const { model, tokens, token } = createHarness();
  model.apply({ kind: 'resourceManager', becomes: 'garbage' });
  const site = createResourceManager(model, tokens);
  const url = new URL(`https://management.azure.com${SERVERS}?api-version=2025-01-01`);
  const headers = { authorization: `Bearer ${token}` };
  const request = { method: 'GET', url, headers, body: new Uint8Array(), fromRegion: 'westeurope' };
  const [page, half] = [await site.handle(request), await site.handle(request)];
  assert.ok('status' in page && 'status' in half);
  assert.deepEqual([page.status, half.status], [200, 200]);
  assert.match(page.headers?.['content-type'] ?? '', /text\/html/);
  assert.match(String(page.body), /^<!DOCTYPE html>/);
  assert.match(half.headers?.['content-type'] ?? '', /application\/json/);
  assert.match(String(half.body), /^\{"value":\[/);
  assert.throws(() => JSON.parse(String(half.body)), SyntaxError);
  model.apply({ kind: 'resourceManager', becomes: 'up' });
  const whole = await site.handle(request);
  assert.ok('status' in whole);
  assert.doesNotThrow(() => JSON.parse(String(whole.body)));
});

test('garbage: what would change something does not get through', async () => {
  const { model, tokens, token, link } = createHarness();
  model.apply({ kind: 'resourceManager', becomes: 'garbage' });
  const site = createResourceManager(model, tokens);
  const linkId = link('shop-ne', 'Orders', 'shop-we').linkId;
  const path = `${NE}/databases/Orders/replicationLinks/${linkId}/failover?api-version=2025-01-01`;
  const url = new URL(path, 'https://management.azure.com');
  const headers = { authorization: `Bearer ${token}` };
  for (let turn = 0; turn < 3; turn++) {
    const answer = await site.handle({
      method: 'POST',
      url,
      headers,
      body: new Uint8Array(),
      fromRegion: 'westeurope',
    });
    assert.ok('status' in answer && String(answer.body).startsWith('<!DOCTYPE html>'));
  }
  assert.deepEqual(model.operations('shop-ne'), []);
});

test('a page size that makes no sense is refused at start', () => {
  const { model, tokens } = createHarness();
  assert.throws(() => createResourceManager(model, tokens, { pageSize: 0 }), /at least one item/);
});
