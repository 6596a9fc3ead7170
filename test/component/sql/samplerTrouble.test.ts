import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { createReplicationSampler } from '../../../shared/adapters/azure/sql/replicationSampler.ts';
import type { DatabaseSample, SampleFailure } from '../../../shared/replication/types.ts';
import { end, eventually, openSqlBench, type SqlBench } from './sqlEstate.ts';

let bench: SqlBench;
let closing: Array<() => Promise<void>> = [];
before(async () => {
  bench = await openSqlBench();
});
afterEach(async () => {
  for (const database of [undefined, 'orders', 'stock']) bench.fault('shop-we', null, database);
  for (const close of closing) await close();
  closing = [];
});
after(() => bench.close());

interface More {
  encryption?: 'strict' | 'prelogin';
  /** A short one shortens the timeout. */
  everyMs?: number;
  timeoutMs?: number;
  keepConnections?: number;
}

function sampler({ encryption = 'strict', everyMs = 1_000, timeoutMs = 300, ...more }: More = {}) {
  const made = createReplicationSampler({
    sampling: { everyMs, timeoutMs, concurrency: 8, encryption },
    getToken: bench.token,
    certificateAuthority: bench.authority.certificate,
    connector: bench.connector,
    ...more,
  });
  closing.push(() => made.retain([]));
  return made;
}

function failureOf(sample: DatabaseSample): SampleFailure {
  assert.ok(!sample.ok, `expected a failure, saw ${JSON.stringify(sample)}`);
  return sample.failure;
}

async function timed<T>(work: Promise<T>): Promise<{ value: T; ms: number }> {
  const startedAt = performance.now();
  return { value: await work, ms: performance.now() - startedAt };
}

const open = () => bench.listeners.get('shop-we')?.stats().open;

describe('the deadline covers everything and destroys the socket', () => {
  const cases = [
    ['silent', undefined, /no answer to the connection within 300 ms/],
    ['silent', 'orders', /no answer to the login within 300 ms/],
    ['stallLogin', 'orders', /no answer to the login within 300 ms/],
    ['hangQuery', 'orders', /no answer to the query within 300 ms/],
  ] as const;
  for (const encryption of ['strict', 'prelogin'] as const) {
    for (const [kind, database, sentence] of cases) {
      test(`${kind} of ${database ?? 'the server'}, ${encryption}`, async () => {
        bench.fault('shop-we', { kind }, database);
        const { value, ms } = await timed(sampler({ encryption }).sample(end('shop-we')));
        const failure = failureOf(value);
        assert.equal(failure.kind, 'unreachable');
        assert.match(failure.message, sentence);
        assert.ok(ms >= 290 && ms < 1_500, `took ${ms} ms`);
        await eventually('the socket to be destroyed', () => open() === 0);
      });
    }
  }
});

describe('what is not TDS', () => {
  // With a short interval the deadline would come before the bound of these tests.
  const PATIENT = { everyMs: 60_000, timeoutMs: 5_000 };
  for (const encryption of ['strict', 'prelogin'] as const) {
    for (const database of [undefined, 'orders']) {
      test(`is told at once, ${encryption}, ${database ? 'in the login' : 'on the first byte'}`, async () => {
        bench.fault('shop-we', { kind: 'garbage' }, database);
        const { value, ms } = await timed(sampler({ encryption, ...PATIENT }).sample(end('shop-we')));
        assert.equal(failureOf(value).kind, 'garbage', failureOf(value).message);
        assert.ok(ms < 2_000, `took ${ms} ms`);
      });
    }
  }

  test('in the answer to a query on a kept connection is found too', async () => {
    const made = sampler(PATIENT);
    assert.ok((await made.sample(end('shop-we'))).ok);
    bench.fault('shop-we', { kind: 'garbage' }, 'orders');
    const { value, ms } = await timed(made.sample(end('shop-we')));
    assert.equal(failureOf(value).kind, 'garbage');
    assert.ok(ms < 2_000, `took ${ms} ms`);
  });
});

describe('a connection that was kept', () => {
  test('and was dropped meanwhile is replaced without a word', async () => {
    const made = sampler({ timeoutMs: 3_000 });
    assert.ok((await made.sample(end('shop-we'))).ok);
    bench.fault('shop-we', { kind: 'dropQuery' }, 'orders');
    // The kept connection dies in the query, and so does the fresh one: that is a failure.
    assert.equal(failureOf(await made.sample(end('shop-we'))).kind, 'unreachable');
    bench.fault('shop-we', null, 'orders');
    assert.ok((await made.sample(end('shop-we'))).ok);
  });

  test('and hangs leaves time for one fresh login', async () => {
    const made = sampler({ timeoutMs: 2_000 });
    assert.ok((await made.sample(end('shop-we'))).ok);
    bench.fault('shop-we', { kind: 'hangQuery' }, 'orders');
    const hanging = made.sample(end('shop-we'));
    setTimeout(() => bench.fault('shop-we', null, 'orders'), 300);
    const { value, ms } = await timed(hanging);
    assert.ok(value.ok, JSON.stringify(value));
    assert.ok(ms > 900 && ms < 1_900, `took ${ms} ms`);
  });

  test('still ends within the deadline when both hang', async () => {
    const made = sampler({ timeoutMs: 600 });
    assert.ok((await made.sample(end('shop-we'))).ok);
    bench.fault('shop-we', { kind: 'hangQuery' }, 'orders');
    const { value, ms } = await timed(made.sample(end('shop-we')));
    assert.match(failureOf(value).message, /no answer to the query within 600 ms/);
    assert.ok(ms < 1_500, `took ${ms} ms`);
    await eventually('both sockets to be destroyed', () => open() === 0);
  });

  test('is forgotten as soon as the server hangs up', async () => {
    const made = sampler({ timeoutMs: 3_000 });
    await made.sample(end('shop-we'));
    assert.equal(made.openConnections, 1);
    bench.model.apply({ kind: 'database', server: 'shop-we', database: 'orders', becomes: 'Restarted' });
    await eventually('the connection to be forgotten', () => made.openConnections === 0);
    assert.ok((await made.sample(end('shop-we'))).ok);
  });
});

describe('connections that are kept', () => {
  test('are bounded in number, and the one that finds no room goes', async () => {
    const made = sampler({ timeoutMs: 3_000, keepConnections: 1 });
    const before = bench.listeners.get('shop-we')?.stats().logins ?? 0;
    await made.sample(end('shop-we', 'orders'));
    await made.sample(end('shop-we', 'stock'));
    await made.sample(end('shop-we', 'orders'));
    assert.equal(made.openConnections, 1);
    assert.equal((bench.listeners.get('shop-we')?.stats().logins ?? 0) - before, 2);
    await eventually('one open connection', () => open() === 1);
  });

  test('are closed when their database is no longer to be kept', async () => {
    const made = sampler({ timeoutMs: 3_000 });
    await made.sample(end('shop-we', 'orders'));
    await made.sample(end('shop-we', 'stock'));
    await made.retain([end('shop-we', 'stock')]);
    assert.equal(made.openConnections, 1);
    await made.retain([]);
    assert.equal(made.openConnections, 0);
    await eventually('no open connection', () => open() === 0);
  });

  test('two samples of one database at once leave one connection', async () => {
    const made = sampler({ timeoutMs: 3_000 });
    const samples = await Promise.all([made.sample(end('shop-we')), made.sample(end('shop-we'))]);
    assert.ok(samples.every(({ ok }) => ok));
    assert.equal(made.openConnections, 1);
    await eventually('one open connection', () => open() === 1);
  });
});

describe('one hung database', () => {
  test('delays no other one of its server', async () => {
    bench.fault('shop-we', { kind: 'hangQuery' }, 'stock');
    const made = sampler({ timeoutMs: 1_500 });
    const hung = timed(made.sample(end('shop-we', 'stock')));
    for (let n = 0; n < 5; n += 1) {
      const { value, ms } = await timed(made.sample(end('shop-we', 'orders')));
      assert.ok(value.ok);
      assert.ok(ms < 1_000, `took ${ms} ms`);
    }
    assert.equal(failureOf((await hung).value).kind, 'unreachable');
  });

  test('is given up long before the next sweep, however patient the configuration is', async () => {
    bench.fault('shop-we', { kind: 'hangQuery' }, 'orders');
    const { value, ms } = await timed(sampler({ timeoutMs: 60_000 }).sample(end('shop-we')));
    assert.match(failureOf(value).message, /no answer to the query within 2000 ms/);
    assert.ok(ms < 4_000, `took ${ms} ms`);
  });
});

describe('a name', () => {
  test('that does not exist is not found, not unreachable', async () => {
    const failure = failureOf(await sampler().sample(end('no-such-server')));
    assert.equal(failure.kind, 'notFound');
    assert.match(
      failure.message,
      /ENOTFOUND: the name does not exist\. Check the name no-such-server\.database\.windows\.net/,
    );
  });

  test('whose port is closed is unreachable', async () => {
    bench.routes.set('closed.database.windows.net:1433', 1);
    const failure = failureOf(await sampler().sample(end('closed')));
    assert.equal(failure.kind, 'unreachable');
    assert.match(failure.message, /ECONNREFUSED/);
  });
});
