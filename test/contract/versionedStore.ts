import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { EndedRecords, Versioned } from '../../shared/replication/ports.ts';

/** What IncidentStore and OperationStore have in common. */
interface VersionedStore<T> extends EndedRecords {
  load(id: string): Promise<Versioned<T> | undefined>;
  open(): Promise<Array<T | Versioned<T>>>;
  recent(limit: number): Promise<T[]>;
  save(record: Versioned<T>): Promise<string | undefined>;
}

export interface Samples<T extends { id: string }> {
  open(id: string, createdAtMs: number): T;
  /** The same record, ended: at 9,500 at the latest. */
  ended(record: T): T;
  /** The same record, otherwise. */
  changed(record: T, mark: string): T;
}

/** What both promise, whatever they are made of. */
export function versionedStoreContract<T extends { id: string }>(
  name: string,
  make: () => Promise<VersionedStore<T>>,
  samples: Samples<T>,
): void {
  const idOf = (found: T | Versioned<T>) => ('value' in found ? found.value.id : found.id);
  const stored = async (store: VersionedStore<T>, id: string) => {
    const found = await store.load(id);
    assert.ok(found?.version, `expected ${id} to be stored, with a version`);
    return found;
  };

  describe(name, () => {
    test('gives a record back as it was saved, and knows no other', async () => {
      const store = await make();
      const record = samples.open('x1', 1_000);
      assert.equal(await store.load('x1'), undefined);
      assert.equal(await store.save({ value: record }), (await stored(store, 'x1')).version);
      assert.deepEqual((await stored(store, 'x1')).value, record);
      assert.equal(await store.load('x2'), undefined);
    });

    test('a record is inserted once', async () => {
      const store = await make();
      const inserts = Array.from({ length: 10 }, (_, n) =>
        store.save({ value: samples.changed(samples.open('x1', 1), `${n}`) }),
      );
      const outcomes = await Promise.all(inserts);
      assert.equal(outcomes.filter(Boolean).length, 1);
      const winner = samples.changed(samples.open('x1', 1), `${outcomes.findIndex((etag) => etag !== undefined)}`);
      assert.deepEqual((await stored(store, 'x1')).value, winner);
    });

    test('of ten who save the same version one does, and the others must load again', async () => {
      const store = await make();
      await store.save({ value: samples.open('x1', 1) });
      const found = await stored(store, 'x1');
      const saves = Array.from({ length: 10 }, (_, n) =>
        store.save({ ...found, value: samples.changed(found.value, `${n}`) }),
      );
      const outcomes = await Promise.all(saves);
      assert.equal(outcomes.filter(Boolean).length, 1);
      const now = await stored(store, 'x1');
      assert.deepEqual(now.value, samples.changed(found.value, `${outcomes.findIndex((etag) => etag !== undefined)}`));
      assert.notEqual(now.version, found.version);
      const next = await store.save({ ...now, value: samples.changed(now.value, 'again') });
      assert.ok(next);
      assert.equal(await store.save(now), undefined);
      assert.ok(
        await store.save({ value: now.value, version: next }),
        'the version that save gave is good for the next',
      );
    });

    test('a version of a record that was never stored saves nothing', async () => {
      const store = await make();
      await store.save({ value: samples.open('x1', 1) });
      const { version } = await stored(store, 'x1');
      assert.ok(version);
      assert.equal(await store.save({ value: samples.open('x2', 1), version }), undefined);
      assert.equal(await store.load('x2'), undefined);
    });

    test('open are those that have not ended, the oldest first', async () => {
      const store = await make();
      for (const [id, createdAtMs] of [
        ['late', 3_000],
        ['early', 1_000],
        ['middle', 2_000],
      ] as const) {
        await store.save({ value: samples.open(id, createdAtMs) });
      }
      const { value, version } = await stored(store, 'middle');
      assert.ok(version);
      assert.ok(await store.save({ value: samples.ended(value), version }));
      assert.deepEqual((await store.open()).map(idOf).sort(), ['early', 'late']);
      assert.equal(idOf((await store.open())[0] ?? samples.open('none', 0)), 'early');
    });

    test('recent are all, the newest first, as many as asked for', async () => {
      const store = await make();
      for (const [id, createdAtMs] of [
        ['b', 2_000],
        ['c', 3_000],
        ['a', 1_000],
      ] as const) {
        const record = samples.open(id, createdAtMs);
        await store.save({ value: id === 'c' ? samples.ended(record) : record });
      }
      assert.deepEqual(
        (await store.recent(10)).map(({ id }) => id),
        ['c', 'b', 'a'],
      );
      assert.deepEqual(
        (await store.recent(2)).map(({ id }) => id),
        ['c', 'b'],
      );
      assert.deepEqual(await store.recent(0), []);
    });

    test('what ended before a moment is removed, the oldest first, no more than asked; what is open stays, however old', async () => {
      const store = await make();
      for (const [id, createdAtMs] of [
        ['third', 8_003],
        ['open', 7_000],
        ['first', 8_001],
        ['second', 8_002],
        ['young', 10_000],
      ] as const) {
        const record = samples.open(id, createdAtMs);
        await store.save({ value: id === 'open' ? record : samples.ended(record) });
      }
      const ids = async () => (await store.recent(10)).map(({ id }) => id);
      assert.equal(await store.removeEnded(9_999, 1), 1);
      assert.deepEqual(await ids(), ['young', 'third', 'second', 'open']);
      assert.equal(await store.removeEnded(9_999, 10), 2);
      assert.equal(await store.removeEnded(9_999, 10), 0);
      assert.deepEqual(await ids(), ['young', 'open']);
    });

    test('what began long ago and has ended lately is kept', async () => {
      const store = await make();
      await store.save({ value: samples.ended(samples.open('x1', 1)) });
      assert.equal(await store.removeEnded(9_000, 10), 0);
      assert.equal((await store.recent(10)).length, 1);
    });

    test('what was given out and what was handed in are copies', async () => {
      const store = await make();
      const record = samples.open('x1', 1_000);
      await store.save({ value: record });
      Object.assign(record, { group: 'spoilt' });
      Object.assign((await stored(store, 'x1')).value, { group: 'spoilt' });
      assert.deepEqual((await stored(store, 'x1')).value, samples.open('x1', 1_000));
    });

    test('ids of any characters are kept apart', async () => {
      const store = await make();
      const names = [
        'shop/west',
        'shop#west',
        'shop west',
        'Shop/West',
        'ü',
        `${'long'.repeat(300)}a`,
        `${'long'.repeat(300)}b`,
      ];
      for (const id of names) assert.ok(await store.save({ value: samples.open(id, 1) }));
      for (const id of names) assert.equal((await stored(store, id)).value.id, id);
      assert.equal((await store.open()).length, names.length);
    });
  });
}
