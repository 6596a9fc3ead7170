import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeTopic } from '../../../../doctor/judge/topics.ts';

const TOPIC = { endpoint: 'https://outage.uksouth-1.eventgrid.azure.net/api/events' };
const failure = (code: string) => judgeTopic(TOPIC, 1, { ok: false, code });

test('a topic that was reached says who publishes, and shows no key', () => {
  const byIdentity = judgeTopic(TOPIC, 0, { ok: true });
  assert.deepEqual([byIdentity.name, byIdentity.result], ['event topic 0', 'ok']);
  assert.match(byIdentity.seen, /by identity, which needs the role EventGrid Data Sender/);
  assert.match(judgeTopic({ ...TOPIC, key: { setting: 'K' } }, 0, { ok: true }).seen, /with a key \(not shown\)/);
});

test('a name that nobody knows, a way that is closed and a strange certificate get advice of their own', () => {
  assert.match(failure('ENOTFOUND').advice, /az eventgrid topic show.*DNS/);
  assert.match(failure('ECONNREFUSED').advice, /outbound rules/);
  assert.match(failure('ETIMEDOUT').advice, /outbound rules/);
  for (const code of ['ERR_TLS_CERT_ALTNAME_INVALID', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'])
    assert.match(failure(code).advice, /another certificate/, code);
});

test('every failure names the host and says what it costs', () => {
  for (const code of ['ENOTFOUND', 'ECONNRESET', 'CERT_HAS_EXPIRED']) {
    const check = failure(code);
    assert.equal(check.result, 'failed');
    assert.equal(check.seen, `${code} for outage.uksouth-1.eventgrid.azure.net`);
    assert.match(check.advice, /only the timer wakes Geowarden, and a witness is not heard/);
  }
});
