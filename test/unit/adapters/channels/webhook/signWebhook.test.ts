import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Webhook } from 'standardwebhooks';
import { signWebhook, webhookKey } from '../../../../../shared/adapters/channels/webhook/signWebhook.ts';

const SECRET = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
const key = (secret: string) => webhookKey(secret) ?? assert.fail('no key');
const sign = (more: Partial<Parameters<typeof signWebhook>[1]> = {}) =>
  signWebhook(key(SECRET), { id: 'fedcba98', nowMs: Date.now(), body: '{"a":"ä"}', ...more });

test('the signature is the one of the specification’s own example', () => {
  // The test vector of the reference libraries (standard-webhooks, all languages).
  const signed = signWebhook(key('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'), {
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    nowMs: 1_614_265_330_000,
    body: '{"test": 2432232314}',
  });
  assert.deepEqual(signed, {
    'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

test('the reference library accepts what we sign, and nothing that was changed', () => {
  const verifier = new Webhook(SECRET);
  const verify = (body: string, headers: Record<string, string>) => verifier.verify(body, headers);
  assert.deepEqual(verify('{"a":"ä"}', sign()), { a: 'ä' });
  assert.throws(() => verify('{"a":"a"}', sign()), /No matching signature/);
  assert.throws(() => verify('{"a":"ä"}', { ...sign(), 'webhook-id': 'other' }), /No matching signature/);
  assert.throws(() => verify('{"a":"ä"}', sign({ nowMs: Date.now() - 301_000 })), /too old/);
  assert.throws(() => verify('{"a":"ä"}', sign({ nowMs: Date.now() + 302_000 })), /too new/);
});

test('each try is signed anew, under the same id', () => {
  const [one, two] = [sign({ nowMs: 1_000_999 }), sign({ nowMs: 1_005_000 })];
  assert.equal(one['webhook-id'], two['webhook-id']);
  assert.deepEqual([one['webhook-timestamp'], two['webhook-timestamp']], ['1000', '1005']);
  assert.notEqual(one['webhook-signature'], two['webhook-signature']);
});

test('a secret is whsec_ and the base64 of 24 to 64 bytes, with or without its padding', () => {
  for (const bytes of [24, 25, 32, 64]) {
    const encoded = Buffer.alloc(bytes, 251).toString('base64');
    assert.equal(webhookKey(`whsec_${encoded}`)?.length, bytes);
    assert.equal(webhookKey(` whsec_${encoded.replace(/=+$/, '')}\n`)?.length, bytes);
  }
  const encoded = Buffer.alloc(32, 251).toString('base64');
  for (const text of [
    '',
    'whsec_',
    encoded,
    `whsk_${encoded}`,
    `whsec_${Buffer.alloc(23).toString('base64')}`,
    `whsec_${Buffer.alloc(65).toString('base64')}`,
    `whsec_${encoded}!`,
    `whsec_${encoded.slice(0, 20)} ${encoded.slice(20)}`,
    `whsec_${Buffer.alloc(32, 251).toString('base64url')}`,
  ])
    assert.equal(webhookKey(text), undefined, text);
});
