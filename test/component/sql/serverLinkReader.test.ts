import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import { createServerLinkReader } from '../../../shared/adapters/azure/sql/serverLinkReader.ts';
import type { ServerAnswer } from '../../../shared/replication/serverTypes.ts';
import { end, eventually, openSqlBench, type SqlBench } from './sqlEstate.ts';

let bench: SqlBench;
before(async () => {
  bench = await openSqlBench();
});
afterEach(() => {
  bench.fault('shop-we', null);
  bench.fault('shop-we', null, 'master');
  for (const server of ['shop-we', 'shop-ne']) bench.model.apply({ kind: 'rights', server, becomes: 'granted' });
});
after(() => bench.close());

function read(server: string, timeoutMs = 2_000): Promise<ServerAnswer> {
  const reader = createServerLinkReader({
    encryption: 'strict',
    getToken: bench.token,
    certificateAuthority: bench.authority.certificate,
    connector: bench.connector,
    identityName: 'geowarden-app',
    timeoutMs,
  });
  return reader.read(end(server));
}

const asAdministrator = (server: string) => bench.model.apply({ kind: 'rights', server, becomes: 'administrator' });

describe('a server', () => {
  test('names every link that it has an end of, to its administrator, in one login and one round trip', async () => {
    asAdministrator('shop-we');
    const listener = bench.listeners.get('shop-we');
    const before = listener?.stats();
    const answer = await read('shop-we');
    assert.ok(answer.is === 'read', JSON.stringify(answer));
    assert.deepEqual(
      answer.links.map(({ database, partnerServer, partnerDatabase, role, state }) =>
        [database, partnerServer, partnerDatabase, role, state].join(' '),
      ),
      [
        'orders shop-ne orders primary CATCH_UP',
        'orders shop-uks orders primary CATCH_UP',
        'stock shop-ne stock primary CATCH_UP',
      ],
    );
    assert.deepEqual(answer.operations, []);
    assert.deepEqual(
      answer.logWrite?.map(({ database }) => database),
      ['orders', 'stock', 'tiny'],
    );
    const now = listener?.stats();
    assert.deepEqual(
      [(now?.logins ?? 0) - (before?.logins ?? 0), (now?.queries ?? 0) - (before?.queries ?? 0)],
      [1, 1],
    );
    await eventually('the connection to be closed', () => listener?.stats().open === 0);
  });

  test('is the secondary of its links where it is', async () => {
    asAdministrator('shop-ne');
    const answer = await read('shop-ne');
    assert.ok(answer.is === 'read');
    assert.ok(answer.links.length >= 3 && answer.links.every(({ role }) => role === 'secondary'));
  });

  test('tells of an operation while it is in progress, and not of one that is over', async () => {
    asAdministrator('shop-ne');
    const operation = bench.model.failover({ server: 'shop-ne', database: 'stock', mode: 'planned', by: 'arm' });
    const during = await read('shop-ne');
    assert.ok(during.is === 'read');
    assert.deepEqual(
      during.operations?.map(({ database, operation: name }) => [database, name]),
      [['stock', operation.operation]],
    );
    assert.ok(Math.abs((during.operations?.[0]?.startedMs ?? 0) - Date.now()) < 10_000);
    const endMs = Date.now() + 8_000;
    let answer = await read('shop-ne');
    while (answer.is === 'read' && answer.operations?.length !== 0 && Date.now() < endMs)
      answer = await read('shop-ne');
    assert.ok(answer.is === 'read');
    assert.deepEqual(answer.operations, []);
    // The links of that answer were read before its operations: it may have ended in between.
    const afterwards = await read('shop-ne');
    assert.ok(afterwards.is === 'read');
    assert.equal(afterwards.links.find(({ database }) => database === 'stock')?.role, 'primary');
  });

  test('tells nothing to a user of its databases: that is an answer, not a failure', async () => {
    const answer = await read('shop-we');
    assert.ok(answer.is === 'notAllowed', JSON.stringify(answer));
    assert.match(answer.message, /sys\.geo_replication_links, saw error 300/);
  });

  test('whose master knows us not tells nothing either', async () => {
    for (const number of [18456, 916, 4060]) {
      bench.fault('shop-we', { kind: 'error', number }, 'master');
      assert.equal((await read('shop-we')).is, 'notAllowed', String(number));
    }
  });

  test('that is down, hangs or is closed to us has failed, with a sentence', async () => {
    const seen: Array<[Parameters<SqlBench['fault']>[1], string]> = [
      [{ kind: 'error', number: 40613 }, 'unavailable'],
      [{ kind: 'hangQuery' }, 'unreachable'],
      [{ kind: 'queryError', number: 40501 }, 'busy'],
      [{ kind: 'error', number: 40615 }, 'firewall'],
    ];
    for (const [fault, kind] of seen) {
      bench.fault('shop-we', fault, 'master');
      const answer = await read('shop-we', 400);
      assert.ok(answer.is === 'failed', JSON.stringify(answer));
      assert.equal(answer.failure.kind, kind);
      assert.match(answer.failure.message, /Expected master on shop-we\.database\.windows\.net to answer/);
    }
  });
});
