import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { APP_OBJECT_ID } from '../../../../local/estate/identity/types.ts';
import type { SqlListener } from '../../../../local/estate/sql/listener.ts';
import { type ClientOptions, failedLogin, withPool, withTedious } from './support/clients.ts';
import { ADMIN, ENTRA_ADMIN, openSqlEstate, PRIMARY, SECONDARY, type SqlEstate } from './support/estate.ts';

const AUDIENCE = 'https://database.windows.net/';
let estate: SqlEstate;
let listener: SqlListener;
let client: ClientOptions;

before(async () => {
  estate = await openSqlEstate();
  listener = await estate.listen(PRIMARY);
  client = { server: PRIMARY, port: listener.port, ca: estate.ca };
});
beforeEach(() => {
  estate.model.apply({ kind: 'firewall', server: PRIMARY, becomes: 'open' });
  estate.model.apply({ kind: 'rights', server: PRIMARY, becomes: 'granted' });
});
after(() => estate.close());

function accessToken(token: string): ClientOptions['authentication'] & object {
  return { type: 'azure-active-directory-access-token', options: { token } };
}

function tokenCredential(token: string, asked: string[]): ClientOptions['authentication'] & object {
  const getToken = async (scopes: string | string[]) => {
    asked.push(String(scopes));
    return { token, expiresOnTimestamp: Date.now() + 3_600_000 };
  };
  return { type: 'token-credential', options: { credential: { getToken } } };
}

test('mssql logs in over TLS inside PRELOGIN, with the certificate verified', async () => {
  const answer = await withPool(client, (pool) => pool.request().query('select db_name()'));
  assert.deepEqual(answer.recordset, [{ db: 'orders' }]);
});

test('tedious logs in with TDS 8 strict, and the version it asked for is acknowledged', async () => {
  await withTedious({ ...client, encrypt: 'strict' }, async (tedious) => {
    assert.deepEqual(await tedious.query('select db_name()'), [['orders']]);
  });
});

test('mssql works with TDS 8 strict', async () => {
  const answer = await withPool({ ...client, encrypt: 'strict' }, (pool) => pool.request().query('rows 10'));
  assert.equal(answer.recordset.length, 10);
});

test('a client that trusts another authority does not log in, inside PRELOGIN or strict', async () => {
  const loginsBefore = listener.stats().logins;
  const other = await openSqlEstate();
  try {
    for (const encrypt of [true, 'strict'] as const) {
      const { error } = await failedLogin({ ...client, ca: other.ca, encrypt });
      assert.match(String(error) + String(error.cause), /certificate/i);
    }
  } finally {
    await other.close();
  }
  assert.equal(listener.stats().logins, loginsBefore);
});

test('a client that does not encrypt is told that encryption is required, and sends no LOGIN7', async () => {
  const { error } = await failedLogin({ ...client, encrypt: false });
  assert.match(error.message, /requires encryption/);
  assert.equal(listener.stats().clearTextLogins, 0);
});

test('a login counts once: tedious makes one, the pool of mssql a throw-away besides', async () => {
  const atFirst = listener.stats().logins;
  await withTedious(client, (tedious) => tedious.query('select 1'));
  assert.equal(listener.stats().logins - atFirst, 1);
  const afterTedious = listener.stats().logins;
  await withPool(client, (pool) => pool.request().query('select 1'));
  assert.equal(listener.stats().logins - afterTedious, 2);
});

test('queries are counted without the SET batch that a driver sends after the login', async () => {
  const atFirst = listener.stats().queries;
  await withTedious(client, async (tedious) => {
    assert.equal(listener.stats().queries, atFirst);
    await tedious.query('select 1');
    await tedious.query('select 1', undefined, 'rpc');
  });
  assert.equal(listener.stats().queries - atFirst, 2);
});

test('the administrator logs in with name@server too, in any case, and is server principal', async () => {
  for (const user of [`${ADMIN.user}@${PRIMARY}`, ADMIN.user.toUpperCase()]) {
    const rows = await withTedious({ ...client, user }, (tedious) => tedious.query('select suser'));
    assert.deepEqual(rows, [[ADMIN.user, true, true]]);
  }
});

test('no database in the login means master', async () => {
  const rows = await withTedious({ ...client, database: '' }, (tedious) => tedious.query('select db_name()'));
  assert.deepEqual(rows, [['master']]);
});

test('a database is found in any case, and bears the name it was made with', async () => {
  const rows = await withTedious({ ...client, database: 'ORDERS' }, (tedious) => tedious.query('select db_name()'));
  assert.deepEqual(rows, [['orders']]);
});

test('a readable geo-secondary takes logins', async () => {
  const secondary = await estate.listen(SECONDARY);
  const options = { ...client, server: SECONDARY, port: secondary.port };
  assert.deepEqual(await withTedious(options, (tedious) => tedious.query('select db_name()')), [['orders']]);
});

test('an access token in LOGIN7 logs the app in, without server-wide rights', async () => {
  const authentication = accessToken(estate.tokens.issue(AUDIENCE));
  for (const encrypt of [true, 'strict'] as const) {
    const rows = await withTedious({ ...client, authentication, encrypt }, (tedious) => tedious.query('select suser'));
    assert.deepEqual(rows, [[APP_OBJECT_ID, false, true]]);
  }
});

test('mssql logs in with an access token', async () => {
  const authentication = accessToken(estate.tokens.issue(AUDIENCE));
  const answer = await withPool({ ...client, authentication }, (pool) => pool.request().query('select db_name()'));
  assert.deepEqual(answer.recordset, [{ db: 'orders' }]);
});

test('a token credential is asked for the scope that the server names', async () => {
  const asked: string[] = [];
  const authentication = tokenCredential(estate.tokens.issue(AUDIENCE), asked);
  const rows = await withTedious({ ...client, authentication }, (tedious) => tedious.query('select suser'));
  assert.deepEqual(rows, [[APP_OBJECT_ID, false, true]]);
  assert.deepEqual(asked, ['https://database.windows.net/.default']);
});

test("the server's Entra administrator is server principal", async () => {
  const authentication = accessToken(estate.tokens.issue(AUDIENCE, { objectId: ENTRA_ADMIN }));
  const rows = await withTedious({ ...client, authentication, database: 'master' }, (tedious) =>
    tedious.query('select suser'),
  );
  assert.deepEqual(rows, [[ENTRA_ADMIN, true, true]]);
});

test('application, host and session of a login reach the front', async () => {
  const seen: string[] = [];
  const own = await openSqlEstate((_text, _parameters, session) => {
    seen.push(`${session.applicationName} ${session.loginName} ${session.server} ${session.sessionId > 50}`);
    return [{ kind: 'done' }];
  });
  try {
    const { port } = await own.listen(PRIMARY);
    await withTedious({ server: PRIMARY, port, ca: own.ca }, (tedious) => tedious.query('anything'));
    assert.equal(seen.at(-1), `Tedious ${ADMIN.user} ${PRIMARY} true`);
  } finally {
    await own.close();
  }
});

test('answers arrive whole in the smallest and in a large packet size', async () => {
  for (const packetSize of [512, 16_384]) {
    const rows = await withTedious({ ...client, packetSize }, (tedious) => tedious.query('rows 3000'));
    assert.deepEqual([rows.length, rows.at(-1)], [3000, [2999, 'row 2999']]);
  }
});

test('open connections are counted while they are open', async () => {
  await withTedious(client, async () => assert.equal(listener.stats().open, 1));
});

test('a listener for a server that the estate does not have is refused with its name', async () => {
  await assert.rejects(() => estate.listen('nowhere'), /saw "nowhere"/);
});
