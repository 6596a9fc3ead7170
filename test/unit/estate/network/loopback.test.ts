import assert from 'node:assert/strict';
import { createServer as createHttpServer, get } from 'node:http';
import { connect, createServer, type Socket } from 'node:net';
import { test } from 'node:test';
import { listenOnLoopback } from '../../../../local/estate/network/loopback.ts';

const dial = (port: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket));
    socket.on('error', reject);
  });

test('each server gets a free port of its own on 127.0.0.1', async () => {
  const servers = [createServer(), createServer()];
  const listeners = await Promise.all(servers.map(listenOnLoopback));
  assert.notEqual(listeners[0]?.port, listeners[1]?.port);
  for (const [index, server] of servers.entries()) {
    assert.deepEqual(server.address(), { address: '127.0.0.1', family: 'IPv4', port: listeners[index]?.port });
  }
  await Promise.all(listeners.map(({ close }) => close()));
});

test('after closing nobody can connect; closing again does nothing', async () => {
  const { port, close } = await listenOnLoopback(createServer());
  await close();
  await close();
  await assert.rejects(dial(port), /ECONNREFUSED/);
});

test('an answer under way is given time to end', async () => {
  const server = createHttpServer((_request, response) => void setTimeout(() => response.end('late'), 50));
  const { port, close } = await listenOnLoopback(server);
  const answered = new Promise<string>((resolve, reject) => {
    get({ port, host: '127.0.0.1' }, async (response) => {
      resolve((await response.toArray()).join(''));
    }).on('error', reject);
  });
  await new Promise((resolve) => server.once('request', resolve));
  await close(5000);
  assert.equal(await answered, 'late');
});

test('what does not end within the grace is cut', async () => {
  const server = createServer((socket) => socket.on('error', () => {}));
  const { port, close } = await listenOnLoopback(server);
  const socket = await dial(port);
  const ended = new Promise((resolve) => socket.once('close', resolve));
  const start = performance.now();
  await close(50);
  assert.ok(performance.now() - start < 2000, 'closing waited for the client');
  socket.destroy();
  await ended;
});

test('a server that cannot listen reports why', async () => {
  const server = createServer();
  server.listen = () => {
    process.nextTick(() => server.emit('error', new Error('EMFILE: too many open files')));
    return server;
  };
  await assert.rejects(listenOnLoopback(server), /EMFILE/);
});
