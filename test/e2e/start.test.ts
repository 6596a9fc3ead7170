import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { knownPort } from '../../local/desk/freePort.ts';
import type { LinkDetailView, StatusView } from '../../shared/views/types.ts';
import { until } from '../kit/until.ts';

interface Started {
  child: ChildProcess;
  output: () => string;
  exited: Promise<unknown>;
}

function npmStart(...args: string[]): Started {
  const child = spawn(process.execPath, ['local/start.ts', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  return { child, output: () => output, exited: once(child, 'close') };
}

async function get<T>(url: string): Promise<T> {
  const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
  assert.equal(response.status, 200, url);
  return (await response.json()) as T;
}

test('npm start serves every link with a numeric lag, Ctrl-C stops it cleanly, and a second start keeps the history', async () => {
  const data = await mkdtemp(path.join(tmpdir(), 'geowarden-start-'));
  const [port, consolePort] = [await knownPort(0), await knownPort(0)];
  const args = ['--port', String(port), '--console-port', String(consolePort), '--data', data];
  const app = `http://127.0.0.1:${port}`;
  const watched = (run: Started) =>
    until(
      `every link has a lag (${run.output()})`,
      async () => {
        const status = await get<StatusView>(`${app}/api/status`);
        return status.links.length === 7 && status.links.every((link) => typeof link.lagSeconds === 'number')
          ? status
          : undefined;
      },
      60_000,
    );
  let run = npmStart(...args);
  try {
    const status = await watched(run);
    assert.deepEqual(
      status.unprotected.map((database) => database.database),
      ['archive'],
    );
    await until('it says what it watches', () => run.output().includes('Watching 7 replication links'));
    assert.match(run.output(), new RegExp(`Geowarden\\s+${app}`));
    assert.match(run.output(), new RegExp(`Console\\s+http://127.0.0.1:${consolePort}`));
    const key = status.links[0]?.linkKey ?? '';
    const before = await until('some history', async () => {
      const link = await get<LinkDetailView>(`${app}/api/links/${key}`);
      return link.samples.length >= 2 ? link : undefined;
    });
    run.child.kill('SIGINT');
    await run.exited;
    assert.equal(run.child.exitCode, 0, run.output());
    await assert.rejects(fetch(app), 'the port is free again');

    run = npmStart(...args);
    await watched(run);
    const after = await get<LinkDetailView>(`${app}/api/links/${key}`);
    assert.deepEqual(after.samples[0], before.samples[0], 'the first sample of the first start is still there');
  } finally {
    run.child.kill('SIGINT');
    await run.exited;
    await rm(data, { recursive: true, force: true, maxRetries: 5 });
  }
});

test('a port that is taken is named in the error', async () => {
  const data = await mkdtemp(path.join(tmpdir(), 'geowarden-start-'));
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const free = await knownPort(0);
  try {
    for (const [appPort, consolePort] of [
      [port, free],
      [free, port],
    ]) {
      const run = npmStart('--port', String(appPort), '--console-port', String(consolePort), '--data', data);
      await run.exited;
      assert.equal(run.child.exitCode, 1);
      assert.match(
        run.output(),
        new RegExp(`\\b${port}\\b.*(taken|in use|EADDRINUSE)|(taken|in use|EADDRINUSE).*\\b${port}\\b`, 'i'),
      );
    }
  } finally {
    taken.close();
    await rm(data, { recursive: true, force: true, maxRetries: 5 });
  }
});
