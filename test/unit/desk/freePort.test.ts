import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { test } from 'node:test';
import { knownPort } from '../../../local/desk/freePort.ts';

test('a port that is given stays', async () => {
  assert.equal(await knownPort(7071), 7071);
});

test('for 0 it is one that can be listened on, and that no system gives out by itself', async () => {
  const port = await knownPort(0);
  assert.ok(port >= 15_000 && port < 30_000, String(port));
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  server.close();
});

test('a port that is taken is not given; when all are, that is said', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: taken } = server.address() as AddressInfo;
  const free = await knownPort(0);
  const picks = [taken, taken, free];
  assert.equal(await knownPort(0, () => picks.shift() ?? assert.fail('it had found one')), free);
  await assert.rejects(
    knownPort(0, () => taken),
    /expected a free port .* tried 50 that are taken/,
  );
  server.close();
});
