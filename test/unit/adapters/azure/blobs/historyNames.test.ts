import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  compactBlobName,
  HOUR_MS,
  historyBlobName,
  hourOf,
  parseHistoryName,
} from '../../../../../shared/adapters/azure/blobs/historyNames.ts';

test('the name says shard, day and hour in UTC, and the part where there is one', () => {
  const at = Date.UTC(2026, 0, 5, 7, 59, 59);
  assert.equal(historyBlobName('03', hourOf(at), 0), 'history/03/2026/01/05/07.ndjson');
  assert.equal(historyBlobName('03', hourOf(at), 12), 'history/03/2026/01/05/07-12.ndjson');
  assert.equal(compactBlobName('03', hourOf(at)), 'history/03/2026/01/05/07.compact.ndjson');
});

test('whatever the moment, the name can be read back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 0, max: 49 }), (atMs, part) => {
      const hourMs = hourOf(atMs);
      assert.ok(atMs - hourMs >= 0 && atMs - hourMs < HOUR_MS);
      const name = historyBlobName('11', hourMs, part);
      assert.deepEqual(parseHistoryName(name), { name, shard: '11', hourMs, part });
      const compact = compactBlobName('11', hourMs);
      assert.deepEqual(parseHistoryName(compact), { name: compact, shard: '11', hourMs, part: 'compact' });
    }),
  );
});

test('other blobs are not taken for history', () => {
  for (const name of [
    'topology/current.json',
    'history/03/notes.txt',
    'history/03/2026/01/05/07.ndjson.bak',
    'history/03/2026/01/05/07-1.compact.ndjson',
    'history/2026/01/05/07.ndjson',
    '',
  ]) {
    assert.equal(parseHistoryName(name), undefined);
  }
});
