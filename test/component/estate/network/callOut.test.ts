import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { Reachability } from '../../../../local/estate/model/types.ts';
import { createCaller, type OutboundCall, webhookUrl } from '../../../../local/estate/network/callOut.ts';
import { until } from '../../../kit/until.ts';
import { type Receiver, startReceiver } from '../support/receiver.ts';

let receiver: Receiver;
before(async () => {
  receiver = await startReceiver();
});
beforeEach(() => {
  receiver.received.length = 0;
  receiver.answer = (response) => void response.writeHead(202, { 'x-said': 'yes' }).end('taken');
});
after(() => receiver.close());

const outbound = (more: Partial<OutboundCall> = {}): OutboundCall => ({
  method: 'POST',
  url: new URL(`${receiver.url}/hook?code=KEY`),
  headers: { 'content-type': 'application/json' },
  body: '{"text":"ä"}',
  timeoutMs: 5_000,
  from: 'global',
  to: 'westeurope',
  ...more,
});

test('a call brings method, address, headers and body, and takes back status, headers and body', async () => {
  const caller = createCaller(() => 'open');
  assert.deepEqual(
    ((answer) => [answer.outcome, answer.headers['x-said'], answer.body])(await caller.call(outbound())),
    [202, 'yes', 'taken'],
  );
  const [{ method, path, headers, body } = assert.fail()] = receiver.received;
  assert.deepEqual(
    [method, path, headers['content-type'], body, headers.connection],
    ['POST', '/hook?code=KEY', 'application/json', '{"text":"ä"}', 'close'],
  );
  await caller.close();
});

for (const [way, outcome] of [
  ['silent', 'timedOut'],
  ['refused', 'unreachable'],
] as [Reachability, string][]) {
  test(`a way that is ${way} ends as ${outcome} without a call, from and to where it goes`, async () => {
    const asked: string[][] = [];
    const caller = createCaller((from, to) => {
      asked.push([from, to]);
      return way;
    });
    assert.equal((await caller.call(outbound())).outcome, outcome);
    assert.deepEqual([asked, receiver.received], [[['global', 'westeurope']], []]);
  });
}

test('nobody listening is unreachable, an answer that does not come is timed out, a redirect is not followed', async () => {
  const caller = createCaller(() => 'open');
  assert.equal((await caller.call(outbound({ url: new URL('http://127.0.0.1:1/') }))).outcome, 'unreachable');
  receiver.answer = () => {};
  assert.equal((await caller.call(outbound({ timeoutMs: 50 }))).outcome, 'timedOut');
  receiver.answer = (response) => void response.writeHead(200).write('half');
  assert.equal((await caller.call(outbound({ timeoutMs: 50 }))).outcome, 'timedOut');
  receiver.answer = (response) => void response.destroy();
  assert.equal((await caller.call(outbound())).outcome, 'unreachable');
  receiver.answer = (response) => void response.writeHead(307, { location: '/elsewhere' }).end();
  assert.equal((await caller.call(outbound())).outcome, 307);
  assert.ok(receiver.received.every(({ path }) => path.startsWith('/hook')));
  await caller.close();
});

test('of a long answer the beginning is kept', async () => {
  const caller = createCaller(() => 'open');
  receiver.answer = (response) => void response.end('x'.repeat(1_000_000));
  const { outcome, body } = await caller.call(outbound());
  assert.equal(outcome, 200);
  assert.ok(body.length <= 64 * 1024);
  await caller.close();
});

test('sixty-four calls are under way at once and no more, and the others follow', async () => {
  const caller = createCaller(() => 'open');
  const open: Array<() => void> = [];
  receiver.answer = (response) => void open.push(() => response.end());
  const calls = Array.from({ length: 100 }, () => caller.call(outbound()));
  await until('the first sixty-four', () => open.length === 64);
  assert.equal(receiver.received.length, 64);
  while (receiver.received.length < 100 || open.length > 0) {
    for (const end of open.splice(0)) end();
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.ok((await Promise.all(calls)).every(({ outcome }) => outcome === 200));
  await caller.close();
});

test('closing cuts what is under way, lets nothing waiting out, and refuses what comes later', async () => {
  const caller = createCaller(() => 'open');
  receiver.answer = () => {};
  const calls = Array.from({ length: 70 }, () => caller.call(outbound()));
  await until('the calls', () => receiver.received.length === 64);
  await caller.close();
  assert.ok((await Promise.all(calls)).every(({ outcome }) => outcome === 'unreachable'));
  assert.equal((await caller.call(outbound())).outcome, 'unreachable');
  assert.equal(receiver.received.length, 64);
});

test('webhooks are on this machine', () => {
  for (const good of ['http://127.0.0.1:7071/x', 'http://localhost:1/', 'http://[::1]:1/'])
    assert.equal(webhookUrl(good).href, good);
  for (const bad of [
    'https://127.0.0.1/',
    'http://127.0.0.1.contoso.example/',
    'http://10.0.0.1/',
    'file:///etc/passwd',
    'hook?code=KEY',
  ]) {
    assert.throws(
      () => webhookUrl(bad),
      (error: unknown) => error instanceof Error && !/KEY/.test(error.message),
      bad,
    );
  }
});
