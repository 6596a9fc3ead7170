import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { SqlListener } from '../../../../local/estate/sql/listener.ts';
import { type ClientOptions, failedLogin, until, withTedious } from './support/clients.ts';
import { openSqlEstate, PRIMARY, SECONDARY, type SqlEstate } from './support/estate.ts';

const AUDIENCE = 'https://database.windows.net/';
let estate: SqlEstate;
let listener: SqlListener;
let client: ClientOptions;

before(async () => {
  estate = await openSqlEstate();
  listener = await estate.listen(PRIMARY);
  client = { server: PRIMARY, port: listener.port, ca: estate.ca };
});
afterEach(() => {
  const { model } = estate;
  model.apply({ kind: 'firewall', server: PRIMARY, becomes: 'open' });
  model.apply({ kind: 'rights', server: PRIMARY, becomes: 'granted' });
  model.apply({ kind: 'sql', server: PRIMARY, fault: null });
  model.apply({ kind: 'database', server: PRIMARY, database: 'stock', becomes: 'Online' });
});
after(() => estate.close());

/** Number, state, class and text of each error of a login that must fail. */
async function refusals(options: Partial<ClientOptions>): Promise<[number, number, number, string][]> {
  const { errors } = await failedLogin({ ...client, ...options });
  return errors.map(({ number, state, class: severity, message }) => [number, state, severity, message]);
}

function withToken(token: string): Partial<ClientOptions> {
  return { authentication: { type: 'azure-active-directory-access-token', options: { token } } };
}

const TOKEN_REFUSED = [[18456, 1, 14, "Login failed for user '<token-identified principal>'."]];

test('a wrong password is 18456 state 8', async () => {
  assert.deepEqual(await refusals({ password: 'guess' }), [[18456, 8, 14, "Login failed for user 'keeper'."]]);
});

test('an unknown user is 18456 state 5, whatever the password', async () => {
  assert.deepEqual(await refusals({ user: 'stranger' }), [[18456, 5, 14, "Login failed for user 'stranger'."]]);
});

test('an unknown database is 4060, then 18456', async () => {
  assert.deepEqual(await refusals({ database: 'nothing' }), [
    [4060, 1, 11, 'Cannot open database "nothing" requested by the login. The login failed.'],
    [18456, 1, 14, "Login failed for user 'keeper'."],
  ]);
});

test('an unknown database is not revealed to who cannot log in', async () => {
  const numbers = (await refusals({ database: 'nothing', password: 'guess' })).map(([number]) => number);
  assert.deepEqual(numbers, [18456]);
});

test('the name of another server is 40532', async () => {
  const { errors } = await failedLogin({ server: 'elsewhere', port: listener.port });
  assert.deepEqual(
    errors.map(({ number, class: severity, message }) => [number, severity, message]),
    [[40532, 11, 'Cannot open server "elsewhere" requested by the login. The login failed.']],
  );
});

test('an address instead of a name is 40531, unless the user name says the server', async () => {
  const { errors } = await failedLogin({ server: '127.0.0.1', port: listener.port });
  assert.equal(errors[0]?.number, 40531);
  const named = { port: listener.port, server: '127.0.0.1', user: `keeper@${PRIMARY}` };
  assert.deepEqual(await withTedious(named, (tedious) => tedious.query('select db_name()')), [['orders']]);
});

test('a closed firewall is 40615 with the address of the client', async () => {
  estate.model.apply({ kind: 'firewall', server: PRIMARY, becomes: 'closed' });
  const [refusal, ...more] = await refusals({});
  assert.deepEqual(more, []);
  assert.deepEqual(refusal?.slice(0, 3), [40615, 1, 14]);
  assert.match(
    String(refusal?.[3]),
    /^Cannot open server 'shop-we' requested by the login\. Client with IP address '127\.0\.0\.1' is not allowed/,
  );
  assert.match(String(refusal?.[3]), /sp_set_firewall_rule .* It may take up to five minutes/);
});

test('the firewall comes before the credentials', async () => {
  estate.model.apply({ kind: 'firewall', server: PRIMARY, becomes: 'closed' });
  assert.deepEqual(
    (await refusals({ password: 'guess' })).map(([number]) => number),
    [40615],
  );
});

test('an unavailable database is 40613 with a tracing id', async () => {
  estate.model.apply({ kind: 'database', server: PRIMARY, database: 'stock', becomes: 'Unavailable' });
  const [refusal] = await refusals({ database: 'stock' });
  assert.deepEqual(refusal?.slice(0, 3), [40613, 1, 17]);
  assert.match(
    String(refusal?.[3]),
    /^Database 'stock' on server 'shop-we' is not currently available\. {2}Please retry the connection later\..*\{[0-9A-F-]{36}\}'\.$/,
  );
});

test('a paused serverless database answers 40613 once and has resumed at the next attempt', async () => {
  estate.model.apply({ kind: 'database', server: PRIMARY, database: 'stock', becomes: 'Paused' });
  assert.equal((await refusals({ database: 'stock' }))[0]?.[0], 40613);
  const rows = await withTedious({ ...client, database: 'stock' }, (tedious) => tedious.query('select db_name()'));
  assert.deepEqual(rows, [['stock']]);
});

test('a geo-secondary made without connections refuses logins, its primary takes them', async () => {
  const secondary = await estate.listen(SECONDARY);
  const [refusal] = await refusals({ server: SECONDARY, port: secondary.port, database: 'vault' });
  assert.deepEqual(refusal?.slice(0, 3), [976, 1, 14]);
  const rows = await withTedious({ ...client, database: 'vault' }, (tedious) => tedious.query('select db_name()'));
  assert.deepEqual(rows, [['vault']]);
});

test('a token for another audience is refused', async () => {
  const token = estate.tokens.issue('https://management.azure.com');
  assert.deepEqual(await refusals(withToken(token)), TOKEN_REFUSED);
});

test('a token that has expired is refused', async () => {
  const token = estate.tokens.issue(AUDIENCE, { lifetimeMs: -60_000 });
  assert.deepEqual(await refusals(withToken(token)), TOKEN_REFUSED);
});

test('a token of another authority, and no token at all, are refused', async () => {
  const other = await openSqlEstate();
  const foreign = other.tokens.issue(AUDIENCE);
  await other.close();
  assert.deepEqual(await refusals(withToken(foreign)), TOKEN_REFUSED);
  assert.deepEqual(await refusals(withToken('not-a-token')), TOKEN_REFUSED);
});

test('a valid token of a principal nobody made a user of is refused', async () => {
  const token = estate.tokens.issue(AUDIENCE, { objectId: '99999999-8888-4777-8666-555555555555' });
  assert.deepEqual(await refusals(withToken(token)), TOKEN_REFUSED);
});

test('an app whose rights were taken away is refused, the SQL administrator is not', async () => {
  estate.model.apply({ kind: 'rights', server: PRIMARY, becomes: 'denied' });
  assert.deepEqual(await refusals(withToken(estate.tokens.issue(AUDIENCE))), TOKEN_REFUSED);
  assert.deepEqual(await withTedious(client, (tedious) => tedious.query('select 1')), [[1]]);
});

for (const [number, severity, text] of [
  [40197, 17, /error processing your request\. Please try again\. Error code \d+\./],
  [40501, 20, /currently busy\. Retry the request after 10 seconds\. Incident ID: [0-9A-F-]{36}\. Code: \d+\./],
  [10928, 16, /^Resource ID : 1\. The request limit for the database is 200 and has been reached\./],
  [10929, 16, /^Resource ID : 1\. The request minimum guarantee/],
  [40914, 14, /Client is not allowed to access the server\.$/],
  [47073, 14, /The public network interface on this server is not accessible\./],
  [40613, 17, /is not currently available/],
  [49999, 16, /49999/],
] as const) {
  test(`the fault "error ${number}" is answered to the login`, async () => {
    estate.model.apply({ kind: 'sql', server: PRIMARY, database: 'orders', fault: { kind: 'error', number } });
    const [refusal, ...more] = await refusals({});
    assert.deepEqual([refusal?.[0], refusal?.[2], more], [number, severity, []]);
    assert.match(String(refusal?.[3]), text);
    estate.model.apply({ kind: 'sql', server: PRIMARY, database: 'orders', fault: null });
  });
}

test('a fault of one database leaves its neighbours alone', async () => {
  estate.model.apply({ kind: 'sql', server: PRIMARY, database: 'orders', fault: { kind: 'error', number: 40613 } });
  assert.deepEqual(await withTedious({ ...client, database: 'stock' }, (tedious) => tedious.query('select 1')), [[1]]);
  estate.model.apply({ kind: 'sql', server: PRIMARY, database: 'orders', fault: null });
});

test('a refused login is a completed one, and its connection is closed', async () => {
  const { logins } = listener.stats();
  await refusals({ password: 'guess' });
  assert.equal(listener.stats().logins - logins, 1);
  await until('no open connection', () => listener.stats().open === 0);
});

test('errors bear the name of the server', async () => {
  const { errors } = await failedLogin({ ...client, password: 'guess' });
  assert.equal(errors[0]?.serverName, PRIMARY);
});
