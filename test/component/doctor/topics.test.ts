import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { checkTopics, openTls } from '../../../doctor/run/topics.ts';
import { configurationOf, sound } from '../../unit/config/documents.ts';

/** A server that takes the connection and then does what is asked. */
async function listening(greet: (socket: import('node:net').Socket) => void) {
  const sockets = new Set<import('node:net').Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    greet(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

test('who listens but never greets is given up in time', async () => {
  const server = await listening(() => {});
  const startedAtMs = performance.now();
  assert.deepEqual(await openTls('127.0.0.1', server.port, 300), { ok: false, code: 'ETIMEDOUT' });
  assert.ok(performance.now() - startedAtMs < 5_000);
  await server.close();
});

test('who speaks no TLS, hangs up or does not listen is told by its code', async () => {
  const plain = await listening((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  const notTls = await openTls('127.0.0.1', plain.port);
  assert.match(notTls.ok ? '' : notTls.code, /SSL|EPROTO|ECONNRESET/);
  await plain.close();
  const gone = await openTls('127.0.0.1', plain.port);
  assert.deepEqual(gone, { ok: false, code: 'ECONNREFUSED' });
});

test('a name that does not exist is told as a name', async () => {
  const answer = await openTls('outage.invalid');
  assert.ok(!answer.ok && ['ENOTFOUND', 'EAI_AGAIN'].includes(answer.code), JSON.stringify(answer));
});

test('no topics, no checks', async () => {
  assert.deepEqual(await checkTopics(configurationOf(sound())), []);
});
