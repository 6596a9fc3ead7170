import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { createReplicationSampler } from '../../../shared/adapters/azure/sql/replicationSampler.ts';
import type { SamplerOptions } from '../../../shared/adapters/azure/sql/sqlConnections.ts';
import type { DatabaseSample, SampleFailure } from '../../../shared/replication/types.ts';
import { end, eventually, openSqlBench, type SqlBench } from './sqlEstate.ts';

let bench: SqlBench;
let closing: Array<() => Promise<void>> = [];
before(async () => {
  bench = await openSqlBench();
});
afterEach(async () => {
  for (const database of [undefined, 'orders', 'stock']) bench.fault('shop-we', null, database);
  bench.model.apply({ kind: 'firewall', server: 'shop-we', becomes: 'open' });
  bench.model.apply({ kind: 'rights', server: 'shop-we', becomes: 'granted' });
  bench.model.apply({ kind: 'database', server: 'shop-we', database: 'orders', becomes: 'Online' });
  for (const close of closing) await close();
  closing = [];
});
after(() => bench.close());

type More = Partial<SamplerOptions> & { encryption?: 'strict' | 'prelogin'; timeoutMs?: number };

function sampler({ encryption = 'strict', timeoutMs = 2_000, ...more }: More = {}) {
  const made = createReplicationSampler({
    sampling: { everyMs: 1_000, timeoutMs, concurrency: 8, encryption },
    getToken: bench.token,
    certificateAuthority: bench.authority.certificate,
    connector: bench.connector,
    identityName: 'geowarden-app',
    ...more,
  });
  closing.push(() => made.retain([]));
  return made;
}

const stats = (name = 'shop-we') => {
  const found = bench.listeners.get(name);
  assert.ok(found);
  return found.stats();
};

function failureOf(sample: DatabaseSample): SampleFailure {
  assert.ok(!sample.ok, `expected a failure, saw ${JSON.stringify(sample)}`);
  return sample.failure;
}

for (const encryption of ['strict', 'prelogin'] as const) {
  describe(`encryption ${encryption}`, () => {
    test('reads every link of the database in one round trip, with its types', async () => {
      const before = stats().queries;
      const sample = await sampler({ encryption }).sample(end('shop-we'));
      assert.ok(sample.ok);
      assert.deepEqual(
        sample.rows.map(({ partnerServer, partnerDatabase, role }) => [partnerServer, partnerDatabase, role]),
        [
          ['shop-ne', 'orders', 'primary'],
          ['shop-uks', 'orders', 'primary'],
        ],
      );
      for (const row of sample.rows) {
        assert.equal(row.replicationState, 2);
        assert.ok(Number.isInteger(row.lagSeconds));
        assert.ok(Math.abs((row.lastReplicationMs ?? 0) - Date.now()) < 60_000);
      }
      assert.equal(sample.malformed, undefined);
      assert.equal(stats().queries - before, 1);
    });

    test('one connection is one login, and it is used again', async () => {
      const { accepted, logins, queries } = stats();
      const made = sampler({ encryption });
      for (let n = 0; n < 12; n += 1) assert.ok((await made.sample(end('shop-we'))).ok);
      const now = stats();
      assert.deepEqual([now.accepted - accepted, now.logins - logins, now.queries - queries], [1, 1, 12]);
      assert.equal(made.openConnections, 1);
    });

    test('follows the redirect from the gateway to the worker', async () => {
      const before = stats('worker').queries;
      const sample = await sampler({ encryption }).sample(end('shop-redirect', 'ledger'));
      assert.ok(sample.ok, JSON.stringify(sample));
      assert.equal(sample.rows[0]?.partnerServer, 'shop-ne');
      assert.equal(stats('worker').queries - before, 1);
    });

    test('logs in with the token as the app, by name, and never in clear text', async () => {
      bench.batches.length = 0;
      await sampler({ encryption }).sample(end('shop-we'));
      const [batch] = bench.batches.filter(({ text }) => text.includes('dm_geo'));
      assert.equal(batch?.session.applicationName, 'Geowarden');
      assert.equal(batch?.session.database, 'orders');
      for (const listener of bench.listeners.values()) assert.equal(listener.stats().clearTextLogins, 0);
    });
  });
}

describe('a server that declines encryption', () => {
  test('is refused before the credentials leave', async () => {
    bench.fault('shop-we', { kind: 'clearText' });
    const before = stats();
    const failure = failureOf(await sampler({ encryption: 'prelogin' }).sample(end('shop-we')));
    assert.equal(failure.kind, 'encryptionRefused');
    assert.match(failure.message, /declines encryption\. Nothing was sent\./);
    const now = stats();
    assert.equal(now.accepted - before.accepted, 1);
    assert.equal(now.clearTextLogins, 0);
    assert.equal(now.logins, before.logins);
    await eventually('the connection to be gone', () => stats().open === 0);
  });

  test('gets no login by TDS 8 either', async () => {
    bench.fault('shop-we', { kind: 'clearText' });
    const failure = failureOf(await sampler().sample(end('shop-we')));
    assert.match(failure.message, /may not speak TDS 8/);
    assert.equal(stats().clearTextLogins, 0);
  });
});

describe('a certificate', () => {
  test('that is not trusted ends the connection before the login', async () => {
    for (const encryption of ['strict', 'prelogin'] as const) {
      const { logins } = stats();
      const { certificateAuthority: _, ...untrusting } = { certificateAuthority: '' };
      const made = createReplicationSampler({
        sampling: { everyMs: 1_000, timeoutMs: 2_000, concurrency: 1, encryption },
        getToken: bench.token,
        connector: bench.connector,
        ...untrusting,
      });
      const failure = failureOf(await made.sample(end('shop-we')));
      assert.equal(failure.kind, 'certificate', failure.message);
      assert.equal(stats().logins, logins);
    }
  });

  test('for another name is not accepted', async () => {
    const port = bench.routes.get('shop-ne.database.windows.net:1433') ?? 0;
    const elsewhere = end('shop-we');
    bench.routes.set('other.database.windows.net:1433', port);
    for (const encryption of ['strict', 'prelogin'] as const) {
      const target = { ...elsewhere, fullyQualifiedDomainName: 'other.database.windows.net' };
      assert.equal(failureOf(await sampler({ encryption }).sample(target)).kind, 'certificate');
    }
  });
});

describe('rows', () => {
  test('outside their domain are garbage of their own, with what was seen', async () => {
    bench.fault('shop-we', { kind: 'malformedRow' }, 'orders');
    const sample = await sampler().sample(end('shop-we'));
    assert.ok(sample.ok);
    assert.deepEqual(sample.rows, []);
    assert.equal(sample.malformed?.length, 2);
    assert.match(
      sample.malformed?.[0]?.message ?? '',
      /replication_lag_sec: expected NULL or a whole number of seconds from 0, saw -42/,
    );
  });

  test('of a disconnected link have NULL for a lag, and NULL stays null', async () => {
    const link = { kind: 'link', server: 'shop-we', database: 'orders', secondaryServer: 'shop-uks' } as const;
    bench.model.apply({ ...link, becomes: 'disconnected' });
    try {
      const made = sampler();
      const lagOf = async () => {
        const sample = await made.sample(end('shop-we'));
        assert.ok(sample.ok);
        return sample.rows.find(({ partnerServer }) => partnerServer === 'shop-uks')?.lagSeconds;
      };
      // The primary takes two seconds to notice that the interlink is lost.
      const endMs = Date.now() + 6_000;
      while ((await lagOf()) !== null && Date.now() < endMs) await new Promise((resolve) => setTimeout(resolve, 50));
      assert.equal(await lagOf(), null);
    } finally {
      bench.model.apply({ ...link, becomes: 'connected' });
    }
  });

  test('of a secondary say so, and its connection is not kept', async () => {
    const made = sampler();
    const sample = await made.sample(end('shop-ne'));
    assert.ok(sample.ok);
    assert.equal(sample.rows[0]?.role, 'secondary');
    assert.equal(sample.rows[0]?.lagSeconds, null);
    assert.equal(made.openConnections, 0);
  });

  test('are missing in master: an empty answer, not an error', async () => {
    const sample = await sampler({
      getToken: async () => bench.tokens.issue('https://database.windows.net/'),
    }).sample(end('shop-we', 'master'));
    assert.deepEqual(sample.ok && sample.rows, []);
  });
});
