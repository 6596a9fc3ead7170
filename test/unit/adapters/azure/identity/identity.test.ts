import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';
import type { TokenCredential } from '@azure/identity';
import { IdentityFailure } from '../../../../../shared/adapters/azure/identity/errors.ts';
import { createIdentity } from '../../../../../shared/adapters/azure/identity/identity.ts';
import type { Cloud } from '../../../../../shared/config/types.ts';

const ON_AZURE = { IDENTITY_ENDPOINT: 'http://169.254.1.1/token', IDENTITY_HEADER: 'TOPSECRET' };

function identityWith(
  getToken: TokenCredential['getToken'],
  more: { cloud?: Cloud; timeoutMs?: number; settings?: Record<string, string> } = {},
) {
  const { cloud = 'public', timeoutMs = 1000, settings = ON_AZURE } = more;
  return createIdentity({ cloud, settings, timeoutMs, source: async () => ({ getToken }), now: () => 0 });
}

async function failureOf(promise: Promise<unknown>): Promise<IdentityFailure> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason) => reason,
  );
  assert.ok(error instanceof IdentityFailure, inspect(error));
  return error;
}

test('asks for the audiences of the cloud', async () => {
  const asked: unknown[] = [];
  for (const cloud of ['public', 'usGovernment', 'china'] as const) {
    const identity = identityWith(
      async (scopes) => {
        asked.push(scopes);
        return { token: 't', expiresOnTimestamp: 3_600_000 };
      },
      { cloud },
    );
    await identity.resourceManagerToken();
    await identity.sqlToken();
  }
  assert.deepEqual(asked, [
    'https://management.azure.com/.default',
    'https://database.windows.net//.default',
    'https://management.usgovcloudapi.net/.default',
    'https://database.usgovcloudapi.net//.default',
    'https://management.chinacloudapi.cn/.default',
    'https://database.chinacloudapi.cn//.default',
  ]);
});

test('the credential for SDKs answers from the same cache', async () => {
  let calls = 0;
  const identity = identityWith(async () => {
    calls++;
    return { token: 't', expiresOnTimestamp: 3_600_000 };
  });
  await identity.resourceManagerToken();
  assert.equal((await identity.credential.getToken('https://management.azure.com/.default'))?.token, 't');
  assert.equal((await identity.credential.getToken(['https://management.azure.com/.default']))?.token, 't');
  assert.equal(calls, 1);
});

test('nothing is loaded before the first token is wanted', async () => {
  let loads = 0;
  const source = async (): Promise<TokenCredential> => {
    loads++;
    return { getToken: async () => ({ token: 't', expiresOnTimestamp: 3_600_000 }) };
  };
  const identity = createIdentity({ cloud: 'public', settings: ON_AZURE, source, now: () => 0 });
  assert.equal(loads, 0);
  await Promise.all([identity.sqlToken(), identity.resourceManagerToken()]);
  assert.equal(loads, 1);
});

test('an endpoint that never answers is given up at the deadline, and its work is told', async () => {
  let aborted = false;
  const identity = identityWith(
    (_scopes, options) =>
      new Promise(() => {
        options?.abortSignal?.addEventListener('abort', () => {
          aborted = true;
        });
      }),
    { timeoutMs: 30 },
  );
  const failure = await failureOf(identity.sqlToken());
  assert.equal(failure.reason, 'timeout');
  assert.match(failure.message, /within 30 ms/);
  assert.equal(aborted, true);
});

test('an endpoint that cannot be reached is recognised through the chain of causes', async () => {
  const inner = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
  for (const error of [inner, new Error('outer', { cause: inner }), new Error('request failed: ENOTFOUND somewhere')]) {
    const failure = await failureOf(identityWith(() => Promise.reject(error)).sqlToken());
    assert.equal(failure.reason, 'unreachable');
    assert.match(failure.message, /ECONNREFUSED|ENOTFOUND/);
  }
});

test('a refusal says what to do and repeats nothing of the answer', async () => {
  const error = new Error('400: {"access_token":"eyJTOPSECRET"} header TOPSECRET');
  const failure = await failureOf(identityWith(() => Promise.reject(error)).sqlToken());
  assert.equal(failure.reason, 'refused');
  assert.match(failure.message, /AZURE_CLIENT_ID/);
  assert.doesNotMatch(inspect(failure, { depth: 9 }), /TOPSECRET/);
});

test('no token at all is a refusal', async () => {
  assert.equal((await failureOf(identityWith(async () => null).sqlToken())).reason, 'refused');
});

test('on a developer’s machine the advice is another', async () => {
  const failure = await failureOf(identityWith(() => Promise.reject(new Error('x')), { settings: {} }).sqlToken());
  assert.match(failure.message, /az login/);
});

test('several scopes at once are refused', async () => {
  const identity = identityWith(async () => ({ token: 't', expiresOnTimestamp: 1 }));
  const failure = await failureOf(Promise.resolve(identity.credential.getToken(['a', 'b'])));
  assert.match(failure.message, /expected one scope; saw 2/);
});
