/** Where a name leads into this machine: the sockets are the real ones, and nothing is mapped but what the resolver says. */
import assert from 'node:assert/strict';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { after, before, beforeEach, mock, test } from 'node:test';
import { createChannel } from '../../../shared/adapters/channels/createChannel.ts';
import type { DeliveryResult } from '../../../shared/alerting/ports.ts';
import type { Channel } from '../../../shared/config/types.ts';
import { CONTEXT, ENTRY_ID, NOTICE } from './notice.ts';
import { answers, type HttpsStandIn, startHttps, trustedAuthority } from './servers.ts';

const SECRET = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
const HOST = 'inside.contoso.com';
let inside: HttpsStandIn;

before(async () => {
  inside = await startHttps(await (await trustedAuthority()).issue([HOST]));
  const resolve = (hostname: string, options: { all?: boolean }, callback: (...answer: unknown[]) => void): void => {
    assert.equal(hostname, HOST);
    const [address, family] = ['127.0.0.1', 4];
    process.nextTick(callback, null, ...(options.all ? [[{ address, family }]] : [address, family]));
  };
  mock.method(dns, 'lookup', resolve as never);
  syncBuiltinESMExports();
});
beforeEach(() => {
  inside.requests.length = 0;
  inside.answer = answers(200, {}, 'ok');
});
after(() => inside.close());

type Kind = 'slack' | 'webhook';

function deliver(type: Kind, host: string, allowPrivateAddresses: boolean): Promise<DeliveryResult> {
  const common = { name: 'ops', url: { setting: 'URL' }, allowPrivateAddresses };
  const channel: Channel = type === 'slack' ? { type, ...common } : { type, ...common, secret: { setting: 'SECRET' } };
  const secrets: Record<string, string> = { URL: `https://${host}:${inside.port}/TOPSECRET`, SECRET };
  const options = { timeoutMs: 5_000, context: CONTEXT };
  return createChannel(channel, ({ setting }) => secrets[setting], options).deliver(NOTICE, {
    compact: false,
    entryId: ENTRY_ID,
  });
}

for (const type of ['slack', 'webhook'] as const) {
  test(`${type}: a name that leads into this machine is not connected, and will not be tried again`, async () => {
    const result = await deliver(type, HOST, false);
    assert.equal(!result.ok && !result.retry, true, JSON.stringify(result));
    assert.match(result.ok ? '' : result.message, /its name leads into a private network.*set allowPrivateAddresses/);
    assert.doesNotMatch(JSON.stringify(result), /TOPSECRET|inside|127\.0/);
    assert.equal(inside.requests.length, 0);
  });

  test(`${type}: a literal address of this machine is not even looked up`, async () => {
    const result = await deliver(type, '127.0.0.1', false);
    assert.equal(!result.ok && !result.retry, true);
    assert.match(result.ok ? '' : result.message, /points into a private network/);
    assert.equal(inside.requests.length, 0);
  });

  test(`${type}: what the configuration allows is told`, async () => {
    const result = await deliver(type, HOST, true);
    assert.equal(result.ok, true, JSON.stringify(result));
    assert.equal(inside.requests.length, 1);
    assert.equal(inside.requests[0]?.url, '/TOPSECRET');
  });
}
