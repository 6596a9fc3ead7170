import assert from 'node:assert/strict';
import { test } from 'node:test';
import { watchHung } from '../../bench/hung.ts';

test('a database that hangs in mid-query and one that never answers delay no other', { timeout: 240_000 }, async () => {
  const figures = await watchHung({ databases: 20, seconds: 20 });
  assert.deepEqual([figures.sampledOnTime, figures.of], [18, 18], JSON.stringify(figures));
  assert.deepEqual(figures.hung, ['unreachable', 'unreachable']);
});
