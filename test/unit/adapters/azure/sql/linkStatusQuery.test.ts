import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LINK_STATUS_QUERY, readLinkRows } from '../../../../../shared/adapters/azure/sql/linkStatusQuery.ts';

const good = {
  partner_server: 'Shop-NE',
  partner_database: 'Orders',
  replication_state: 2,
  replication_lag_sec: 3,
  last_replication: new Date(5_000),
  last_commit: new Date(4_000),
  role: 0,
};

test('the query names its columns and its order', () => {
  assert.match(
    LINK_STATUS_QUERY,
    /^SELECT partner_server, .* FROM sys\.dm_geo_replication_link_status ORDER BY [a-z_, ]+;$/,
  );
  assert.equal(LINK_STATUS_QUERY.includes('*'), false);
});

test('a good row is a link row: names in lower case, moments as epoch milliseconds', () => {
  assert.deepEqual(readLinkRows([good]), {
    rows: [
      {
        partnerServer: 'shop-ne',
        partnerDatabase: 'orders',
        replicationState: 2,
        lagSeconds: 3,
        lastReplicationMs: 5_000,
        lastCommitMs: 4_000,
        role: 'primary',
      },
    ],
    malformed: [],
  });
});

test('NULL stays null, and zero stays zero', () => {
  const [unknown] = readLinkRows([
    { ...good, replication_lag_sec: null, last_replication: null, last_commit: null },
  ]).rows;
  assert.deepEqual([unknown?.lagSeconds, unknown?.lastReplicationMs, unknown?.lastCommitMs], [null, null, null]);
  assert.equal(readLinkRows([{ ...good, replication_lag_sec: 0 }]).rows[0]?.lagSeconds, 0);
});

test('every documented state and role is accepted', () => {
  for (const replication_state of [0, 1, 2, 4]) {
    assert.equal(readLinkRows([{ ...good, replication_state }]).rows[0]?.replicationState, replication_state);
  }
  assert.equal(readLinkRows([{ ...good, role: 1 }]).rows[0]?.role, 'secondary');
});

const bad: Array<[string, unknown]> = [
  ['partner_server', ''],
  ['partner_server', null],
  ['partner_database', 'x'.repeat(129)],
  ['partner_database', 7],
  ['replication_state', 3],
  ['replication_state', null],
  ['replication_state', '2'],
  ['replication_lag_sec', -1],
  ['replication_lag_sec', 1.5],
  ['replication_lag_sec', '3'],
  ['replication_lag_sec', Number.NaN],
  ['replication_lag_sec', undefined],
  ['last_replication', 'yesterday'],
  ['last_commit', new Date(Number.NaN)],
  ['role', 2],
  ['role', undefined],
];
for (const [column, value] of bad) {
  test(`${column} = ${String(value).slice(0, 12)} makes the row malformed, says so, and costs no other row`, () => {
    const read = readLinkRows([{ ...good, [column]: value }, good]);
    assert.equal(read.rows.length, 1);
    assert.equal(read.malformed.length, 1);
    assert.match(read.malformed[0]?.message ?? '', new RegExp(`${column}: expected .*, saw `));
  });
}

test('a malformed row keeps the name of its partner where that can be read', () => {
  const [named] = readLinkRows([{ ...good, role: 9 }]).malformed;
  assert.deepEqual([named?.partnerServer, named?.partnerDatabase], ['shop-ne', 'orders']);
  const [unnamed] = readLinkRows([{ ...good, partner_server: null }]).malformed;
  assert.equal(unnamed?.partnerServer, undefined);
  assert.match(unnamed?.message ?? '', /unnamed partner/);
});

test('a row without any known column is malformed, not a crash', () => {
  assert.match(
    readLinkRows([{}]).malformed[0]?.message ?? '',
    /partner_server: expected a name .*, saw no such column/,
  );
});
