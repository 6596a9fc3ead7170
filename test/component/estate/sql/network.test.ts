import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Reachability } from '../../../../local/estate/model/types.ts';
import type { SqlListener } from '../../../../local/estate/sql/listener.ts';
import { type ClientOptions, failedLogin, TediousClient, until, withTedious } from './support/clients.ts';
import { openSqlEstate, PRIMARY, SECONDARY, type SqlEstate, VANTAGE } from './support/estate.ts';

const REGION = 'westeurope';
let estate: SqlEstate;
let listener: SqlListener;
let client: ClientOptions;

before(async () => {
  estate = await openSqlEstate();
  listener = await estate.listen(PRIMARY);
  client = { server: PRIMARY, port: listener.port, ca: estate.ca };
});
afterEach(() => {
  network('open');
  estate.model.apply({ kind: 'latency', region: REGION, roundTripMs: 0 });
  estate.model.apply({ kind: 'region', region: REGION, becomes: 'up' });
});
after(() => estate.close());

function network(becomes: Reachability): void {
  estate.model.apply({ kind: 'network', from: VANTAGE, to: REGION, becomes, bothWays: true });
}

async function openClient(more: Partial<ClientOptions> = {}): Promise<TediousClient> {
  const tedious = new TediousClient({ ...client, ...more });
  await tedious.connect();
  return tedious;
}

/** How a promise stands after a while. */
function standing(promise: Promise<unknown>, afterMs: number): Promise<string> {
  const outcome = promise.then(
    () => 'answered',
    () => 'failed',
  );
  return Promise.race([outcome, new Promise<string>((resolve) => setTimeout(() => resolve('nothing'), afterMs))]);
}

test('refused: a connection is reset as soon as it is made', async () => {
  network('refused');
  const { errors, error, ms } = await failedLogin(client);
  assert.deepEqual(errors, []);
  assert.match(String(error) + String(error.cause), /ECONNRESET|hang up|closed/i);
  assert.ok(ms < 1_000);
});

test('silent: a connection is accepted and nothing is answered', async () => {
  network('silent');
  const { errors, error } = await failedLogin({ ...client, connectTimeoutMs: 200 });
  assert.deepEqual(errors, []);
  assert.match(error.message, /in 200ms/);
});

test('another region sees the server all the same', async () => {
  network('silent');
  const { port } = await estate.listen(PRIMARY, { vantageRegion: 'northeurope' });
  assert.deepEqual(await withTedious({ ...client, port }, (tedious) => tedious.query('select 1')), [[1]]);
});

test('refused while open: the open connection is reset', async () => {
  const tedious = await openClient();
  network('refused');
  await until('the client to notice', () => tedious.ended || tedious.failed);
  await tedious.close();
  await until('the server to forget it', () => listener.stats().open === 0);
});

test('silent while open: the open connection freezes, and goes on when the network is whole', async () => {
  const tedious = await openClient();
  network('silent');
  const query = tedious.query('select 1');
  assert.equal(await standing(query, 150), 'nothing');
  network('open');
  assert.deepEqual(await query, [[1]]);
  await tedious.close();
});

test('an answer that was under way when the network went silent is held back', async () => {
  const tedious = await openClient();
  const query = tedious.query('wait 50');
  await new Promise((resolve) => setTimeout(resolve, 20));
  network('silent');
  assert.equal(await standing(query, 150), 'nothing');
  network('open');
  assert.deepEqual(await query, [[1]]);
  await tedious.close();
});

test('a frozen connection whose client has gone is forgotten when the network is whole', async () => {
  const tedious = await openClient();
  network('silent');
  await tedious.close();
  network('open');
  await until('the server to forget it', () => listener.stats().open === 0);
});

test('closing a listener ends frozen connections too', async () => {
  const own = await estate.listen(PRIMARY);
  const tedious = await openClient({ port: own.port });
  network('silent');
  await own.close();
  await until('the client to notice', () => tedious.ended || tedious.failed);
  await tedious.close();
});

test('a region that goes down takes no logins and freezes what is open', async () => {
  const tedious = await openClient();
  estate.model.apply({ kind: 'region', region: REGION, becomes: 'down' });
  assert.equal(await standing(tedious.query('select 1'), 100), 'nothing');
  assert.equal(tedious.ended, false);
  const { errors } = await failedLogin({ ...client, connectTimeoutMs: 100 });
  assert.deepEqual(errors, []);
  estate.model.apply({ kind: 'region', region: REGION, becomes: 'up' });
  await tedious.close();
});

test('a round trip delays the login by several of them, and a query by one', async () => {
  const startMs = performance.now();
  const fast = await openClient();
  const fastMs = performance.now() - startMs;
  await fast.close();
  estate.model.apply({ kind: 'latency', region: REGION, roundTripMs: 60 });
  const slowStartMs = performance.now();
  const tedious = await openClient();
  const loginMs = performance.now() - slowStartMs;
  // PRELOGIN, two flights of TLS, LOGIN7 and the SET batch.
  assert.ok(loginMs >= 5 * 60 - 5, `login took ${loginMs} ms, without delay ${fastMs} ms`);
  const queryStartMs = performance.now();
  await tedious.query('select 1');
  const queryMs = performance.now() - queryStartMs;
  assert.ok(queryMs >= 59 && queryMs < 5 * 60, `query took ${queryMs} ms`);
  await tedious.close();
});

test('an unavailable database drops its open sessions, and leaves those of its neighbours', async () => {
  const stock = await openClient({ database: 'stock' });
  const orders = await openClient();
  estate.model.apply({ kind: 'database', server: PRIMARY, database: 'stock', becomes: 'Unavailable' });
  await until('the session to be dropped', () => stock.ended || stock.failed);
  assert.deepEqual(await orders.query('select 1'), [[1]]);
  estate.model.apply({ kind: 'database', server: PRIMARY, database: 'stock', becomes: 'Online' });
  await Promise.all([stock.close(), orders.close()]);
});

test('a restart drops the sessions of the database, and the next login works', async () => {
  const tedious = await openClient({ database: 'stock' });
  estate.model.apply({ kind: 'database', server: PRIMARY, database: 'stock', becomes: 'Restarted' });
  await until('the session to be dropped', () => tedious.ended || tedious.failed);
  await tedious.close();
  const rows = await withTedious({ ...client, database: 'stock' }, (next) => next.query('select 1'));
  assert.deepEqual(rows, [[1]]);
});

test('a failover drops the sessions of the database on both servers, and both take logins again', async () => {
  const other = await estate.listen(SECONDARY);
  const there = { server: SECONDARY, port: other.port };
  const [primary, secondary, master] = [
    await openClient(),
    await openClient(there),
    await openClient({ database: 'master' }),
  ];
  estate.model.failover({ server: SECONDARY, database: 'orders', mode: 'forced', by: 'tsql' });
  const roleOf = (server: string) => estate.model.database(server, 'orders')?.role;
  await until('the role change', () => roleOf(SECONDARY) === 'PRIMARY');
  await until('both sessions to be dropped', () =>
    [primary, secondary].every((session) => session.ended || session.failed),
  );
  assert.deepEqual(await master.query('select 1'), [[1]]);
  await Promise.all([primary.close(), secondary.close(), master.close()]);
  await until(
    'the new primary to be available',
    () => estate.model.database(SECONDARY, 'orders')?.availability === 'Online',
  );
  const rows = await withTedious({ ...client, ...there }, (tedious) => tedious.query('select db_name()'));
  assert.deepEqual(rows, [['orders']]);
});
