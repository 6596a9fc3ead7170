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
