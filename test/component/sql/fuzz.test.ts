import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import tls from 'node:tls';
import { createCertificateAuthority } from '../../../local/estate/certificates/certificateAuthority.ts';
import { createReplicationSampler } from '../../../shared/adapters/azure/sql/replicationSampler.ts';
import { end } from './sqlEstate.ts';

/** A packet as a server sends it: type 4, last of its message. */
function packet(body: Buffer): Buffer {
  const header = Buffer.from([4, 1, 0, 0, 0, 51, 1, 0]);
  header.writeUInt16BE(body.length + 8, 2);
  return Buffer.concat([header, body]);
}
const PRELOGIN_ANSWER = packet(Buffer.from('000010000601001600010600170001ff0c00000000000000', 'hex'));

const DONE = Buffer.from('fd000000000000000000000000', 'hex');
/** LOGINACK of TDS 7.4 by a server called "x". */
const LOGIN_ANSWER = packet(Buffer.concat([Buffer.from('ad0c0001740000040178000c000000', 'hex'), DONE]));
const SETUP_ANSWER = packet(DONE);

let folder = '';
let certificate = '';
let server: tls.Server;
let answers: Buffer[] = [];

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'geowarden-fuzz-'));
  const authority = await createCertificateAuthority(folder);
  certificate = authority.certificate;
  server = tls.createServer(
    { ...(await authority.issue(['odd.database.windows.net'])), ALPNProtocols: ['tds/8.0'] },
    (socket) => {
      const script = [...answers];
      socket.on('error', () => {});
      socket.on('data', () => {
        const answer = script.shift();
        if (answer !== undefined) socket.write(answer);
      });
    },
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
after(async () => {
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

async function sample(timeoutMs: number) {
  const { port } = server.address() as net.AddressInfo;
  const sampler = createReplicationSampler({
    sampling: { everyMs: 1_000, timeoutMs, concurrency: 1, encryption: 'strict' },
    getToken: async () => 'a-token',
    certificateAuthority: certificate,
    connector: () =>
      new Promise((resolve, reject) => {
        const socket = net.connect(port, '127.0.0.1', () => resolve(socket));
        socket.once('error', reject);
      }),
  });
  const answer = await sampler.sample(end('odd'));
  await sampler.retain([]);
  return answer;
}

/** xorshift32: the same bytes in every run. */
function randomBytes(seed: number, length: number): Buffer {
  let state = seed * 2_654_435_761 || 1;
  return Buffer.from(
    Array.from({ length }, () => {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return state & 0xff;
    }),
  );
}

test('nonsense in proper packets is a failure in time, and never ends the process', async () => {
  const uncaught: unknown[] = [];
  const note = (error: unknown) => uncaught.push(error);
  process.on('uncaughtException', note);
  try {
    for (let seed = 1; seed <= 60; seed += 1) {
      const nonsense = packet(randomBytes(seed, 1 + (seed % 40)));
      const scripts = [
        [nonsense],
        [PRELOGIN_ANSWER, nonsense],
        [PRELOGIN_ANSWER, LOGIN_ANSWER, nonsense],
        [PRELOGIN_ANSWER, LOGIN_ANSWER, SETUP_ANSWER, nonsense],
      ];
      answers = scripts[seed % 4] ?? [];
      const startedAt = performance.now();
      const answer = await sample(200);
      assert.equal(answer.ok, false, `seed ${seed}`);
      assert.ok(performance.now() - startedAt < 1_500, `seed ${seed}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.deepEqual(uncaught, []);
  } finally {
    process.off('uncaughtException', note);
  }
});

test('a token that does not belong there is told, and not waited for', async () => {
  // ORDER: proper, and no part of an answer to a login.
  answers = [PRELOGIN_ANSWER, packet(Buffer.concat([Buffer.from('a902000100', 'hex'), DONE]))];
  // Nothing more would come: whoever waited for it would find it unreachable.
  const answer = await sample(5_000);
  assert.ok(!answer.ok);
  assert.equal(answer.failure.kind, 'garbage');
  assert.match(answer.failure.message, /cannot be read \(Unexpected token `ORDER`/);
});

test('the handshake that the nonsense follows is a good one: an answer without rows is a sample without links', async () => {
  answers = [PRELOGIN_ANSWER, LOGIN_ANSWER, SETUP_ANSWER, SETUP_ANSWER];
  const answer = await sample(2_000);
  assert.deepEqual(answer.ok && answer.rows, [], JSON.stringify(answer));
});

test('packets with broken headers are a failure in time', async () => {
  const broken = [
    Buffer.from([4]),
    Buffer.from([4, 1, 0, 0, 0, 0, 0, 0]),
    Buffer.from([4, 1, 0, 7, 0, 0, 0, 0]),
    Buffer.from([4, 1, 0xff, 0xff, 0, 0, 0, 0, 1]),
    Buffer.alloc(70_000, 4),
  ];
  for (const [n, bytes] of broken.entries()) {
    for (const script of [[bytes], [PRELOGIN_ANSWER, bytes]]) {
      answers = script;
      const answer = await sample(200);
      assert.equal(answer.ok, false, `case ${n}`);
    }
  }
});
