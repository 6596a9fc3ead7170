import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { SqlListener } from '../../../../local/estate/sql/listener.ts';
import { type ClientOptions, failedLogin, withPool, withTedious } from './support/clients.ts';
import { openSqlEstate, PRIMARY, REDIRECTED, type SqlEstate } from './support/estate.ts';

const WORKER = { host: 'node7.worker.database.windows.net', port: 11_007 };
let estate: SqlEstate;
let gateway: SqlListener;
let worker: SqlListener;
let client: ClientOptions;
let visited: string[];

before(async () => {
  estate = await openSqlEstate();
  worker = await estate.listen(REDIRECTED, { isWorker: true });
  gateway = await estate.listen(REDIRECTED, { worker: WORKER });
});
beforeEach(() => {
  visited = [];
  client = { server: REDIRECTED, ca: estate.ca, database: 'ledger', port: route };
});
after(() => estate.close());

function route(host: string, port: number): number {
  visited.push(`${host}:${port}`);
  return port === WORKER.port ? worker.port : gateway.port;
}

const BOTH = [`${REDIRECTED}.database.windows.net:1433`, `${WORKER.host}:${WORKER.port}`];

test('the gateway sends a login on to the worker, which serves it', async () => {
  const rows = await withTedious(client, (tedious) => tedious.query('select db_name()'));
  assert.deepEqual(rows, [['ledger']]);
  assert.deepEqual(visited, BOTH);
  assert.deepEqual([gateway.stats().queries, worker.stats().queries], [0, 1]);
});

test('a redirected login costs one login at the gateway and one at the worker', async () => {
  const before = [gateway.stats().logins, worker.stats().logins];
  await withTedious(client, (tedious) => tedious.query('select 1'));
  assert.deepEqual([gateway.stats().logins - (before[0] ?? 0), worker.stats().logins - (before[1] ?? 0)], [1, 1]);
});

test('mssql follows the route', async () => {
  const answer = await withPool(client, (pool) => pool.request().query('select db_name()'));
  assert.deepEqual(answer.recordset, [{ db: 'ledger' }]);
});

test('TDS 8 strict is redirected too', async () => {
  // The driver checks the worker's certificate against the name it first connected to.
  const rows = await withTedious({ ...client, encrypt: 'strict' }, (tedious) => tedious.query('select db_name()'));
  assert.deepEqual(rows, [['ledger']]);
  assert.deepEqual(visited, BOTH);
});

test('the token travels to the worker as well', async () => {
  const token = estate.tokens.issue('https://database.windows.net/');
  const authentication = { type: 'azure-active-directory-access-token', options: { token } };
  const rows = await withTedious({ ...client, authentication }, (tedious) => tedious.query('select 1'));
  assert.deepEqual(rows, [[1]]);
});

test('credentials are judged by the worker', async () => {
  const { errors } = await failedLogin({ ...client, password: 'guess' });
  assert.deepEqual(
    errors.map(({ number }) => number),
    [18456],
  );
  assert.deepEqual(visited, BOTH);
});

test('an unknown database is refused by the gateway: there is no worker for it', async () => {
  const { errors } = await failedLogin({ ...client, database: 'nothing' });
  assert.deepEqual(
    errors.map(({ number }) => number),
    [4060, 18456],
  );
  assert.deepEqual(visited, BOTH.slice(0, 1));
});

test('a closed firewall and a fault are answered by the gateway', async () => {
  estate.model.apply({ kind: 'firewall', server: REDIRECTED, becomes: 'closed' });
  assert.equal((await failedLogin(client)).errors[0]?.number, 40615);
  estate.model.apply({ kind: 'firewall', server: REDIRECTED, becomes: 'open' });
  estate.model.apply({ kind: 'sql', server: REDIRECTED, fault: { kind: 'error', number: 40501 } });
  assert.equal((await failedLogin(client)).errors[0]?.number, 40501);
  estate.model.apply({ kind: 'sql', server: REDIRECTED, fault: null });
  assert.deepEqual(visited, [BOTH[0], BOTH[0]]);
});

test('a server with policy proxy serves at the gateway even where a worker is at hand', async () => {
  const proxy = await estate.listen(PRIMARY, { worker: WORKER });
  const options = { ...client, server: PRIMARY, database: 'orders', port: proxy.port };
  assert.deepEqual(await withTedious(options, (tedious) => tedious.query('select db_name()')), [['orders']]);
});
