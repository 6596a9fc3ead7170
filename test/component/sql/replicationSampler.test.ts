import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import {
  createReplicationSampler,
  type SamplerOptions,
} from '../../../shared/adapters/azure/sql/replicationSampler.ts';
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

describe("the server's own numbers", () => {
  const cases: Array<[number, SampleFailure['kind'], RegExp]> = [
    [4060, 'notFound', /Check that orders exists and that the identity has a user in it/],
    [
      18456,
      'noRights',
      /CREATE USER \[geowarden-app\] FROM EXTERNAL PROVIDER; GRANT VIEW DATABASE STATE TO \[geowarden-app\];/,
    ],
    [40613, 'unavailable', /The service says so itself/],
    [40197, 'unavailable', /Resource Health/],
    [40501, 'busy', /The database is alive/],
    [10928, 'busy', /request limit/],
    [47073, 'firewall', /private endpoint to shop-we/],
    [40615, 'firewall', /az sql server firewall-rule create --server shop-we --name geowarden/],
    [40532, 'firewall', /gateway does not open/],
    [12345, 'other', /error 12345, state 1/],
  ];
  for (const [number, kind, advice] of cases) {
    test(`a login refused with ${number} is ${kind}, with its number, after one try`, async () => {
      bench.fault('shop-we', { kind: 'error', number }, 'orders');
      const { accepted } = stats();
      const failure = failureOf(await sampler().sample(end('shop-we')));
      assert.equal(failure.kind, kind);
      assert.equal(failure.number, number);
      assert.match(failure.message, advice);
      assert.match(failure.message, /^Expected orders on shop-we\.database\.windows\.net to answer, saw error/);
      assert.equal(stats().accepted - accepted, 1, 'the driver must not retry by itself');
    });
  }

  test('a query refused with a number keeps its number', async () => {
    for (const [number, kind] of [
      [40613, 'unavailable'],
      [297, 'noRights'],
      [40501, 'busy'],
    ] as const) {
      bench.fault('shop-we', { kind: 'queryError', number }, 'orders');
      const failure = failureOf(await sampler().sample(end('shop-we')));
      assert.deepEqual([failure.kind, failure.number], [kind, number]);
    }
  });

  test('a token without rights is 18456 with the statement that grants them', async () => {
    bench.model.apply({ kind: 'rights', server: 'shop-we', becomes: 'denied' });
    const failure = failureOf(await sampler().sample(end('shop-we')));
    assert.deepEqual([failure.kind, failure.number], ['noRights', 18456]);
    assert.match(failure.message, /As an Entra administrator run in \[orders\]: CREATE USER/);
  });

  test('a firewall refusal names the address to let through', async () => {
    bench.model.apply({ kind: 'firewall', server: 'shop-we', becomes: 'closed' });
    const failure = failureOf(await sampler().sample(end('shop-we')));
    assert.deepEqual([failure.kind, failure.number], ['firewall', 40615]);
    assert.match(failure.message, /--start-ip-address 127\.0\.0\.1 --end-ip-address 127\.0\.0\.1/);
  });

  test('a database that does not exist is not found, although 18456 comes with it', async () => {
    const failure = failureOf(await sampler().sample(end('shop-we', 'nothing-here')));
    assert.deepEqual([failure.kind, failure.number], ['notFound', 4060]);
  });

  test("a database that is unavailable is the service's own word", async () => {
    bench.model.apply({ kind: 'database', server: 'shop-we', database: 'orders', becomes: 'Unavailable' });
    const failure = failureOf(await sampler().sample(end('shop-we')));
    assert.deepEqual([failure.kind, failure.number], ['unavailable', 40613]);
  });
});

describe('tokens', () => {
  test('an identity that fails is told as such, and nothing is sent', async () => {
    const { accepted } = stats();
    const getToken = async () => {
      throw new Error('The identity endpoint refused: 500.');
    };
    const failure = failureOf(await sampler({ getToken }).sample(end('shop-we')));
    assert.equal(failure.kind, 'identity');
    assert.match(
      failure.message,
      /no access token: The identity endpoint refused: 500\. Check that the app has a managed identity/,
    );
    assert.equal(stats().accepted, accepted);
  });

  test('an identity that never answers is given up in time', async () => {
    const startedAt = performance.now();
    const failure = failureOf(
      await sampler({ getToken: () => new Promise(() => {}), timeoutMs: 150 }).sample(end('shop-we')),
    );
    assert.equal(failure.kind, 'identity');
    assert.ok(performance.now() - startedAt < 1_000);
  });

  test('a token for another audience, an expired one and a nonsense one are refused, and none is repeated in the message', async () => {
    const tokens = [
      bench.tokens.issue('https://management.azure.com'),
      bench.tokens.issue('https://database.windows.net/', { lifetimeMs: -1_000 }),
      'nonsense-token',
    ];
    for (const token of tokens) {
      const failure = failureOf(await sampler({ getToken: async () => token }).sample(end('shop-we')));
      assert.equal(failure.number, 18456);
      assert.equal(failure.message.includes(token), false);
    }
  });

  test('after a refused token the next sample asks for a new one', async () => {
    const given = ['nonsense-token', await bench.token()];
    const made = sampler({ getToken: async () => given.shift() ?? '' });
    assert.equal((await made.sample(end('shop-we'))).ok, false);
    assert.equal((await made.sample(end('shop-we'))).ok, true);
  });

  test('a connection that is old is replaced by one with a new token', async () => {
    let asked = 0;
    const getToken = () => {
      asked += 1;
      return bench.token();
    };
    const made = sampler({ getToken, replaceAfterMs: 1 });
    await made.sample(end('shop-we'));
    await new Promise((resolve) => setTimeout(resolve, 5));
    await made.sample(end('shop-we'));
    assert.equal(asked, 2);
    await eventually('one open connection', () => stats().open === 1);
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
