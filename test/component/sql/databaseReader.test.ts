import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import { createDatabaseReader } from '../../../shared/adapters/azure/sql/databaseReader.ts';
import { until } from '../../kit/until.ts';
import { end, openSqlBench, type SqlBench } from './sqlEstate.ts';

let bench: SqlBench;
before(async () => {
  bench = await openSqlBench();
});
afterEach(() => {
  bench.fault('shop-ne', null);
  bench.model.apply({ kind: 'rights', server: 'shop-ne', becomes: 'granted' });
  bench.model.apply({ kind: 'firewall', server: 'shop-ne', becomes: 'open' });
});
after(() => bench.close());

const reader = (more: Partial<Parameters<typeof createDatabaseReader>[0]> = {}) =>
  createDatabaseReader({
    encryption: 'strict',
    timeoutMs: 2_000,
    getToken: bench.token,
    certificateAuthority: bench.authority.certificate,
    connector: bench.connector,
    identityName: 'geowarden-app',
    ...more,
  });
const stats = () => bench.listeners.get('shop-ne')?.stats() ?? assert.fail();

test('a geo-secondary says its role, its last commit and that it is read-only, in one round trip of a login of its own', async () => {
  const made = reader();
  await until('the first commit to be shipped', async () => (await made.ask(end('shop-ne'))).lastCommitMs !== null);
  const { logins, queries } = stats();
  for (let n = 1; n <= 2; n += 1) {
    const answer = await made.ask(end('shop-ne'));
    assert.deepEqual([answer.reachable, answer.replicaRole, answer.writable], [true, 2, false]);
    assert.ok(Math.abs((answer.lastCommitMs ?? 0) - Date.now()) < 60_000);
    assert.match(
      answer.sentence,
      /^shop-ne\/orders answers as a geo-secondary \(replica_role 2\), is read-only; last commit: 2/,
    );
    assert.deepEqual([stats().logins - logins, stats().queries - queries], [n, n]);
  }
});

test('a primary takes writes', async () => {
  const answer = await reader().ask(end('shop-we'));
  assert.deepEqual([answer.reachable, answer.replicaRole, answer.writable], [true, 0, true]);
});

test('a firewall, a lost name and a missing token are said, and nothing is known', async () => {
  bench.model.apply({ kind: 'firewall', server: 'shop-ne', becomes: 'closed' });
  const walled = await reader().ask(end('shop-ne'));
  const nameless = await reader().ask(end('nobody'));
  const tokenless = await reader({ getToken: async () => Promise.reject(new Error('no identity')) }).ask(
    end('shop-ne'),
  );
  for (const answer of [walled, nameless, tokenless]) {
    const { reachable, replicaRole, lastCommitMs, writable } = answer;
    assert.deepEqual([reachable, replicaRole, lastCommitMs, writable], [false, null, null, null]);
  }
  assert.match(walled.sentence, /firewall/);
  assert.match(nameless.sentence, /ENOTFOUND/);
  assert.match(tokenless.sentence, /no access token/);
});

test('a database that lets us in and refuses the question is reachable, with an unknown role', async () => {
  bench.fault('shop-ne', { kind: 'queryError', number: 300 });
  const answer = await reader().ask(end('shop-ne'));
  assert.deepEqual(
    [answer.reachable, answer.replicaRole, answer.lastCommitMs, answer.writable],
    [true, null, null, null],
  );
  assert.match(answer.sentence, /error 300/);
});

test('a database that never answers is given up in time, and its socket is gone', async () => {
  bench.fault('shop-ne', { kind: 'hangQuery' });
  const startedAt = performance.now();
  const answer = await reader({ timeoutMs: 300 }).ask(end('shop-ne'));
  assert.equal(answer.reachable, false);
  assert.match(answer.sentence, /within 300 ms/);
  assert.ok(performance.now() - startedAt < 2_000);
});
