import assert from 'node:assert/strict';
import net from 'node:net';
import { after, afterEach, before, test } from 'node:test';
import type { SqlFault } from '../../../../local/estate/model/types.ts';
import type { SqlListener } from '../../../../local/estate/sql/listener.ts';
import { type ClientOptions, failedLogin, TediousClient, until, withPool, withTedious } from './support/clients.ts';
import { openSqlEstate, PRIMARY, type SqlEstate } from './support/estate.ts';

let estate: SqlEstate;
let listener: SqlListener;
let client: ClientOptions;

before(async () => {
  estate = await openSqlEstate();
  listener = await estate.listen(PRIMARY);
  client = { server: PRIMARY, port: listener.port, ca: estate.ca, connectTimeoutMs: 300 };
});
afterEach(() => {
  suffer(null);
  suffer(null, 'orders');
});
after(() => estate.close());

function suffer(fault: SqlFault | null, database?: string): void {
  estate.model.apply({ kind: 'sql', server: PRIMARY, fault, ...(database ? { database } : {}) });
}

/** What a plain socket gets for these bytes; for `nothing` it listens for a tenth of a second. */
async function rawAnswer(
  bytes: Buffer,
  expected: 'nothing' | 'bytes' | 'close',
): Promise<{ bytes: Buffer; closed: boolean }> {
  const socket = net.connect(listener.port, '127.0.0.1');
  const chunks: Buffer[] = [];
  let closed = false;
  socket.on('data', (chunk) => chunks.push(chunk));
  socket.on('error', () => {});
  socket.on('close', () => {
    closed = true;
  });
  socket.write(bytes);
  if (expected === 'nothing') await new Promise((resolve) => setTimeout(resolve, 100));
  else await until(expected, () => (expected === 'close' ? closed : chunks.length > 0));
  socket.destroy();
  return { bytes: Buffer.concat(chunks), closed };
}

const PRELOGIN = Buffer.from('120100140000010001000600010000000000ff02', 'hex');
PRELOGIN.writeUInt16BE(PRELOGIN.length, 2);

for (const database of [undefined, 'orders']) {
  const where = database ? 'one database' : 'the whole server';

  test(`silent, ${where}: the connection is accepted and the login never answered`, async () => {
    suffer({ kind: 'silent' }, database);
    const { errors, ms, error } = await failedLogin(client);
    assert.deepEqual(errors, []);
    assert.match(error.message, /Failed to connect .* in 300ms/);
    assert.ok(ms >= 290);
  });

  test(`garbage, ${where}: the driver gives up on what is no TDS`, async () => {
    suffer({ kind: 'garbage' }, database);
    const { errors, error } = await failedLogin({ ...client, connectTimeoutMs: 1_000 });
    assert.deepEqual(errors, []);
    assert.ok(error instanceof Error);
  });
}

test('silent: not one byte is answered to a PRELOGIN, and the connection stays', async () => {
  suffer({ kind: 'silent' });
  assert.deepEqual(await rawAnswer(PRELOGIN, 'nothing'), { bytes: Buffer.alloc(0), closed: false });
});

test('garbage: what comes back is no TDS packet, in clear and where TLS was begun', async () => {
  suffer({ kind: 'garbage' });
  const tlsHello = Buffer.from('160301000100', 'hex');
  for (const bytes of [PRELOGIN, tlsHello]) {
    assert.match((await rawAnswer(bytes, 'bytes')).bytes.toString('latin1'), /^HTTP\/1\.1 400/);
  }
});

test('stallLogin: the answer stops half-way, past the connect timeout of the driver', async () => {
  suffer({ kind: 'stallLogin' }, 'orders');
  const { logins } = listener.stats();
  const tedious = new TediousClient({ ...client, connectTimeoutMs: 2_000 });
  const failing = tedious.connect().catch((error: Error) => error);
  const received = new Promise<number>((resolve) => {
    const poll = setInterval(() => {
      const socket = Reflect.get(tedious.connection, 'socket') as unknown as net.Socket | undefined;
      if (!socket || socket.bytesRead < 200) return;
      clearInterval(poll);
      resolve(socket.bytesRead);
    }, 5);
  });
  assert.ok((await received) > 0);
  await tedious.close();
  assert.ok((await failing) instanceof Error);
  assert.equal(listener.stats().logins, logins);
});

test('a stalled login keeps the right password apart from a wrong one', async () => {
  suffer({ kind: 'stallLogin' }, 'orders');
  const { errors } = await failedLogin({ ...client, password: 'guess', connectTimeoutMs: 2_000 });
  assert.equal(errors[0]?.number, 18456);
});

test('queryError: the login works, every statement is answered with the error', async () => {
  suffer({ kind: 'queryError', number: 40197 }, 'orders');
  await withTedious({ ...client, connectTimeoutMs: 2_000 }, async (tedious) => {
    await assert.rejects(() => tedious.query('select 1'), /error processing your request/);
    await assert.rejects(() => tedious.query('select 1', undefined, 'rpc'), /error processing your request/);
    assert.deepEqual(
      tedious.errors.map(({ number }) => number),
      [40197, 40197],
    );
    suffer(null, 'orders');
    assert.deepEqual(await tedious.query('select 1'), [[1]]);
  });
});

test('hangQuery: the login works, statements wait for ever, attention is honoured', async () => {
  suffer({ kind: 'hangQuery' }, 'orders');
  await withPool({ ...client, requestTimeoutMs: 150, connectTimeoutMs: 2_000 }, async (pool) => {
    await assert.rejects(() => pool.request().query('select 1'), { code: 'ETIMEOUT' });
    suffer(null, 'orders');
    assert.equal((await pool.request().query('select 1')).recordset.length, 1);
    assert.equal(pool.size, 1);
  });
});

test('dropQuery: the connection dies in mid-query', async () => {
  suffer({ kind: 'dropQuery' }, 'orders');
  const tedious = new TediousClient({ ...client, connectTimeoutMs: 2_000 });
  await tedious.connect();
  await assert.rejects(() => tedious.query('select 1'), /ECONNRESET|closed|hang up/i);
  await until('the client to notice the end', () => tedious.ended);
});

test('a database that turns silent answers nothing on open sessions, attention neither', async () => {
  const tedious = new TediousClient({ ...client, connectTimeoutMs: 2_000, requestTimeoutMs: 100 });
  await tedious.connect();
  suffer({ kind: 'silent' }, 'orders');
  const outcome = await Promise.race([
    tedious.query('select 1').then(
      () => 'answered',
      () => 'failed',
    ),
    new Promise((resolve) => setTimeout(() => resolve('nothing'), 400)),
  ]);
  assert.equal(outcome, 'nothing');
  await tedious.close();
});

test('a fault of logins leaves open sessions alone', async () => {
  await withTedious({ ...client, connectTimeoutMs: 2_000 }, async (tedious) => {
    suffer({ kind: 'error', number: 40501 }, 'orders');
    assert.deepEqual(await tedious.query('select 1'), [[1]]);
    suffer({ kind: 'stallLogin' }, 'orders');
    assert.deepEqual(await tedious.query('select 1'), [[1]]);
  });
});

test('malformedRow passes through: what rows look like is for the views', async () => {
  suffer({ kind: 'malformedRow' }, 'orders');
  await withTedious({ ...client, connectTimeoutMs: 2_000 }, async (tedious) => {
    assert.deepEqual(await tedious.query('select 1'), [[1]]);
  });
});

test('clearText: the driver sends its credentials in clear when encryption is declined, and it is counted', async () => {
  suffer({ kind: 'clearText' });
  const before = listener.stats().clearTextLogins;
  const rows = await withTedious({ ...client, connectTimeoutMs: 2_000 }, (tedious) => tedious.query('select 1'));
  assert.deepEqual(rows, [[1]]);
  assert.equal(listener.stats().clearTextLogins - before, 1);
});

test('clearText: a strict client is cut off before it has sent anything', async () => {
  suffer({ kind: 'clearText' });
  const before = listener.stats();
  const { error } = await failedLogin({ ...client, encrypt: 'strict', connectTimeoutMs: 2_000 });
  assert.match(String(error) + String(error.cause), /ECONNRESET|disconnected|socket/i);
  assert.deepEqual(
    [listener.stats().clearTextLogins, listener.stats().logins],
    [before.clearTextLogins, before.logins],
  );
});

test('a LOGIN7 in clear where encryption was agreed is counted and reset', async () => {
  const before = listener.stats().clearTextLogins;
  const login7 = Buffer.from('1001000c0000010000000000', 'hex');
  const { closed } = await rawAnswer(Buffer.concat([PRELOGIN, login7]), 'close');
  assert.ok(closed);
  assert.equal(listener.stats().clearTextLogins - before, 1);
});
