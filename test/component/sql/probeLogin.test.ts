import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { probeLogin } from '../../../shared/adapters/azure/sql/probeLogin.ts';
import { end, eventually, openSqlBench, type SqlBench } from './sqlEstate.ts';

let bench: SqlBench;
before(async () => {
  bench = await openSqlBench();
});
after(() => bench.close());

const stats = () => bench.listeners.get('shop-we')?.stats() ?? { accepted: -1, logins: -1, queries: -1, open: -1 };
const probe = (timeoutMs = 2_000, database = 'orders') =>
  probeLogin(
    end('shop-we', database),
    {
      encryption: 'strict',
      getToken: bench.token,
      certificateAuthority: bench.authority.certificate,
      connector: bench.connector,
    },
    timeoutMs,
  );

test('a probe is one fresh login each time, no query, and nothing stays open', async () => {
  const before = stats();
  for (let n = 1; n <= 3; n += 1) {
    const answer = await probe();
    assert.equal(answer.ok, true);
    assert.ok(answer.loginMs >= 0 && Math.abs(answer.atMs - Date.now()) < 5_000);
    assert.equal(stats().logins - before.logins, n);
  }
  assert.equal(stats().queries, before.queries);
  await eventually('every probe to be closed', () => stats().open === 0);
});

test('a refusal is told as a sample tells it', async () => {
  const answer = await probe(2_000, 'nothing-here');
  assert.ok(!answer.ok);
  assert.deepEqual([answer.failure.kind, answer.failure.number], ['notFound', 4060]);
});

test('a login that stalls is given up in time, and its socket destroyed', async () => {
  bench.fault('shop-we', { kind: 'stallLogin' }, 'orders');
  try {
    const answer = await probe(200);
    assert.ok(!answer.ok);
    assert.match(answer.failure.message, /no answer to the login within 200 ms/);
    assert.ok(answer.loginMs >= 190 && answer.loginMs < 1_500);
    await eventually('the socket to be destroyed', () => stats().open === 0);
  } finally {
    bench.fault('shop-we', null, 'orders');
  }
});
