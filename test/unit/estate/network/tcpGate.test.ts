import assert from 'node:assert/strict';
import { connect, createServer, type Socket } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { Reachability } from '../../../../local/estate/model/types.ts';
import { listenOnLoopback } from '../../../../local/estate/network/loopback.ts';
import { openTcpGate, type TcpGate } from '../../../../local/estate/network/tcpGate.ts';

let state: Reachability;
let gate: TcpGate;
let heard: string;
let connections: number;
/** Answers every line with its echo; ends when it hears "bye". */
const service = createServer((socket) => {
  connections++;
  socket.on('error', () => {});
  socket.on('data', (data) => {
    heard += data;
    if (data.toString() === 'bye') socket.end('farewell');
    else socket.write(`echo ${data}`);
  });
});
let closeService: () => Promise<void>;

before(async () => {
  const listener = await listenOnLoopback(service);
  closeService = () => listener.close(0);
  gate = await openTcpGate(listener.port, () => state);
});
beforeEach(() => {
  state = 'open';
  heard = '';
  connections = 0;
});
after(async () => {
  await gate.close();
  await closeService();
});

interface Client {
  socket: Socket;
  next(): Promise<string>;
  ended: Promise<string>;
}

async function dial(): Promise<Client> {
  const socket = connect(gate.port, '127.0.0.1');
  const ended = new Promise<string>((resolve) => {
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    socket.on('close', () => resolve('closed'));
  });
  await Promise.race([new Promise((resolve) => socket.once('connect', resolve)), ended]);
  const next = (): Promise<string> => new Promise((resolve) => socket.once('data', (data) => resolve(data.toString())));
  return { socket, next, ended };
}

async function say(client: Client, text: string): Promise<string> {
  const answer = client.next();
  client.socket.write(text);
  return await Promise.race([answer, client.ended]);
}

/** True when nothing comes for a while. */
const isQuiet = (client: Client): Promise<boolean> =>
  Promise.race([
    client.next().then(() => false),
    client.ended.then(() => false),
    new Promise<boolean>((resolve) => setTimeout(() => resolve(true), 150)),
  ]);

test('what is said is answered, both ways, and a farewell is passed on', async () => {
  const client = await dial();
  assert.equal(await say(client, 'one'), 'echo one');
  assert.equal(await say(client, 'bye'), 'farewell');
  assert.equal(await client.ended, 'closed');
});

test('much data passes whole through a slow reader', async () => {
  const client = await dial();
  const sent = 'x'.repeat(3_000_000);
  let received = 0;
  const done = new Promise<void>((resolve) => {
    client.socket.on('data', (data) => {
      received += data.toString().replaceAll('echo ', '').length;
      client.socket.pause();
      setImmediate(() => client.socket.resume());
      if (received >= sent.length) resolve();
    });
  });
  client.socket.write(sent);
  await done;
  assert.equal(received, sent.length);
  client.socket.destroy();
});

test('refused: the connection is reset and the service never hears of it', async () => {
  state = 'refused';
  const client = await dial();
  assert.equal(await client.ended, 'ECONNRESET');
  assert.equal(connections, 0);
});

test('refused from now on: what is under way is reset at its next word', async () => {
  const client = await dial();
  assert.equal(await say(client, 'one'), 'echo one');
  state = 'refused';
  assert.equal(await say(client, 'two'), 'ECONNRESET');
  assert.equal(heard, 'one');
});

test('silent: words are swallowed for good, and who dials again when the path is open is heard', async () => {
  const client = await dial();
  assert.equal(await say(client, 'one'), 'echo one');
  state = 'silent';
  client.socket.write('lost');
  assert.equal(await isQuiet(client), true);
  state = 'open';
  client.socket.write('lost as well');
  assert.equal(await isQuiet(client), true);
  assert.equal(heard, 'one');
  assert.equal(await say(await dial(), 'two'), 'echo two');
  client.socket.destroy();
});

test('silent from the start: accepted, and nothing more', async () => {
  state = 'silent';
  const client = await dial();
  client.socket.write('hello?');
  assert.equal(await isQuiet(client), true);
  client.socket.destroy();
});

test('a service that is not there closes the connection', async () => {
  const lone = await listenOnLoopback(createServer());
  const other = await openTcpGate(lone.port, () => 'open');
  await lone.close();
  const socket = connect(other.port, '127.0.0.1');
  socket.on('error', () => {});
  const closed = new Promise((resolve) => socket.once('close', () => resolve('closed')));
  assert.equal(await Promise.race([closed, delay(2_000, 'still open', { ref: false })]), 'closed');
  await other.close();
});
