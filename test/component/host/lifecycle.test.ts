import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { describe, test } from 'node:test';
import { fixtureApp, fixtureSettings, hello, helloApp, newFolder, start, until, writeApp } from './support.ts';

const client = new URL('../../../local/host/client.ts', import.meta.url).href;

const isAlive = (processId: number) => {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
};
describe('the end of a host', () => {
  test('SIGTERM lets a running request end, tells the app, and gives code 0', async () => {
    const host = await start({ timers: false });
    const answer = host.call('/api/slow?ms=700');
    await until('the request to have begun', () => host.lines.includes('information slow: slow has begun'));
    const stopped = host.stop();
    assert.deepEqual([(await answer).status, (await answer).text], [200, 'done']);
    assert.deepEqual(await stopped, { code: 0 });
    assert.ok(host.lines.indexOf('appTerminate ran') > host.lines.indexOf('information slow: slow has ended'));
    await assert.rejects(fetch(host.url), 'nothing listens any more');
    assert.deepEqual(await host.stop(), { code: 0 }, 'a second stop is harmless');
    assert.equal(await host.exited, 0);
  });

  test('a drain is bounded, names what it left behind, and still tells the app', async () => {
    const host = await start({ timers: false, drainSeconds: 0 });
    const answer = host.call('/api/slow?ms=60000').catch(() => 'cut');
    await until('the request to have begun', () => host.lines.includes('information slow: slow has begun'));
    assert.deepEqual(await host.stop(), { code: 0 });
    assert.equal(await answer, 'cut');
    assert.ok(host.lines.some((line) => line.includes('left behind: slow')));
    assert.ok(host.lines.includes('appTerminate ran'));
  });

  test('SIGKILL ends it at once, with no code', async () => {
    const host = await start({ timers: false });
    assert.deepEqual(await host.stop('SIGKILL'), { code: null });
    assert.equal(isAlive(host.processId), false);
    assert.ok(!host.lines.includes('appTerminate ran'));
  });

  test('an error outside of any invocation ends the process, as it ends the worker in Azure', async () => {
    const host = await start({ timers: false });
    await host.call('/api/crash', { method: 'POST' }).catch(() => undefined);
    assert.notEqual(await host.exited, 0);
    await until('the reason in the log', () =>
      host.lines.some((line) => line.includes('thrown outside of any invocation')),
    );
  });

  test('a host whose parent is killed drains and ends by itself', async () => {
    const script = `import { startHost } from ${JSON.stringify(client)};
      const options = { appFolder: ${JSON.stringify(fixtureApp)}, port: 0, nameMapFile: undefined, timers: false };
      const host = await startHost({ ...options, environment: ${JSON.stringify(fixtureSettings)} });
      console.log(host.processId);
      setInterval(() => {}, 1000);`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [chunk] = await once(parent.stdout, 'data', { signal: AbortSignal.timeout(60_000) });
    const processId = Number(String(chunk));
    assert.equal(isAlive(processId), true);
    parent.kill('SIGKILL');
    await until('the host to be gone', () => !isAlive(processId));
  });
});

describe('a host that cannot serve', () => {
  test('names the port that is taken', async () => {
    const blocker = net.createServer().listen(0, '127.0.0.1');
    await once(blocker, 'listening');
    const { port } = blocker.address() as net.AddressInfo;
    await assert.rejects(start({ port }), (error: Error) => {
      assert.equal(error.name, 'HostStartError');
      assert.match(error.message, /ended before it served \(exit code 1\)/);
      assert.match(error.message, new RegExp(`Port ${port} on 127\\.0\\.0\\.1 is taken`));
      return true;
    });
    blocker.close();
  });

  test('an entry point that throws before it registers anything looks like no functions', async () => {
    const app = writeApp({ 'package.json': { main: 'main.mjs' }, 'main.mjs': 'throw new Error("broken at the top");' });
    await assert.rejects(start({ appFolder: app }), (error: Error) => {
      assert.match(error.message, /found no functions/);
      assert.match(error.message, /Worker was unable to load entry point .*main\.mjs": Error: broken at the top/);
      assert.match(error.message, /No job functions found/);
      return true;
    });
  });

  test('what an entry point registered before it threw is served', async () => {
    const app = writeApp({
      'package.json': { main: 'main.mjs' },
      'main.mjs': `${hello('{ body: "x" }')} throw new Error("late");`,
    });
    const host = await start({ appFolder: app });
    assert.deepEqual(host.functions, ['hello']);
    assert.equal((await host.call('/api/hello')).text, 'x');
    await host.stop();
  });

  test('HTTP streaming, which it does not have, is refused', async () => {
    const app = writeApp({
      'package.json': { main: 'main.mjs' },
      'main.mjs': `${hello('{}')} app.setup({ enableHttpStream: true });`,
    });
    await assert.rejects(start({ appFolder: app }), /enableHttpStream: true .* does not serve; start with --func/);
  });

  test('a missing build, a missing host.json and a faulty one are named', async () => {
    await assert.rejects(
      start({ appFolder: writeApp({ 'package.json': { main: 'dist/x.mjs' } }) }),
      /build the app first/,
    );
    await assert.rejects(start({ appFolder: newFolder('empty') }), /host\.json cannot be read/);
    const faulty = writeApp({
      ...helloApp('{}'),
      'host.json': { version: '2.0', extensions: { queues: { batchSize: 99 } } },
    });
    await assert.rejects(
      start({ appFolder: faulty }),
      /extensions\.queues\.batchSize: expected a whole number from 1 to 32, found 99/,
    );
  });

  test('one that never comes up is given up, and killed', async () => {
    const app = writeApp({
      'package.json': { main: 'main.mjs' },
      'main.mjs': 'await new Promise((r) => setTimeout(r, 60000));',
    });
    await assert.rejects(start({ appFolder: app, startTimeoutMs: 1_500 }), /did not serve .* within 1500 ms/);
  });
});

describe('a host that serves in part', () => {
  test('a faulty schedule, a missing setting and a missing connection keep only their own function back', async () => {
    const content = `${hello('{ body: "x" }')}
      app.timer('odd', { schedule: 'now and then', handler: () => {} });
      app.timer('unset', { schedule: '%NOT_SET_ANYWHERE%', handler: () => {} });
      app.storageQueue('jobs', { queueName: 'q', connection: 'NoSuchConnection', handler: () => {} });`;
    const host = await start({ appFolder: writeApp({ 'package.json': { main: 'main.mjs' }, 'main.mjs': content }) });
    assert.deepEqual(host.functions, ['hello']);
    const log = host.lines.join('\n');
    assert.match(log, /The 'odd' function is in error: "now and then" has 3 fields/);
    assert.match(log, /The 'unset' function is in error: .*the app setting NOT_SET_ANYWHERE is not set/);
    assert.match(log, /The 'jobs' function is in error: The connection NoSuchConnection is not set/);
    await host.stop();
  });

  test('a disabled function is not there', async () => {
    const content = `${hello('{ body: "x" }')} app.http('other', { handler: () => ({}) });`;
    const app = writeApp({ 'package.json': { main: 'main.mjs' }, 'main.mjs': content });
    const host = await start({ appFolder: app, environment: { 'AzureWebJobs.other.Disabled': 'true' } });
    assert.deepEqual(host.functions, ['hello']);
    assert.equal((await host.call('/api/other')).status, 404);
    await host.stop();
  });

  test('{page:maxlength(0)?} with an empty prefix serves the root', async () => {
    const content = `import { app } from '@azure/functions';
      app.http('home', { route: '{page:maxlength(0)?}', handler: () => ({ body: 'home' }) });
      app.http('status', { route: 'api/status', handler: () => ({ body: 'status' }) });`;
    const host = await start({
      appFolder: writeApp({
        'host.json': { version: '2.0', extensions: { http: { routePrefix: '' } } },
        'package.json': { main: 'main.mjs' },
        'main.mjs': content,
      }),
    });
    assert.deepEqual([(await host.call('/')).text, (await host.call('/?x=1')).text], ['home', 'home']);
    assert.equal((await host.call('/api/status')).text, 'status');
    assert.equal((await host.call('/other')).status, 404);
    await host.stop();
  });

  test('the home page can be disabled', async () => {
    const host = await start({
      appFolder: writeApp(helloApp('{}')),
      environment: { AzureWebJobsDisableHomepage: 'true' },
    });
    assert.equal((await host.call('/')).status, 204);
    await host.stop();
  });
});
