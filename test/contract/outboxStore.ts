import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { DISPATCH } from '../../shared/alerting/dispatch/dispatchChannel.ts';
import { OUTAGE_SHARD, type OutboxStore } from '../../shared/alerting/ports.ts';
import type { OutboxEntry } from '../../shared/alerting/types.ts';
import type { SubjectStore } from '../../shared/replication/ports.ts';
import { linkRecord, outageEntry, outboxEntry } from './records.ts';

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

    test('added entries are stored in their shards, also more than one transaction holds', async () => {
      const { outbox } = await make();
      const many = Array.from({ length: 120 }, (_, n) => outboxEntry(`m${n}`, { shard: OUTAGE_SHARD }));
      await outbox.add([...many, outboxEntry('elsewhere', { shard: '05' })]);
      assert.deepEqual((await outbox.get(OUTAGE_SHARD, 'm119'))?.value, many[119]);
      assert.equal((await outbox.get('05', 'elsewhere'))?.value.id, 'elsewhere');
      assert.equal((await outbox.due(5_000, 1_000)).length, 121);
    });

    test('adding nothing does nothing', async () => {
      const { outbox } = await make();
      await outbox.add([]);
      assert.deepEqual(await outbox.recent(10), []);
    });

    test('an entry that is there stays as it is, whoever adds it again, and the others are added', async () => {
      const { outbox } = await make();
      await outbox.add([outboxEntry('m1', { shard: OUTAGE_SHARD, status: 'delivered', attempts: 1 })]);
      const before = await outbox.get(OUTAGE_SHARD, 'm1');
      await outbox.add(['m0', 'm1', 'm2', 'm2'].map((id) => outboxEntry(id, { shard: OUTAGE_SHARD })));
      assert.deepEqual(await outbox.get(OUTAGE_SHARD, 'm1'), before, 'its version too: nobody wrote it');
      assert.deepEqual(ids(await outbox.due(5_000, 10)).sort(), ['m0', 'm2']);
    });

    test('the same id in another shard is another entry', async () => {
      const { outbox } = await make();
      await outbox.add([outboxEntry('m1'), outboxEntry('m1', { shard: OUTAGE_SHARD, attempts: 2 })]);
      assert.equal((await outbox.get('03', 'm1'))?.value.attempts, 0);
      assert.equal((await outbox.get(OUTAGE_SHARD, 'm1'))?.value.attempts, 2);
    });

    test('of ten who add the same entry at once the first writes it, and nobody fails', async () => {
      const { outbox } = await make();
      const adding = Array.from({ length: 10 }, (_, n) =>
        outbox.add([outboxEntry('m1', { attempts: n }), outboxEntry(`own-${n}`)]),
      );
      await Promise.all(adding);
      assert.equal((await outbox.recent(100)).length, 11);
    });

    test('a tell of an outage comes due, is shown and is tidied away like any other', async () => {
      const { outbox } = await make();
      await outbox.add([
        outboxEntry('tell', { shard: OUTAGE_SHARD, createdAtMs: 4_000, nextAttemptAtMs: 4_000 }),
        outboxEntry('alert', { createdAtMs: 3_000, nextAttemptAtMs: 3_000 }),
      ]);
      assert.deepEqual(ids(await outbox.due(5_000, 10)), ['alert', 'tell']);
      assert.deepEqual(ids(await outbox.recent(1)), ['tell']);
      const tell = await outbox.get(OUTAGE_SHARD, 'tell');
      assert.ok(tell);
      assert.equal(await outbox.update({ ...tell, value: { ...tell.value, status: 'delivered' } }), true);
      assert.equal(await outbox.removeOlderThan(5_000, 10), 1);
      assert.deepEqual(ids(await outbox.recent(10)), ['alert']);
    });

    test('what was made of events comes due like any other, and who takes over and from whom comes back whole', async () => {
      const { outbox } = await make();
      const entry = outboxEntry('m1', {
        shard: DISPATCH,
        handOver: ['mail', 'pager'],
        passedTo: ['mail'],
        insteadOf: 'teams',
      });
      await outbox.add([entry]);
      assert.deepEqual(await outbox.due(5_000, 10), [entry]);
      assert.deepEqual(ids(await outbox.recent(1)), ['m1']);
    });

    test('what an outage says comes back whole', async () => {
      const { outbox } = await make();
      const entry = outageEntry('m1');
      await outbox.add([entry]);
      assert.deepEqual((await outbox.get(OUTAGE_SHARD, 'm1'))?.value, entry);
    });

    test('recent shows what was written just now and what is young before what is old', async () => {
      const { outbox } = await make();
      const nowMs = Date.now();
      await outbox.add([
        outboxEntry('old', { createdAtMs: 1_000 }),
        outboxEntry('week', { createdAtMs: nowMs - 7 * 86_400_000, shard: '04' }),
        outboxEntry('hour', { createdAtMs: nowMs - 3_600_000 }),
        outboxEntry('now', { createdAtMs: nowMs, shard: OUTAGE_SHARD }),
        outboxEntry('ahead', { createdAtMs: nowMs + 60_000, shard: '05' }),
      ]);
      assert.deepEqual(ids(await outbox.recent(2)), ['ahead', 'now']);
      assert.deepEqual(ids(await outbox.recent(4)), ['ahead', 'now', 'hour', 'week']);
      assert.deepEqual(ids(await outbox.recent(99)), ['ahead', 'now', 'hour', 'week', 'old']);
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
        outboxEntry('now', { nextAttemptAtMs: 5_000, shard: '05' }),
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
        outboxEntry('newest', { createdAtMs: 3_000, shard: '02', status: 'failed' }),
        outboxEntry('middle', { createdAtMs: 2_000, status: 'delivered' }),
      );
      assert.deepEqual(ids(await outbox.recent(10)), ['newest', 'middle', 'old']);
      assert.deepEqual(ids(await outbox.recent(2)), ['newest', 'middle']);
    });

    test('due of one channel: the events of the dispatcher, however many messages wait besides', async () => {
      const { outbox } = await make();
      await outbox.add([
        outboxEntry('message'),
        outboxEntry('event', { channel: DISPATCH, nextAttemptAtMs: 1_001 }),
        outboxEntry('outage', { channel: DISPATCH, shard: OUTAGE_SHARD, nextAttemptAtMs: 1_002 }),
        outboxEntry('folded', { channel: DISPATCH, status: 'delivered' }),
        outboxEntry('future', { channel: DISPATCH, nextAttemptAtMs: 9_000 }),
        outboxEntry('mine', { channel: "o'neill" }),
      ]);
      assert.deepEqual(ids(await outbox.due(5_000, 2, DISPATCH)), ['event', 'outage']);
      assert.deepEqual(ids(await outbox.due(5_000, 9, "o'neill")), ['mine']);
      assert.equal((await outbox.due(5_000, 9)).length, 4);
    });

    test('what the dispatcher sends is a message like any other: due, shown, tidied', async () => {
      const { outbox } = await make();
      await outbox.add([
        outboxEntry('m1', { shard: DISPATCH }),
        outboxEntry('m2', { shard: DISPATCH, status: 'failed' }),
      ]);
      assert.deepEqual(ids(await outbox.due(5_000, 10)), ['m1']);
      assert.deepEqual(ids(await outbox.recent(10)), ['m1', 'm2']);
      assert.equal(await outbox.removeOlderThan(5_000, 10), 1);
    });

    test('recent never shows events, and they take nobody the place', async () => {
      const { outbox } = await make();
      const events = Array.from({ length: 20 }, (_, n) =>
        outboxEntry(`event${n}`, { channel: DISPATCH, createdAtMs: 5_000 + n, shard: `0${n % 6}` }),
      );
      await outbox.add([...events, outboxEntry('m1', { shard: DISPATCH }), outboxEntry('m2')]);
      assert.deepEqual(ids(await outbox.recent(2)), ['m1', 'm2']);
      assert.equal(await outbox.removeOlderThan(9_000, 10), 0, 'they are still to be taken in');
    });

    test('page after page everything is shown once, also what is of one moment', async () => {
      const { outbox } = await make();
      const nowMs = Date.now();
      const moments = [nowMs, nowMs, nowMs, nowMs - 1, nowMs - 3 * 86_400_000, nowMs - 3 * 86_400_000, 1_000];
      const all = moments.map((createdAtMs, n) => outboxEntry(`m${n}`, { createdAtMs, shard: `0${n % 6}` }));
      await outbox.add(all);
      for (const size of [1, 2, 3, 7]) {
        const seen: string[] = [];
        let page = await outbox.recent(size);
        while (page.length > 0) {
          seen.push(...ids(page));
          page = await outbox.recent(size, page.at(-1));
        }
        assert.deepEqual(seen, ['m0', 'm1', 'm2', 'm3', 'm4', 'm5', 'm6'], `pages of ${size}`);
      }
    });

    test('tidying leaves what is young and what is still to be sent', async () => {
      const outbox = await holding(
        outboxEntry('sent', { status: 'delivered', createdAtMs: 1_000 }),
        outboxEntry('given-up', { status: 'failed', createdAtMs: 1_500, shard: '04' }),
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
