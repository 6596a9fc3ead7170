import assert from 'node:assert/strict';
import { test } from 'node:test';
import sql from 'mssql';
import { LINK_STATUS_QUERY, readLinkRows } from '../../../shared/adapters/azure/sql/linkStatusQuery.ts';
import { createReplicationSampler } from '../../../shared/adapters/azure/sql/replicationSampler.ts';
import { end, openSqlBench } from './sqlEstate.ts';

test('mssql, as people use it, reads the same rows, with a login more', async () => {
  const bench = await openSqlBench();
  const stats = () => bench.listeners.get('shop-we')?.stats() ?? { logins: 0 };
  const sampler = createReplicationSampler({
    sampling: { everyMs: 1_000, timeoutMs: 3_000, concurrency: 1, encryption: 'strict' },
    getToken: bench.token,
    certificateAuthority: bench.authority.certificate,
    connector: bench.connector,
  });
  const ours = await sampler.sample(end('shop-we'));
  assert.equal(stats().logins, 1);
  const pool = new sql.ConnectionPool({
    server: end('shop-we').fullyQualifiedDomainName,
    database: 'orders',
    authentication: { type: 'azure-active-directory-access-token', options: { token: await bench.token() } },
    options: {
      encrypt: true,
      cryptoCredentialsDetails: { ca: bench.authority.certificate },
      connector: bench.connector as never,
    },
  } as sql.config);
  try {
    await pool.connect();
    const { recordset } = await pool.request().batch(LINK_STATUS_QUERY);
    const theirs = readLinkRows(recordset);
    assert.ok(ours.ok);
    const names = (rows: typeof ours.rows) => rows.map(({ partnerServer, role }) => [partnerServer, role]);
    assert.deepEqual(names(theirs.rows), names(ours.rows));
    assert.equal(stats().logins, 3, 'its pool logs in twice');
  } finally {
    await pool.close();
    await sampler.retain([]);
    await bench.close();
  }
});
