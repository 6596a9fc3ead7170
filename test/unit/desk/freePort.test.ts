import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { knownPort } from '../../../local/desk/freePort.ts';

test('a port that is given stays', async () => {
  assert.equal(await knownPort(7071), 7071);
});

test('for 0 it is one that can be listened on', async () => {
  const port = await knownPort(0);
  assert.ok(port > 1023);
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  server.close();
});
