import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { after, before, beforeEach, test } from 'node:test';
import { DefaultAzureCredential, ManagedIdentityCredential } from '@azure/identity';
import {
  listenManagedIdentity,
  type ManagedIdentityEndpoint,
} from '../../../../local/estate/identity/managedIdentityEndpoint.ts';
import { createTokenAuthority } from '../../../../local/estate/identity/tokenAuthority.ts';
import { APP_OBJECT_ID } from '../../../../local/estate/identity/types.ts';

const tokens = createTokenAuthority({ clock: { now: () => Date.now() } });
const ONCE = { retryOptions: { maxRetries: 0 } };
let state: 'up' | 'unreachable' | 'failing';
let endpoint: ManagedIdentityEndpoint;
let kept: NodeJS.ProcessEnv;

before(async () => {
  kept = { ...process.env };
  endpoint = await listenManagedIdentity({ tokens, state: () => state });
  Object.assign(process.env, endpoint.environment);
});
beforeEach(() => {
  state = 'up';
});
after(async () => {
  await endpoint.close();
  process.env = kept;
});

const ask = (query: string, header = endpoint.environment.IDENTITY_HEADER): Promise<Response> =>
  fetch(`${endpoint.environment.IDENTITY_ENDPOINT}?${query}`, {
    headers: header === undefined ? {} : { 'x-identity-header': header },
    signal: AbortSignal.timeout(5000),
  });

test('ManagedIdentityCredential runs unchanged and its token is for the scope asked', async () => {
  const { token, expiresOnTimestamp } = await new ManagedIdentityCredential().getToken(
    'https://management.azure.com/.default',
  );
  const verdict = tokens.verify(token, ['https://management.azure.com']);
  assert.deepEqual(verdict, { valid: true, objectId: APP_OBJECT_ID });
  const hours = (expiresOnTimestamp - Date.now()) / 3_600_000;
  assert.ok(hours > 23.9 && hours < 24.1, `expires in ${hours} hours`);
});

test('DefaultAzureCredential runs unchanged, also for the SQL audience with its two slashes', async () => {
  const { token } = await new DefaultAzureCredential().getToken('https://database.windows.net//.default');
  assert.equal(tokens.verify(token, ['https://database.windows.net/']).valid, true);
  assert.equal(tokens.verify(token, ['https://management.azure.com/']).valid, false);
});

test('a scope no service stands behind is refused with what Entra ID says', async () => {
  await assert.rejects(
    new ManagedIdentityCredential(ONCE).getToken('https://example.net/.default'),
    /AADSTS500011.*example\.net/,
  );
});

test('a failing endpoint answers 500 with a correlation id, and the credential reports its message', async () => {
  state = 'failing';
  const response = await ask('api-version=2019-08-01&resource=https://management.azure.com');
  assert.equal(response.status, 500);
  const body: unknown = await response.json();
  assert.match(JSON.stringify(body), /"statusCode":500,"message":"[^"]+","correlationId":"[0-9a-f-]{36}"/);
  await assert.rejects(
    new ManagedIdentityCredential(ONCE).getToken('https://storage.azure.com/.default'),
    /identity service failed/,
  );
});

test('an unreachable endpoint resets the connection', async () => {
  state = 'unreachable';
  const port = Number(new URL(endpoint.environment.IDENTITY_ENDPOINT ?? '').port);
  const outcome = await new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\n\r\n'));
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    socket.on('close', () => resolve('closed'));
  });
  assert.equal(outcome, 'ECONNRESET');
});

test('a connection kept from better days is reset too', async () => {
  assert.equal((await ask('api-version=2019-08-01&resource=https://vault.azure.net')).status, 200);
  state = 'unreachable';
  await assert.rejects(ask('api-version=2019-08-01&resource=https://vault.azure.net'));
});

test('a caller without the secret learns nothing', async () => {
  const response = await ask('api-version=2019-08-01&resource=https://vault.azure.net', 'guessed');
  assert.equal(response.status, 401);
  assert.doesNotMatch(await response.text(), /access_token/);
});

test('two endpoints have different secrets, and closing twice is fine', async () => {
  const other = await listenManagedIdentity({ tokens, state: () => 'up' });
  assert.notEqual(other.environment.IDENTITY_HEADER, endpoint.environment.IDENTITY_HEADER);
  await other.close();
  await other.close();
});

test('a request line that is no address is answered, not thrown at', async () => {
  const port = Number(new URL(endpoint.environment.IDENTITY_ENDPOINT ?? '').port);
  const answer = await new Promise<string>((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () =>
      socket.write('GET // HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'),
    );
    socket.on('data', (data) => resolve(data.toString()));
    socket.on('error', reject);
  });
  assert.match(answer, /^HTTP\/1\.1 404 /);
});
