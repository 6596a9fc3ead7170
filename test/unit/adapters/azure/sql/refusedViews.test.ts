import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RefusedViews } from '../../../../../shared/adapters/azure/sql/refusedViews.ts';

const HOUR_MS = 3_600_000;
const waits = { view: 'sys.dm_os_wait_stats', message: 'refused' };

test('what was refused is known for an hour, of this database alone', () => {
  const refused = new RefusedViews();
  assert.deepEqual(refused.known('a/x', 0), []);
  refused.remember('a/x', [waits], 1_000);
  assert.deepEqual(refused.known('a/x', 1_000 + HOUR_MS - 1), [waits]);
  assert.deepEqual(refused.known('a/x', 1_000 + HOUR_MS), []);
  assert.deepEqual(refused.known('a/y', 1_000), []);
});

test('another view that is refused later has an hour of its own', () => {
  const refused = new RefusedViews();
  const other = { view: 'sys.dm_db_wait_stats', message: 'refused too' };
  refused.remember('a/x', [waits], 0);
  refused.remember('a/x', [other], HOUR_MS / 2);
  assert.deepEqual(refused.known('a/x', HOUR_MS / 2), [waits, other]);
  assert.deepEqual(refused.known('a/x', HOUR_MS), [other]);
});

test('nothing refused is nothing to remember, and what has run out is forgotten when something new comes', () => {
  const refused = new RefusedViews();
  refused.remember('a/x', [], 0);
  for (let index = 0; index < 1_000; index += 1) refused.remember(`a/${index}`, [waits], 0);
  assert.equal(refused.size, 1_000);
  refused.remember('a/last', [waits], HOUR_MS);
  assert.equal(refused.size, 1);
});
