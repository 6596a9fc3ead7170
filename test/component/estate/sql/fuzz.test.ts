import assert from 'node:assert/strict';
import net from 'node:net';
import { after, before, test } from 'node:test';
import tls from 'node:tls';
import type { SqlListener } from '../../../../local/estate/sql/listener.ts';
import {
  batch,
  login7,
  nvarchar,
  packet,
  parameter,
  prelogin,
  rpc,
} from '../../../unit/estate/sql/tds/support/messages.ts';
import { until, withTedious } from './support/clients.ts';
import { ADMIN, openSqlEstate, PRIMARY, type SqlEstate } from './support/estate.ts';

let estate: SqlEstate;
let listener: SqlListener;
before(async () => {
  estate = await openSqlEstate();
  listener = await estate.listen(PRIMARY);
});
after(() => estate.close());

/** A small generator with a seed, so that a failure can be repeated. */
function randomSource(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function randomBytes(random: (below: number) => number, atMost: number): Buffer {
  return Buffer.from(Array.from({ length: 1 + random(atMost) }, () => random(256)));
}

const LOGIN = login7({ userName: ADMIN.user, password: ADMIN.password, serverName: PRIMARY, database: 'orders' });
const SESSION = [
  packet(0x12, prelogin(1)),
  packet(0x10, LOGIN),
  packet(0x01, batch('rows 20')),
  packet(
    0x03,
    rpc(
      10,
      parameter('', nvarchar('params')),
      parameter('', nvarchar('@a int')),
      parameter('@a', [0x26, 4, 4, 1, 0, 0, 0]),
    ),
  ),
  packet(0x0e, Buffer.concat([batch(''), Buffer.from([5, 0, 0, 0])])),
  packet(0x06, Buffer.alloc(0)),
];

/** A session with some of its bytes changed, cut short, or sent in odd pieces. */
function damagedSession(random: (below: number) => number): Buffer[] {
  const bytes = Buffer.concat(SESSION);
  for (let index = random(6); index > 0; index--) bytes[random(bytes.length)] = random(256);
  const cut = bytes.subarray(0, 1 + random(bytes.length));
  const pieces: Buffer[] = [];
  for (let at = 0; at < cut.length; ) {
    const length = 1 + random(200);
    pieces.push(cut.subarray(at, at + length));
    at += length;
  }
  return pieces;
}

async function send(socket: net.Socket, pieces: Buffer[]): Promise<void> {
  socket.on('error', () => {});
  socket.resume();
  for (const piece of pieces) {
    if (socket.destroyed) break;
    await new Promise<void>((resolve) => {
      socket.once('close', () => resolve());
      socket.write(piece, () => resolve());
    });
  }
  socket.end();
  setTimeout(() => socket.destroy(), 20);
}

async function assertStillServes(): Promise<void> {
  const options = { server: PRIMARY, port: listener.port, ca: estate.ca };
  assert.deepEqual(await withTedious(options, (tedious) => tedious.query('select 1')), [[1]]);
  await until('no open connection', () => listener.stats().open === 0);
}

test('300 connections of random bytes do not stop the server', async () => {
  const random = randomSource(20_261_122);
  for (let index = 0; index < 300; index++) {
    const first = [0x12, 0x10, 0x16, 0x01, random(256)][index % 5] ?? 0;
    await send(net.connect(listener.port, '127.0.0.1'), [Buffer.from([first]), randomBytes(random, 600)]);
  }
  assert.equal(listener.stats().accepted, 300);
  await assertStillServes();
});

test('200 damaged handshakes inside PRELOGIN do not stop the server', async () => {
  const random = randomSource(7);
  for (let index = 0; index < 200; index++) {
    const hello = packet(
      0x12,
      Buffer.concat([Buffer.from([0x16, 3, 1, 0, 200, 1, 0, 0, 196]), randomBytes(random, 300)]),
    );
    const pieces = [packet(0x12, prelogin(1)), hello, randomBytes(random, 300)];
    await send(net.connect(listener.port, '127.0.0.1'), pieces);
  }
  await assertStillServes();
});

test('200 damaged sessions inside TLS do not stop the server', async () => {
  const random = randomSource(42);
  for (let index = 0; index < 200; index++) {
    const socket = tls.connect({
      host: '127.0.0.1',
      port: listener.port,
      servername: `${PRIMARY}.database.windows.net`,
      ALPNProtocols: ['tds/8.0'],
      ca: estate.ca,
    });
    await new Promise((resolve) => socket.once('secureConnect', resolve));
    await send(socket, damagedSession(random));
  }
  await assertStillServes();
});

test('the undamaged session is served: the damage is what the server refuses', async () => {
  const { queries, logins } = listener.stats();
  const socket = tls.connect({
    host: '127.0.0.1',
    port: listener.port,
    servername: `${PRIMARY}.database.windows.net`,
    ALPNProtocols: ['tds/8.0'],
    ca: estate.ca,
  });
  await new Promise((resolve) => socket.once('secureConnect', resolve));
  assert.equal(socket.alpnProtocol, 'tds/8.0');
  const answers: Buffer[] = [];
  socket.on('data', (bytes) => answers.push(bytes));
  for (const [index, message] of SESSION.slice(0, 4).entries()) {
    const before = answers.length;
    socket.write(message);
    await until(`an answer to message ${index}`, () => answers.length > before);
  }
  socket.destroy();
  assert.deepEqual([listener.stats().logins - logins, listener.stats().queries - queries], [1, 2]);
});
