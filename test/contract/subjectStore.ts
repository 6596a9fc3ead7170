import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { OutboxStore } from '../../shared/alerting/ports.ts';
import type { SubjectChange, SubjectStore } from '../../shared/replication/ports.ts';
import { LINK_KEY, linkRecord, outboxEntry } from './records.ts';

const SHARD = '03';
type Make = () => Promise<{ subjects: SubjectStore; outbox: OutboxStore }>;

/** What every SubjectStore promises, whatever it is made of. */
export function subjectStoreContract(kind: string, make: Make): void {
  describe(`SubjectStore in ${kind}`, () => {
    test('gives back what was stored, unchanged', async () => {
      const { subjects } = await make();
      const record = linkRecord();
      assert.deepEqual(await subjects.commit(SHARD, [{ record: { value: record }, outbox: [] }]), { conflicts: [] });
      assert.deepEqual((await subjects.loadOne(SHARD, LINK_KEY))?.value, record);
      const loaded = await subjects.load(SHARD);
      assert.deepEqual([...loaded.keys()], [LINK_KEY]);
      assert.deepEqual(loaded.get(LINK_KEY)?.value, record);
    });

    test('knows nothing of what was not stored, nor of other shards', async () => {
      const { subjects } = await make();
      await subjects.commit('04', [{ record: { value: linkRecord() }, outbox: [] }]);
      assert.equal(await subjects.loadOne(SHARD, LINK_KEY), undefined);
      assert.equal((await subjects.load(SHARD)).size, 0);
    });

    test('a version lets exactly one writer replace a record', async () => {
      const { subjects } = await make();
      await subjects.commit(SHARD, [{ record: { value: linkRecord() }, outbox: [] }]);
      const stored = await subjects.loadOne(SHARD, LINK_KEY);
      assert.ok(stored?.version);
      const change = (lag: number): SubjectChange => ({
        record: { ...stored, value: linkRecord(LINK_KEY, lag) },
        outbox: [],
      });
      assert.deepEqual(await subjects.commit(SHARD, [change(2)]), { conflicts: [] });
      assert.deepEqual(await subjects.commit(SHARD, [change(3)]), { conflicts: [LINK_KEY] });
      assert.deepEqual((await subjects.loadOne(SHARD, LINK_KEY))?.value, linkRecord(LINK_KEY, 2));
    });

    test('of twenty writers at once exactly one wins, and only its message is written', async () => {
      const { subjects, outbox } = await make();
      await subjects.commit(SHARD, [{ record: { value: linkRecord() }, outbox: [] }]);
      const stored = await subjects.loadOne(SHARD, LINK_KEY);
      assert.ok(stored);
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          subjects.commit(SHARD, [
            { record: { ...stored, value: linkRecord(LINK_KEY, 100 + n) }, outbox: [outboxEntry(`message-${n}`)] },
          ]),
        ),
      );
      const winners = outcomes.flatMap(({ conflicts }, n) => (conflicts.length === 0 ? [n] : []));
      assert.equal(winners.length, 1);
      assert.deepEqual(
        (await subjects.loadOne(SHARD, LINK_KEY))?.value,
        linkRecord(LINK_KEY, 100 + (winners[0] ?? -1)),
      );
      assert.deepEqual(
        (await outbox.recent(100)).map(({ id }) => id),
        [`message-${winners[0]}`],
      );
    });

    test('of twenty first writers exactly one wins', async () => {
      const { subjects } = await make();
      const outcomes = await Promise.all(
        Array.from({ length: 20 }, (_, n) =>
          subjects.commit(SHARD, [{ record: { value: linkRecord(LINK_KEY, n) }, outbox: [] }]),
        ),
      );
      assert.equal(outcomes.filter(({ conflicts }) => conflicts.length === 0).length, 1);
    });

    test('a record that was removed meanwhile is a conflict', async () => {
      const { subjects } = await make();
      await subjects.commit(SHARD, [{ record: { value: linkRecord() }, outbox: [] }]);
      const stored = await subjects.loadOne(SHARD, LINK_KEY);
      assert.ok(stored);
      assert.equal(await subjects.remove(SHARD, LINK_KEY, stored.version ?? ''), true);
      assert.deepEqual(await subjects.commit(SHARD, [{ record: stored, outbox: [outboxEntry('lost')] }]), {
        conflicts: [LINK_KEY],
      });
      assert.equal(await subjects.loadOne(SHARD, LINK_KEY), undefined);
    });

    test('removing what is not there is done', async () => {
      const { subjects } = await make();
      await subjects.commit(SHARD, [{ record: { value: linkRecord() }, outbox: [] }]);
      const version = (await subjects.loadOne(SHARD, LINK_KEY))?.version ?? '';
      assert.equal(await subjects.remove(SHARD, LINK_KEY, version), true);
      assert.equal(await subjects.remove(SHARD, LINK_KEY, version), true);
      assert.equal(await subjects.loadOne(SHARD, LINK_KEY), undefined);
    });

    test('what was written since it was loaded is not removed', async () => {
      const { subjects } = await make();
      await subjects.commit(SHARD, [{ record: { value: linkRecord() }, outbox: [] }]);
      const loaded = await subjects.loadOne(SHARD, LINK_KEY);
      assert.ok(loaded?.version);
      await subjects.commit(SHARD, [{ record: { ...loaded, value: linkRecord(LINK_KEY, 7) }, outbox: [] }]);
      assert.equal(await subjects.remove(SHARD, LINK_KEY, loaded.version), false);
      assert.deepEqual((await subjects.loadOne(SHARD, LINK_KEY))?.value, linkRecord(LINK_KEY, 7));
    });

    test('a conflict writes neither the record nor its message, and stops no other change', async () => {
      const { subjects, outbox } = await make();
      const keys = Array.from({ length: 250 }, (_, n) => `s${n}/db~t${n}/db`);
      const fresh = keys.map((key): SubjectChange => ({ record: { value: linkRecord(key) }, outbox: [] }));
      await subjects.commit(SHARD, fresh);
      const lost = new Set([keys[0], keys[77], keys[130], keys[249]]);
      const loaded = await subjects.load(SHARD);
      const changes = keys.map((key, n): SubjectChange => {
        const version = lost.has(key) ? 'W/"datetime\'2020-01-01T00%3A00%3A00.0000000Z\'"' : loaded.get(key)?.version;
        return {
          record: { value: linkRecord(key, 9), ...(version === undefined ? {} : { version }) },
          outbox: [outboxEntry(`m${n}`)],
        };
      });
      const { conflicts } = await subjects.commit(SHARD, changes);
      assert.deepEqual(new Set(conflicts), lost);
      const after = await subjects.load(SHARD);
      assert.equal(after.size, 250);
      for (const key of keys) {
        assert.deepEqual(after.get(key)?.value, linkRecord(key, lost.has(key) ? 1 : 9), key);
      }
      assert.equal((await outbox.recent(1_000)).length, 246);
    });

    test('a message that exists already is not written again, and does not stop its record', async () => {
      const { subjects, outbox } = await make();
      await subjects.commit(SHARD, [{ record: { value: linkRecord() }, outbox: [outboxEntry('m1')] }]);
      const sent = await outbox.get(SHARD, 'm1');
      assert.ok(sent);
      await outbox.update({ ...sent, value: { ...sent.value, status: 'delivered' } });
      const stored = await subjects.loadOne(SHARD, LINK_KEY);
      const change = {
        record: { ...stored, value: linkRecord(LINK_KEY, 7) },
        outbox: [outboxEntry('m1'), outboxEntry('m2')],
      };
      assert.deepEqual(await subjects.commit(SHARD, [change]), { conflicts: [] });
      assert.equal((await outbox.get(SHARD, 'm1'))?.value.status, 'delivered');
      assert.equal((await outbox.get(SHARD, 'm2'))?.value.status, 'pending');
      assert.deepEqual((await subjects.loadOne(SHARD, LINK_KEY))?.value, linkRecord(LINK_KEY, 7));
    });

    test('keys with every character a name may hold stay apart', async () => {
      const { subjects } = await make();
      const keys = [
        'a/b',
        'a\\b',
        'a#b',
        'a?b',
        'a%2fb',
        'a!2fb',
        "a'b",
        'a b',
        'ä/ö~ü',
        'x'.repeat(900),
        `${'x'.repeat(899)}y`,
      ];
      await subjects.commit(
        SHARD,
        keys.map((key) => ({ record: { value: linkRecord(key) }, outbox: [] })),
      );
      const loaded = await subjects.load(SHARD);
      assert.deepEqual([...loaded.keys()].sort(), [...keys].sort());
      for (const key of keys) assert.equal((await subjects.loadOne(SHARD, key))?.value.subject.key, key);
    });

    test('nothing to write is done', async () => {
      const { subjects } = await make();
      assert.deepEqual(await subjects.commit(SHARD, []), { conflicts: [] });
    });
  });
}
