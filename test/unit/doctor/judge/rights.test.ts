import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeRights, type RightsAnswer, type Side, whyNotAsked } from '../../../../doctor/judge/rights.ts';
import type { DatabaseSample, FailureKind } from '../../../../shared/replication/types.ts';
import { link } from '../samples.ts';

const END = link('we-1/orders', 'ne-1/orders').primary;
const judge = (
  answer: RightsAnswer,
  side: Side = 'primary',
  encryption: 'strict' | 'prelogin' = 'strict',
  identityName = 'guard',
) => judgeRights(END, side, answer, { encryption, identityName });
const login = (viewDatabaseState: boolean | null): RightsAnswer => ({
  ok: true,
  database: 'orders',
  viewDatabaseState,
});
const refusal = (kind: FailureKind, number?: number): RightsAnswer => ({
  ok: false,
  failure: { kind, message: 'Expected x to answer, saw y. Do z.', ...(number === undefined ? {} : { number }) },
});

test('the permission that is there is good', () => {
  const check = judge(login(true));
  assert.deepEqual([check.name, check.result, check.seen], ['rights we-1/orders', 'ok', 'granted in orders']);
});

test('the permission that is missing is named with its GRANT, the name quoted', () => {
  const check = judge(login(false), 'primary', 'strict', 'gu]ard');
  assert.equal(check.result, 'failed');
  assert.equal(check.advice, 'As an administrator run in [orders]: GRANT VIEW DATABASE STATE TO [gu]]ard];');
});

test('on a geo-secondary it is a warning, granted in the primary because a secondary takes no writes', () => {
  const check = judge(login(false), 'secondary');
  assert.equal(check.result, 'warning');
  assert.match(check.advice, /^Needed after a failover to it\. .*run in its primary database: GRANT/);
});

test('NULL is no answer: neither granted nor denied', () => {
  assert.equal(judge(login(null)).result, 'warning');
});

test('a login that fails fails the check, but not on a secondary, nor where prelogin is configured', () => {
  assert.equal(judge(refusal('firewall', 40615)).result, 'failed');
  assert.equal(judge(refusal('firewall', 40615), 'secondary').result, 'warning');
  assert.equal(judge(refusal('encryptionRefused'), 'primary', 'prelogin').result, 'warning');
  assert.equal(judge(login(false), 'primary', 'prelogin').result, 'failed', 'a missing right is one in any case');
});

test('a geo-secondary that takes no logins (976) is not called broken', () => {
  const check = judge(refusal('unavailable', 976), 'secondary');
  assert.equal(check.result, 'warning');
  assert.match(check.seen, /takes no logins/);
});

test('nobody is sent where the app itself could not log in; a missing right is worth the login', () => {
  const sample = (kind: FailureKind, number?: number): DatabaseSample => ({
    ok: false,
    atMs: 0,
    failure: { kind, message: 'x', ...(number === undefined ? {} : { number }) },
  });
  const asked = (given: DatabaseSample) => whyNotAsked(END, given) === undefined;
  assert.ok(asked({ ok: true, atMs: 0, roundTripMs: 1, rows: [] }));
  assert.ok(asked(sample('noRights', 297)));
  assert.ok(!asked(sample('noRights', 18456)));
  assert.ok(!asked(sample('firewall', 40615)));
  assert.ok(!asked(sample('unreachable')));
  assert.match(whyNotAsked(END, sample('unreachable'))?.advice ?? '', /First mend 'sql we-1\/orders'/);
});
