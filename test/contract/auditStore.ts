import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { appendRecords } from '../../shared/audit/appendRecords.ts';
import type { AuditStore, AuditTidying } from '../../shared/audit/types.ts';
import { auditEntry } from './outageRecords.ts';

/** What every AuditStore promises, whatever it is made of. */
export function auditStoreContract(kind: string, make: () => Promise<AuditStore & AuditTidying>): void {
  const holding = async (entries: number) => {
    const store = await make();
    for (let sequence = 0; sequence < entries; sequence += 1) {
      assert.equal(await store.append(auditEntry(sequence)), true);
    }
    return store;
  };
  describe(`AuditStore in ${kind}`, () => {
    test('an empty chain has no last entry', async () => {
      const store = await make();
      assert.equal(await store.last(), undefined);
      assert.deepEqual(await store.read(0, 10), []);
    });

    test('gives entries back as they were appended, in order, also past nine', async () => {
      const store = await holding(12);
      assert.deepEqual(await store.last(), auditEntry(11));
      assert.deepEqual(
        await store.read(0, 100),
        Array.from({ length: 12 }, (_, n) => auditEntry(n)),
      );
      assert.deepEqual(await store.read(9, 2), [auditEntry(9), auditEntry(10)]);
      assert.deepEqual(await store.read(12, 5), []);
    });

    test('of ten who append the same sequence one does', async () => {
      const store = await holding(3);
      const outcomes = await Promise.all(
        Array.from({ length: 10 }, (_, n) => store.append(auditEntry(3, `mine-${n}`))),
      );
      assert.equal(outcomes.filter(Boolean).length, 1);
      assert.equal((await store.last())?.hash, `mine-${outcomes.indexOf(true)}`);
      assert.equal((await store.read(0, 10)).length, 4);
    });

    test('what is written stays as it was written', async () => {
      const store = await holding(3);
      assert.equal(await store.append(auditEntry(1, 'forged')), false);
      assert.deepEqual(await store.read(1, 1), [auditEntry(1)]);
      assert.equal((await store.last())?.sequence, 2);
    });

    test('an entry that would leave a gap is not written', async () => {
      const store = await holding(2);
      assert.equal(await store.append(auditEntry(3)), false);
      assert.equal((await store.last())?.sequence, 1);
      assert.equal((await store.read(0, 10)).length, 2);
    });

    /** Entries that fit together, one each second. */
    const chain = async (entries: number) => {
      const store = await make();
      const records = Array.from({ length: entries }, (_, n) => ({ ...auditEntry(n).record, atMs: n * 1_000 }));
      await appendRecords(store, records);
      return store;
    };
    const kept = async (store: AuditStore) => (await store.read(0, 100)).map(({ sequence }) => sequence);

    test('removes from the beginning what is older than a moment, no more than asked, and goes on where it ended', async () => {
      const store = await chain(8);
      assert.equal(await store.removeOlderThan(0, 10), 0);
      assert.equal(await store.removeOlderThan(5_000, 2), 2);
      assert.deepEqual(await kept(store), [2, 3, 4, 5, 6, 7]);
      assert.equal(await store.removeOlderThan(5_000, 10), 3);
      assert.equal(await store.removeOlderThan(5_000, 10), 0);
      assert.deepEqual(await kept(store), [5, 6, 7]);
      assert.deepEqual(
        (await store.read(6, 1)).map(({ sequence }) => sequence),
        [6],
      );
    });

    test('the last entry stays, however old, and the chain goes on after it', async () => {
      const store = await chain(3);
      assert.equal(await store.removeOlderThan(99_000, 10), 2);
      assert.equal(await store.removeOlderThan(99_000, 10), 0);
      assert.equal((await store.last())?.sequence, 2);
      await appendRecords(store, [auditEntry(9).record]);
      assert.deepEqual(await kept(store), [2, 3]);
      const [two, three] = await store.read(2, 2);
      assert.equal(three?.previousHash, two?.hash);
    });

    test('an old entry behind a younger one waits for it', async () => {
      const store = await make();
      const record = (n: number, atMs: number) => ({ ...auditEntry(n).record, atMs });
      await appendRecords(store, [record(0, 1_000), record(1, 9_000), record(2, 1_000), record(3, 9_000)]);
      assert.equal(await store.removeOlderThan(5_000, 10), 1);
      assert.deepEqual(await kept(store), [1, 2, 3]);
    });

    test('of many who remove at once each entry goes once, and no more than is old', async () => {
      const store = await chain(6);
      const removed = await Promise.all(Array.from({ length: 5 }, () => store.removeOlderThan(3_000, 10)));
      assert.equal(
        removed.reduce((sum, count) => sum + count, 0),
        3,
      );
      assert.deepEqual(await kept(store), [3, 4, 5]);
    });

    test('nothing is removed of a beginning that does not fit together, nor of an empty chain', async () => {
      const store = await make();
      assert.equal(await store.removeOlderThan(9_000, 10), 0);
      for (const sequence of [0, 1, 2]) await store.append(auditEntry(sequence, 'forged'));
      assert.equal(await store.removeOlderThan(9_000, 10), 0);
      assert.deepEqual(await kept(store), [0, 1, 2]);
    });
  });
}
