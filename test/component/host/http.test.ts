import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { newFolder, type StartedHost, start } from './support.ts';

describe('HTTP triggers and keys of a hosted app', () => {
  let host: StartedHost;
  before(async () => {
    const keysFile = path.join(newFolder('keys'), 'keys.json');
    const keys = {
      masterKey: 'the-master',
      hostKeys: { default: 'the-host' },
      functionKeys: { withKey: { default: 'its-own' }, other: { default: 'of-another' } },
      systemKeys: { eventgrid_extension: 'the-grid' },
    };
    writeFileSync(keysFile, JSON.stringify(keys));
    chmodSync(keysFile, 0o600);
    host = await start({ timers: false, keysFile });
  });
  after(() => host?.stop());

  test('every registered function is served, but for the one whose route is reserved', () => {
    assert.ok(['echo', 'getItem', 'nightly', 'onEvent'].every((name) => host.functions.includes(name)));
    assert.ok(!host.functions.includes('reserved'));
    assert.ok(
      host.lines.some((line) => line.includes("'reserved' function is in error: The specified route conflicts")),
    );
  });

  test('a request arrives whole: method, URL, joined query, headers, body; no trigger metadata', async () => {
    const init = { method: 'POST', body: 'hello', headers: { 'x-test': 'T' } };
    const { status, json, headers } = await host.call('/api/echo?a=1&a=2&b=%20x', init);
    assert.equal(status, 200);
    assert.deepEqual(json, {
      method: 'POST',
      url: `${host.url}/api/echo?a=1&a=2&b=%20x`,
      query: { a: '1,2', b: ' x' },
      header: 'T',
      body: 'hello',
      triggerMetadata: null,
    });
    assert.equal(headers.get('x-function'), 'echo');
    assert.match(headers.get('content-type') ?? '', /^application\/json/);
  });

  test('cookies are all sent; of several set-cookie headers only the last survives', async () => {
    assert.deepEqual((await host.call('/api/echo')).headers.getSetCookie(), ['a=1; HttpOnly; SameSite=Lax', 'b=2']);
    const { headers } = await host.call('/api/setCookieHeader');
    assert.deepEqual(headers.getSetCookie(), ['b=2']);
    assert.equal(headers.get('vary'), 'x, y');
  });

  test('a body without Content-Length is lost', async () => {
    const body = await new Promise<string>((resolve, reject) => {
      const request = http.request(`${host.url}/api/echo`, { method: 'POST' }, (response) => {
        let text = '';
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () => resolve(JSON.parse(text).body));
      });
      request.on('error', reject);
      request.write('abc');
      request.end('def');
    });
    assert.equal(body, '');
  });

  test('bytes go in and out unchanged', async () => {
    const response = await fetch(`${host.url}/api/bytes`, { method: 'POST', body: new Uint8Array([1, 0, 255]) });
    assert.deepEqual([...new Uint8Array(await response.arrayBuffer())], [255, 0, 1]);
    assert.equal(response.headers.get('content-type'), 'application/x-bytes');
  });

  test('routes match without regard to case, with their constraints, and give decoded values', async () => {
    assert.deepEqual((await host.call('/API/ITEMS/Box/12')).json, { fn: 'getItem', params: { kind: 'Box', id: '12' } });
    assert.deepEqual((await host.call('/api/items/box')).json, { fn: 'getItem', params: { kind: 'box' } });
    assert.equal((await host.call('/api/items/box/x')).status, 404);
    assert.deepEqual((await host.call('/api/files/a/b%20c')).json, { fn: 'files', params: { path: 'a/b c' } });
  });

  test('the alphabet decides between two routes that match', async () => {
    assert.equal((await host.call('/api/order/first')).text, 'aSooner');
  });

  test('a wrong method is 404, as is an unknown path', async () => {
    assert.equal((await host.call('/api/items/box/1', { method: 'PUT' })).status, 404);
    assert.equal((await host.call('/api/nowhere')).status, 404);
    assert.equal((await host.call('/echo')).status, 404, 'the prefix is part of the route');
    assert.equal((await host.call('/api/administrators')).status, 404, 'reserved');
  });

  test('undefined gives 204, a string fails the invocation', async () => {
    assert.equal((await host.call('/api/nothing')).status, 204);
    const { status, text } = await host.call('/api/badReturn');
    assert.deepEqual([status, text], [500, '']);
    assert.ok(host.lines.some((line) => /Executed 'badReturn' \(Failed.*must be an object/.test(line)));
  });

  test('whatever is thrown is 500 without a word, and in the log; undefined thrown is no failure', async () => {
    for (const [name, shown] of [
      ['throwError', 'boom'],
      ['throwString', 'just text'],
      ['throwObject', '{"code":7}'],
    ] as const) {
      const { status, text } = await host.call(`/api/${name}`);
      assert.deepEqual([status, text], [500, ''], name);
      assert.ok(
        host.lines.some((line) => line.includes(`Executed '${name}' (Failed`) && line.includes(shown)),
        name,
      );
    }
    assert.equal((await host.call('/api/throwUndefined')).status, 204);
  });

  test("a user's log line carries level and function, changed by the app's log hook", async () => {
    await host.call('/api/echo');
    assert.ok(host.lines.includes('information echo: changed echo of GET'));
  });

  test('what the app writes to the console is a log line, even when it looks like the ready line', async () => {
    await host.call('/api/consoleLog');
    assert.ok(host.lines.includes('{"event":"ready","url":"not this one"}'));
  });

  test("the host's home page answers at the root that no function serves", async () => {
    assert.deepEqual([(await host.call('/')).status, (await host.call('/', { method: 'POST' })).status], [200, 404]);
  });

  test('a request that is no URL is 400', async () => {
    const socket = net.connect(Number(new URL(host.url).port), '127.0.0.1');
    socket.end('GET / HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n');
    const answer = await new Promise<string>((resolve, reject) => {
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk;
      });
      socket.on('end', () => resolve(text));
      socket.on('error', reject);
    });
    assert.match(answer, /^HTTP\/1\.1 400 /);
  });

  describe('keys', () => {
    const statuses = async (pathname: string, keys: string[]) => {
      const byHeader = keys.map(
        async (key) => (await host.call(pathname, { headers: { 'x-functions-key': key } })).status,
      );
      const byQuery = keys.map(async (key) => (await host.call(`${pathname}?code=${key}`)).status);
      const [header, query] = [await Promise.all(byHeader), await Promise.all(byQuery)];
      assert.deepEqual(header, query, 'header and query are worth the same');
      return header;
    };

    test('authLevel function takes its own key, a host key and the master key', async () => {
      assert.deepEqual(await statuses('/api/withKey', ['its-own', 'the-host', 'the-master']), [200, 200, 200]);
      assert.deepEqual(await statuses('/api/withKey', ['of-another', 'the-grid', 'wrong', '']), [401, 401, 401, 401]);
      assert.equal((await host.call('/api/withKey')).status, 401);
    });

    test('authLevel admin takes the master key alone', async () => {
      assert.deepEqual(await statuses('/api/withMasterKey', ['the-master', 'the-host', 'its-own']), [200, 401, 401]);
    });

    test('the header comes before the query', async () => {
      const headers = { 'x-functions-key': 'wrong' };
      assert.equal((await host.call('/api/withKey?code=the-master', { headers })).status, 401);
    });

    test('the client knows the keys', () => {
      assert.deepEqual([host.masterKey, host.hostKey, host.eventGridKey], ['the-master', 'the-host', 'the-grid']);
    });
  });
});
