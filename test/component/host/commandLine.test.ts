import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { fixtureApp, helloApp, newFolder, start, until, writeApp } from './support.ts';

const main = fileURLToPath(new URL('../../../local/host/main.ts', import.meta.url));

/** Runs main.ts on its own to its end. */
async function run(args: string[], environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, [main, ...args], { env: { ...process.env, NODE_OPTIONS: '', ...environment } });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const [code] = await once(child, 'close', { signal: AbortSignal.timeout(60_000) });
  return { code, stdout, stderr };
}
describe('settings', () => {
  test('local.settings.json fills what the environment leaves open, before the app is loaded', async () => {
    const values = { FROM_FILE: 'file', FROM_BOTH: 'file' };
    const body = '{ jsonBody: [process.env.FROM_FILE, process.env.FROM_BOTH, process.env.FUNCTIONS_WORKER_RUNTIME] }';
    const app = writeApp({ ...helloApp(body), 'local.settings.json': { IsEncrypted: false, Values: values } });
    const host = await start({ appFolder: app, environment: { FROM_BOTH: 'environment' } });
    assert.deepEqual((await host.call('/api/hello')).json, ['file', 'environment', 'node']);
    await host.stop();
  });
});

describe('the command line', () => {
  test('--help tells how, on stdout, with code 0', async () => {
    const { code, stdout } = await run(['--help']);
    assert.equal(code, 0);
    assert.match(stdout, /--app DIR/);
  });

  test('a faulty command line has code 1 and one line of why', async () => {
    const { code, stdout, stderr } = await run([]);
    assert.deepEqual(
      [code, stdout, stderr.trim().split('\n')],
      [1, '', ['local host: --app DIR is missing. See --help.']],
    );
  });

  test('--names without the preload that it needs is refused', async () => {
    const { code, stderr } = await run(['--app', fixtureApp, '--names', 'names.json'], { LOCAL_NAME_MAP: '' });
    assert.equal(code, 1);
    assert.match(stderr, /--names needs "--import \.\/local\/host\/preload\.ts"/);
  });

  test('stdout carries the ready line and nothing else', async () => {
    const app = writeApp(helloApp('{}'));
    const child = spawn(process.execPath, [main, '--app', path.relative(process.cwd(), app), '--port', '0'], {
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    let stdout = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    await until('the ready line', () => stdout.includes('\n'));
    child.kill('SIGINT');
    const [code] = await once(child, 'close');
    assert.equal(code, 0, 'Ctrl-C drains too');
    const { event, url, functions } = JSON.parse(stdout) as { event: string; url: string; functions: string[] };
    assert.deepEqual([event, functions], ['ready', ['hello']]);
    assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/);
  });
});

describe('the name map', () => {
  test('an app under the host reaches a mapped name, and nothing else', async () => {
    const near = http
      .createServer((request, response) => response.end(`as ${request.headers.host}`))
      .listen(0, '127.0.0.1');
    await once(near, 'listening');
    const nameMapFile = path.join(newFolder('names'), 'names.json');
    const { port } = near.address() as AddressInfo;
    writeFileSync(nameMapFile, JSON.stringify([{ name: 'far.example', port: 80, to: port }]));
    const ask = (name: string) => `await fetch('http://${name}/').then((r) => r.text(), (error) => error.cause.code)`;
    const content = `import { app } from '@azure/functions';
      app.http('hello', { handler: async () => ({ jsonBody: [${ask('far.example')}, ${ask('example.org')}] }) });`;
    const appFolder = writeApp({ 'package.json': { main: 'main.mjs' }, 'main.mjs': content });
    const host = await start({ appFolder, nameMapFile });
    assert.deepEqual((await host.call('/api/hello')).json, ['as far.example', 'ENOTFOUND']);
    await host.stop();
    near.close();
    near.closeAllConnections();
  });
});
