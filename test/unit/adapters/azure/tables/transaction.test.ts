import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  changeOf,
  chunksOf,
  MOST_BYTES,
  MOST_OPERATIONS,
  outboxEntity,
} from '../../../../../shared/adapters/azure/tables/transaction.ts';
import { linkRecord, outboxEntry } from '../../../../contract/records.ts';

const change = (key: string, messages: number, version?: string) =>
  changeOf('03', {
    record: { value: linkRecord(key), ...(version === undefined ? {} : { version }) },
    outbox: Array.from({ length: messages }, (_, n) => outboxEntry(`${key}-${n}`)),
  });

test('a new record is created, a known one replaced under its ETag, and its messages are created with it', () => {
  const [create] = change('a', 0).actions;
  assert.equal(create?.[0], 'create');
  const [update, message] = change('a', 1, 'W/"1"').actions;
  assert.deepEqual([update?.[0], update?.[2], update?.[3]], ['update', 'Replace', { etag: 'W/"1"' }]);
  assert.equal(message?.[0], 'create');
  assert.equal(message?.[1].partitionKey, '03');
});

test('whatever the changes, no transaction is over a limit, none is split, none is lost', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 99 }), { maxLength: 40 }), (sizes) => {
      const changes = sizes.map((size, n) => change(`k${n}`, size));
      const chunks = chunksOf(changes);
      assert.deepEqual(chunks.flat(), changes);
      for (const chunk of chunks) {
        assert.ok(chunk.reduce((sum, { actions }) => sum + actions.length, 0) <= MOST_OPERATIONS);
        assert.ok(chunk.reduce((sum, { bytes }) => sum + bytes, 0) <= MOST_BYTES);
      }
    }),
    { numRuns: 30 },
  );
});

test('large records are divided by their bytes', () => {
  const large = Array.from({ length: 30 }, (_, n) => {
    const record = linkRecord(`k${n}`);
    record.alerts = { LinkSuspended: { phase: 'firing', sinceMs: 1, firedAtMs: 1, sentence: 'x'.repeat(400_000) } };
    return changeOf('03', { record: { value: record }, outbox: [] });
  });
  const chunks = chunksOf(large);
  assert.ok(chunks.length >= 4);
  for (const chunk of chunks) assert.ok(chunk.reduce((sum, { bytes }) => sum + bytes, 0) <= MOST_BYTES);
});

test('a change that no transaction can hold is refused with both numbers', () => {
  assert.throws(() => change('a', 100), /at most 100 rows .* saw 101 rows/);
});

test('the columns that queries filter by sort as time does', () => {
  const { status, next, created } = outboxEntity('03', outboxEntry('a', { nextAttemptAtMs: 9, createdAtMs: 10 }));
  assert.equal(status, 'pending');
  assert.equal(next, '1970-01-01T00:00:00.009Z');
  assert.ok(next < created);
});
