import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { createCopySync } from '../../../shared/adapters/azure/sql/copySync.ts';
import type { CopySyncAnswer } from '../../../shared/replication/serverTypes.ts';
import { end, eventually, openSqlBench, type SqlBench } from './sqlEstate.ts';

const LINK = { kind: 'link', server: 'shop-we', database: 'orders', secondaryServer: 'shop-ne' } as const;

let bench: SqlBench;
before(async () => {
  bench = await openSqlBench();
  // What was never committed need not be hardened.
  await eventually('a commit', () => (bench.model.database('shop-we', 'orders')?.position ?? 0) > 0);
});
afterEach(() => {
  bench.fault('shop-we', null);
  bench.model.apply({ ...LINK, becomes: 'active', shippingDelayMs: 5 });
  bench.model.apply({ kind: 'rights', server: 'shop-we', becomes: 'granted' });
});
after(() => bench.close());

interface Asked {
  server?: string;
  target?: string;
  timeoutMs?: number;
}

function wait({ server = 'shop-we', target = 'shop-ne', timeoutMs = 3_000 }: Asked = {}): Promise<CopySyncAnswer> {
  const copySync = createCopySync({
    encryption: 'strict',
    getToken: bench.token,
    certificateAuthority: bench.authority.certificate,
    connector: bench.connector,
    identityName: 'geowarden-app',
  });
  return copySync.wait({ primary: end(server), targetServer: target, targetDatabase: 'orders', timeoutMs });
}

const isBehind = () =>
  (bench.model.database('shop-we', 'orders')?.position ?? 0) >
  (bench.model.database('shop-ne', 'orders')?.position ?? 0);

const open = () => bench.listeners.get('shop-we')?.stats().open;

describe('the time to harden', () => {
  test('is what a transaction would wait for that commits now', async () => {
    bench.model.apply({ ...LINK, shippingDelayMs: 700 });
    // A commit of before the change was under way for a moment only.
    await eventually('a commit under way', isBehind);
    const answer = await wait();
    assert.ok(answer.ok, JSON.stringify(answer));
    assert.ok(answer.hardenedMs >= 200 && answer.hardenedMs < 2_500, `${answer.hardenedMs} ms`);
    assert.ok(Math.abs(answer.atMs - Date.now()) < 10_000);
    await eventually('the connection to be closed', () => open() === 0);
  });

  test('is short on a link that is level', async () => {
    const answer = await wait();
    assert.ok(answer.ok && answer.hardenedMs < 1_000, JSON.stringify(answer));
  });

  test('may be asked for by any user of the database', async () => {
    bench.model.apply({ kind: 'rights', server: 'shop-we', becomes: 'connect' });
    assert.ok((await wait()).ok);
  });

  test('is asked for with parameters: no name is part of a text', async () => {
    bench.batches.length = 0;
    await wait({ target: "x'; DROP DATABASE orders; --" });
    const [call] = bench.batches.filter(({ text }) => text.includes('copy_sync'));
    assert.equal(
      call?.text,
      'EXEC sys.sp_wait_for_database_copy_sync @target_server = @target_server, @target_database = @target_database',
    );
  });
});

describe('what does not come to an end', () => {
  test('is waited for no longer than allowed, and the connection with its wait is gone', async () => {
    bench.model.apply({ ...LINK, becomes: 'suspended' });
    await eventually('a commit that is not hardened', isBehind);
    const startedAt = performance.now();
    const answer = await wait({ timeoutMs: 600 });
    assert.ok(performance.now() - startedAt < 2_500);
    assert.ok(!answer.ok);
    assert.ok((answer.waitedMs ?? 0) > 100 && (answer.waitedMs ?? 0) < 2_500);
    assert.match(answer.failure.message, /no answer to the query within 600 ms/);
    await eventually('the connection to be gone', () => open() === 0);
  });

  test('is refused by a secondary, and for a partner that is none', async () => {
    const onSecondary = await wait({ server: 'shop-ne', target: 'shop-we' });
    const toNobody = await wait({ target: 'nowhere' });
    for (const answer of [onSecondary, toNobody]) {
      assert.ok(!answer.ok);
      assert.match(answer.failure.message, /no active replication link/);
    }
  });

  test('never began where nobody lets us in', async () => {
    bench.fault('shop-we', { kind: 'error', number: 40613 });
    const answer = await wait();
    assert.ok(!answer.ok);
    assert.deepEqual([answer.waitedMs, answer.failure.kind, answer.failure.number], [null, 'unavailable', 40613]);
  });
});
