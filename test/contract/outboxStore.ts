import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { OutboxStore } from '../../shared/alerting/ports.ts';
import type { OutboxEntry } from '../../shared/alerting/types.ts';
import type { SubjectStore } from '../../shared/replication/ports.ts';
import { linkRecord, outboxEntry } from './records.ts';

type Make = () => Promise<{ subjects: SubjectStore; outbox: OutboxStore }>;

/** What every OutboxStore promises, whatever it is made of. */
export function outboxStoreContract(kind: string, make: Make): void {
  const holding = async (...entries: OutboxEntry[]) => {
    const { subjects, outbox } = await make();
    for (const [shard, ofShard] of Map.groupBy(entries, (entry) => entry.shard)) {
      await subjects.commit(shard, [{ record: { value: linkRecord() }, outbox: ofShard }]);
    }
    return outbox;
  };
  const ids = (entries: OutboxEntry[]) => entries.map(({ id }) => id);

  describe(`OutboxStore in ${kind}`, () => {
    test('gives an entry back as it was written', async () => {
      const outbox = await holding(outboxEntry('m1'));
      assert.deepEqual((await outbox.get('03', 'm1'))?.value, outboxEntry('m1'));
      assert.equal(await outbox.get('04', 'm1'), undefined);
      assert.equal(await outbox.get('03', 'm2'), undefined);
    });

    test('of twenty deliveries that update at once exactly one holds the entry', async () => {
      const outbox = await holding(outboxEntry('m1'));
      const stored = await outbox.get('03', 'm1');
      assert.ok(stored);
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, n) => outbox.update({ ...stored, value: { ...stored.value, attempts: n + 1 } })),
      );
      assert.equal(outcomes.filter(Boolean).length, 1);
      assert.equal((await outbox.get('03', 'm1'))?.value.attempts, outcomes.indexOf(true) + 1);
    });

    test('an update without a version, or of an entry that is gone, is refused', async () => {
      const outbox = await holding(outboxEntry('m1', { status: 'delivered' }));
      const stored = await outbox.get('03', 'm1');
      assert.ok(stored);
      assert.equal(await outbox.update({ value: stored.value }), false);
      assert.equal(await outbox.removeOlderThan(2_000, 10), 1);
      assert.equal(await outbox.update(stored), false);
    });

    test('due: pending, and its moment has come, earliest first, from every shard', async () => {
      const outbox = await holding(
        outboxEntry('later', { nextAttemptAtMs: 5_001 }),
        outboxEntry('now', { nextAttemptAtMs: 5_000, shard: '15' }),
        outboxEntry('earlier', { nextAttemptAtMs: 4_000, shard: '00' }),
        outboxEntry('done', { status: 'delivered' }),
        outboxEntry('given-up', { status: 'failed' }),
      );
      assert.deepEqual(ids(await outbox.due(5_000, 10)), ['earlier', 'now']);
      assert.deepEqual(ids(await outbox.due(5_000, 1)), ['earlier']);
      assert.deepEqual(await outbox.due(3_999, 10), []);
    });

    test('an update moves an entry out of what is due, and in again', async () => {
      const outbox = await holding(outboxEntry('m1'));
      const first = await outbox.get('03', 'm1');
      assert.ok(first);
      assert.equal(await outbox.update({ ...first, value: { ...first.value, nextAttemptAtMs: 9_000 } }), true);
      assert.deepEqual(await outbox.due(5_000, 10), []);
      assert.deepEqual(ids(await outbox.due(9_000, 10)), ['m1']);
    });

    test('recent: newest first, at most so many, of every status', async () => {
      const outbox = await holding(
        outboxEntry('old', { createdAtMs: 1_000 }),
        outboxEntry('newest', { createdAtMs: 3_000, shard: '09', status: 'failed' }),
        outboxEntry('middle', { createdAtMs: 2_000, status: 'delivered' }),
      );
      assert.deepEqual(ids(await outbox.recent(10)), ['newest', 'middle', 'old']);
      assert.deepEqual(ids(await outbox.recent(2)), ['newest', 'middle']);
    });

    test('tidying leaves what is young and what is still to be sent', async () => {
      const outbox = await holding(
        outboxEntry('sent', { status: 'delivered', createdAtMs: 1_000 }),
        outboxEntry('given-up', { status: 'failed', createdAtMs: 1_500, shard: '07' }),
        outboxEntry('pending', { createdAtMs: 1_000 }),
        outboxEntry('young', { status: 'delivered', createdAtMs: 2_000 }),
      );
      assert.equal(await outbox.removeOlderThan(2_000, 1), 1);
      assert.equal(await outbox.removeOlderThan(2_000, 10), 1);
      assert.deepEqual(ids(await outbox.recent(10)).sort(), ['pending', 'young']);
      assert.equal(await outbox.removeOlderThan(2_000, 10), 0);
    });
  });
}
