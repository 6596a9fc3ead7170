import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDatabaseFacts, sentenceOf } from '../../../../../shared/adapters/azure/sql/databaseAnswer.ts';

const at = (ms: number) => new Date(ms);
const secondary = [{ replica_role: 2 }, { link_role: 1, last_commit: at(5_000) }, { updateability: 'READ_ONLY' }];

test('a geo-secondary', () => {
  assert.deepEqual(readDatabaseFacts(secondary), { replicaRole: 2, lastCommitMs: 5_000, writable: false });
});

test('in a chain only the link to its own primary says what it has', () => {
  const rows = [
    { link_role: 0, last_commit: at(9_000) },
    { link_role: 1, last_commit: at(5_000) },
  ];
  assert.equal(readDatabaseFacts(rows).lastCommitMs, 5_000);
});

test('what is NULL, missing or outside its domain is unknown, never zero', () => {
  const unknown = { replicaRole: null, lastCommitMs: null, writable: null };
  assert.deepEqual(readDatabaseFacts([]), unknown);
  for (const role of [null, -1, 4, 1.5, '2', undefined]) {
    assert.equal(readDatabaseFacts([{ replica_role: role }]).replicaRole, null, String(role));
  }
  for (const moment of [null, undefined, new Date(Number.NaN), 5_000, '2026-11-22']) {
    assert.equal(readDatabaseFacts([{ link_role: 1, last_commit: moment }]).lastCommitMs, null, String(moment));
  }
  for (const updateability of [null, 'read_write', '', 1]) {
    assert.equal(readDatabaseFacts([{ updateability }]).writable, null, String(updateability));
  }
});

test('of two links that disagree the earlier commit is promised, and none when one of them is unknown', () => {
  const rows = [
    { link_role: 1, last_commit: at(5_000) },
    { link_role: 1, last_commit: at(4_000) },
  ];
  assert.equal(readDatabaseFacts(rows).lastCommitMs, 4_000);
  assert.equal(readDatabaseFacts([...rows, { link_role: 1, last_commit: null }]).lastCommitMs, null);
});

test('the sentence says what is known and what is not', () => {
  assert.equal(
    sentenceOf('shop-ne/orders', readDatabaseFacts(secondary)),
    'shop-ne/orders answers as a geo-secondary (replica_role 2), is read-only; last commit: 1970-01-01T00:00:05.000Z.',
  );
  assert.equal(
    sentenceOf('shop-ne/orders', readDatabaseFacts([])),
    'shop-ne/orders answers without saying its role, does not say whether it takes writes; last commit: unknown.',
  );
});
