import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { OutboxStore } from '../../shared/alerting/ports.ts';
import type { KnownSubject, SubjectChange, SubjectStore } from '../../shared/replication/ports.ts';
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

    describe('figures that a sweep keeps', () => {
      const sampled = (atMs: number, key = LINK_KEY) => {
        const { link, ...rest } = linkRecord(key, atMs / 1_000);
        assert.ok(link);
        return { ...rest, link: { ...link, sampledAtMs: atMs } };
      };

      /** One stored record of the sample at 6 s, with its version. */
      const stored = async () => {
        const { subjects } = await make();
        await subjects.commit(SHARD, [{ record: { value: sampled(6_000) }, outbox: [] }]);
        const version = (await subjects.loadOne(SHARD, LINK_KEY))?.version;
        assert.ok(version);
        const loaded = await subjects.load(SHARD);
        const keep = (sweep: string, atMs: number, since: ReadonlyMap<string, KnownSubject> = loaded) =>
          subjects.keep(SHARD, { sweep, since }, [{ value: sampled(atMs), version }]);
        const write = (atMs: number, afterSampleMs: number) =>
          subjects.commit(SHARD, [{ record: { value: sampled(atMs), version }, outbox: [], afterSampleMs }]);
        const isSampledAt = async (atMs: number, keptBy?: string) => {
          const known = (await subjects.load(SHARD)).get(LINK_KEY);
          assert.deepEqual(known?.value, sampled(atMs));
          assert.equal(known?.keptBy, keptBy);
          assert.deepEqual(await subjects.loadOne(SHARD, LINK_KEY), known);
        };
        return { subjects, version, keep, write, isSampledAt };
      };

      test('are what is known of the record, in the version of its row', async () => {
        const { subjects, version, keep, isSampledAt } = await stored();
        await keep('00', 7_000);
        await isSampledAt(7_000, '00');
        assert.equal((await subjects.load(SHARD)).get(LINK_KEY)?.version, version);
        await keep('00', 8_000);
        await isSampledAt(8_000, '00');
      });

      test('of two sweeps: the newer sample counts, whichever was kept last', async () => {
        const { keep, isSampledAt } = await stored();
        await keep('00', 8_000);
        await keep('01', 7_000);
        await isSampledAt(8_000, '00');
        await keep('01', 9_000);
        await isSampledAt(9_000, '01');
      });

      test('by sweeps that overlap: the newer sample counts, whichever is kept last', async () => {
        const { subjects, keep, isSampledAt } = await stored();
        const beginnings = await Promise.all([1, 2, 3].map(() => subjects.load(SHARD)));
        await Promise.all([7_000, 9_000, 8_000].map((atMs, n) => keep('00', atMs, beginnings[n])));
        await isSampledAt(9_000, '00');
        // Who has read it since then is not the one who goes on from it.
        const late = await subjects.load(SHARD);
        await keep('00', 11_000, await subjects.load(SHARD));
        await isSampledAt(11_000, '00');
        for (const atMs of [10_000, 10_500]) {
          await keep('00', atMs, late);
          await isSampledAt(11_000, '00');
        }
      });

      test('by one sweep again and again: what others keep in between stays while it is newer', async () => {
        const { subjects, version, isSampledAt } = await stored();
        const one = { sweep: '00', since: await subjects.load(SHARD) };
        const other = { sweep: '00', since: one.since };
        const keep = (by: typeof one, atMs: number) => subjects.keep(SHARD, by, [{ value: sampled(atMs), version }]);
        await keep(one, 7_000);
        await keep(one, 8_000);
        await isSampledAt(8_000, '00');
        await keep(other, 12_000);
        for (const atMs of [9_000, 10_000, 11_000]) {
          await keep(one, atMs);
          await isSampledAt(12_000, '00');
        }
        await keep(one, 13_000);
        await isSampledAt(13_000, '00');
        await keep(other, 12_500);
        await isSampledAt(13_000, '00');
      });

      test('by sweeps that overlap stay, also those of records that only one of them knows', async () => {
        const { subjects } = await make();
        const keys = ['a/1~b/1', 'a/2~b/2'];
        await subjects.commit(
          SHARD,
          keys.map((key) => ({ record: { value: sampled(6_000, key) }, outbox: [] })),
        );
        const loaded = await subjects.load(SHARD);
        const at = (key: string, atMs: number) => ({ ...loaded.get(key), value: sampled(atMs, key) });
        const other = { sweep: '00', since: await subjects.load(SHARD) };
        await subjects.keep(SHARD, other, [at('a/1~b/1', 7_000), at('a/2~b/2', 7_000)]);
        await subjects.keep(SHARD, { sweep: '00', since: loaded }, [at('a/1~b/1', 8_000)]);
        const moments = [...(await subjects.load(SHARD)).values()].map(({ value }) => value.link?.sampledAtMs);
        assert.deepEqual(moments.sort(), [7_000, 8_000]);
      });

      test('are void once the row is written, also by somebody who knew them', async () => {
        const { keep, write, isSampledAt } = await stored();
        await keep('00', 7_000);
        assert.deepEqual(await write(8_000, 7_000), { conflicts: [] });
        await isSampledAt(8_000);
        await keep('00', 9_000);
        await isSampledAt(8_000);
      });

      test('are not overwritten by whoever did not know them', async () => {
        const { keep, write, isSampledAt } = await stored();
        await keep('00', 7_000);
        assert.deepEqual(await write(6_500, 6_000), { conflicts: [LINK_KEY] });
        await isSampledAt(7_000, '00');
      });

      test('go with their record', async () => {
        const { subjects, version, keep, isSampledAt } = await stored();
        await keep('00', 7_000);
        assert.equal(await subjects.remove(SHARD, LINK_KEY, version), true);
        assert.equal(await subjects.loadOne(SHARD, LINK_KEY), undefined);
        assert.equal((await subjects.load(SHARD)).size, 0);
        await subjects.commit(SHARD, [{ record: { value: sampled(6_000) }, outbox: [] }]);
        await isSampledAt(6_000);
      });

      test('keep their record from being removed by whoever did not know them', async () => {
        const { subjects, version, keep, isSampledAt } = await stored();
        await keep('00', 7_000);
        assert.equal(await subjects.remove(SHARD, LINK_KEY, version, 6_000), false);
        await isSampledAt(7_000, '00');
        assert.equal(await subjects.remove(SHARD, LINK_KEY, version, 7_000), true);
        assert.equal(await subjects.loadOne(SHARD, LINK_KEY), undefined);
      });

      test('are of one shard', async () => {
        const { subjects, version, isSampledAt } = await stored();
        await subjects.keep('04', { sweep: '00', since: new Map() }, [{ value: sampled(7_000), version }]);
        await isSampledAt(6_000);
      });

      test('may be many: in whatever order, and of sweeps that overlap, the newer sample counts', async () => {
        const { subjects } = await make();
        const keys = Array.from({ length: 1_000 }, (_, n) => `s${n}/db~t${n}/db`);
        await subjects.commit(
          SHARD,
          keys.map((key) => ({ record: { value: sampled(6_000, key) }, outbox: [] })),
        );
        const early = await subjects.load(SHARD);
        const records = [...early.values()];
        const at = (atMs: number, of = records) =>
          of.map((known) => ({ ...known, value: sampled(atMs, known.value.subject.key) }));
        const moments = async () => {
          const known = [...(await subjects.load(SHARD)).values()];
          return [...Map.groupBy(known, ({ value }) => value.link?.sampledAtMs)].map(([atMs, of]) => [atMs, of.length]);
        };
        await subjects.keep(SHARD, { sweep: '00', since: early }, at(7_000));
        assert.deepEqual(await moments(), [[7_000, 1_000]]);
        const loaded = await subjects.load(SHARD);
        await subjects.keep(SHARD, { sweep: '00', since: loaded }, at(9_000, records.toReversed()));
        assert.deepEqual(await moments(), [[9_000, 1_000]]);
        await subjects.keep(SHARD, { sweep: '00', since: loaded }, at(8_000));
        assert.deepEqual(await moments(), [[9_000, 1_000]]);
        const last = await subjects.load(SHARD);
        await subjects.keep(SHARD, { sweep: '00', since: last }, at(10_000, records.slice(500)));
        assert.equal((await moments()).find(([atMs]) => atMs === 10_000)?.[1], 500);
      });
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
