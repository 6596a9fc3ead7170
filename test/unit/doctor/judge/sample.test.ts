import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeSample, tellFailure } from '../../../../doctor/judge/sample.ts';
import { classifyFailure } from '../../../../shared/adapters/azure/sql/classifyFailure.ts';
import { SqlFailure } from '../../../../shared/adapters/azure/sql/sqlErrors.ts';
import { type Primary, primariesOf } from '../../../../shared/replication/primaries.ts';
import type { DatabaseSample, LinkRow } from '../../../../shared/replication/types.ts';
import { link } from '../samples.ts';

const CONTEXT = { encryption: 'strict' as const, identityName: 'guard' };
const [PRIMARY] = primariesOf([link('we-1/orders', 'ne-1/orders'), link('we-1/orders', 'uk-1/orders')]);
const row = (partnerServer: string, changes: Partial<LinkRow> = {}): LinkRow => ({
  partnerServer,
  partnerDatabase: 'orders',
  replicationState: 2,
  lagSeconds: 3,
  lastReplicationMs: null,
  lastCommitMs: null,
  role: 'primary',
  ...changes,
});
const answered = (...rows: LinkRow[]): DatabaseSample => ({ ok: true, atMs: 0, roundTripMs: 12, rows });
const judge = (sample: DatabaseSample) => judgeSample(PRIMARY as Primary, sample, CONTEXT);

test('an answer with every link is good; NULL is shown as unknown', () => {
  const check = judge(answered(row('ne-1'), row('uk-1', { lagSeconds: null })));
  assert.equal(check.name, 'sql we-1/orders');
  assert.equal(check.result, 'ok');
  assert.equal(check.seen, '2 links in 12 ms: ne-1 lag 3 s, uk-1 lag unknown (NULL)');
});

test('a link that the database does not know is a warning', () => {
  assert.equal(judge(answered(row('ne-1'))).result, 'warning');
  assert.equal(judge(answered()).seen, 'no link');
});

test('a database that became a secondary meanwhile says so', () => {
  assert.match(judge(answered(row('ne-1', { role: 'secondary' }), row('uk-1'))).seen, /ne-1 is primary by now/);
});

test('rows outside their domain are a warning with what was wrong', () => {
  const check = judge({ ok: true, atMs: 0, roundTripMs: 1, rows: [], malformed: [{ message: 'role: saw 9.' }] });
  assert.deepEqual([check.result, check.seen], ['warning', 'role: saw 9.']);
});

const FAILURES: Array<[number, string, RegExp, RegExp]> = [
  [
    40615,
    "Client with IP address '10.1.2.3' is not allowed.",
    /40615/,
    /firewall-rule create --server we-1.*10\.1\.2\.3/,
  ],
  [18456, 'Login failed.', /18456/, /CREATE USER \[guard\]/],
  [40613, 'Not available.', /40613/, /Resource Health/],
  [4060, 'Cannot open.', /4060/, /user in it/],
];
for (const [number, message, seen, advice] of FAILURES) {
  test(`a refusal ${number} is told once as what was seen and once as what to do`, () => {
    const error = new SqlFailure(new Error('x'), [{ number, state: 1, message }]);
    const failure = classifyFailure(error, { ...CONTEXT, host: 'we-1.database.windows.net', database: 'orders' });
    const check = judge({ ok: false, atMs: 0, failure });
    assert.equal(check.result, 'failed');
    assert.match(check.seen, seen);
    assert.match(check.advice, advice);
    assert.ok(!check.seen.includes(check.advice), 'not twice');
    assert.match(check.seen, /^error \d+, state 1/);
  });
}

test('a sentence of another form is shown whole', () => {
  const failure = { kind: 'other' as const, message: 'Something else.' };
  const told = tellFailure(failure, { ...CONTEXT, host: 'h', database: 'd' });
  assert.equal(told.seen, 'Something else.');
  assert.notEqual(told.advice, '');
});
