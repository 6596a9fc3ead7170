import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type StartedHost, start, until } from './support.ts';

describe('the admin API of a hosted app', () => {
  let host: StartedHost;
  before(async () => {
    host = await start({ timers: false });
  });
  after(() => host?.stop());

  const admin = (pathname: string, init: RequestInit = {}) =>
    host.call(pathname, {
      ...init,
      headers: { 'x-functions-key': host.masterKey, 'content-type': 'application/json' },
    });

  const seenOf = (name: string) =>
    until(name, async () => {
      const seen = await host.seen(name);
      return seen.length > 0 && seen;
    });

  test('is closed without the master key, except for ping', async () => {
    for (const pathname of ['/admin/host/status', '/admin/functions', '/admin/functions/nightly', '/admin/nowhere']) {
      assert.equal((await host.call(pathname)).status, 401, pathname);
      assert.equal((await host.call(`${pathname}?code=${host.hostKey}`)).status, 401, pathname);
    }
    assert.equal((await host.call('/admin/host/ping')).status, 200);
  });

  test('tells the state of the host and what is in error', async () => {
    const { json } = await admin('/admin/host/status');
    const { id, state, errors } = json as { id: string; state: string; errors: string[] };
    assert.deepEqual([id, state], ['fixture-app', 'Running']);
    assert.match(errors.join(), /'reserved' function is in error/);
  });

  test('lists the functions with their bindings', async () => {
    const list = (await admin('/admin/functions')).json as {
      name: string;
      config: { bindings: { type: string }[] };
    }[];
    assert.equal(list.find(({ name }) => name === 'onEvent')?.config.bindings[0]?.type, 'eventGridTrigger');
    assert.equal(((await admin('/admin/functions/NIGHTLY')).json as { name: string }).name, 'nightly');
    assert.equal((await admin('/admin/functions/nowhere')).status, 404);
  });

  test('starts a timer and answers 202 before it has run', async () => {
    await host.call('/api/closeGate', { method: 'POST' });
    assert.equal((await admin('/admin/functions/everySecond', { method: 'POST', body: '{}' })).status, 202);
    const [[, value]] = (await seenOf('everySecond')) as [[string, { running: number; timer: object }]];
    assert.deepEqual(value, {
      running: 1,
      timer: { schedule: { adjustForDST: true }, scheduleStatus: null, isPastDue: false },
    });
    assert.ok(!host.lines.some((line) => line.includes("Executed 'everySecond'")), 'it is still running');
    await host.call('/api/openGate', { method: 'POST' });
  });

  test('a timer by hand has the status of one that has never run', async () => {
    await admin('/admin/functions/nightly', { method: 'POST', body: '{"input":""}' });
    await admin('/admin/functions/unmonitored', { method: 'POST', body: '{}' });
    const [[, nightly]] = (await seenOf('nightly')) as [[string, { scheduleStatus: Record<string, string> }]];
    assert.equal(nightly.scheduleStatus.last, '0001-01-01T00:00:00+00:00');
    assert.match(nightly.scheduleStatus.next ?? '', /T02:30:00\+00:00$/);
    const [[, unmonitored]] = (await seenOf('unmonitored')) as [[string, { scheduleStatus: null }]];
    assert.equal(unmonitored.scheduleStatus, null, 'useMonitor: false');
  });

  test('a queue function by hand gets text, or the value that the text is JSON of', async () => {
    for (const input of ['plain', '{"a":1}', '42']) {
      assert.equal(
        (await admin('/admin/functions/onJob', { method: 'POST', body: JSON.stringify({ input }) })).status,
        202,
      );
    }
    const seen = await until('all three', async () => {
      const all = await host.seen('onJob');
      return all.length === 3 && all;
    });
    assert.deepEqual(
      seen.map(([, type, value]) => [type, value]),
      [
        ['string', 'plain'],
        ['object', { a: 1 }],
        ['number', 42],
      ],
    );
  });

  test('a body that is no JSON object is 400, as is an HTTP function', async () => {
    for (const body of ['', '{', '[', 'null', '"x"']) {
      assert.equal((await admin('/admin/functions/nightly', { method: 'POST', body })).status, 400, body);
    }
    assert.equal((await admin('/admin/functions/echo', { method: 'POST', body: '{}' })).status, 400);
  });
});
