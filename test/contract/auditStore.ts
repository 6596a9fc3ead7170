import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AuditStore } from '../../shared/audit/types.ts';
import { auditEntry } from './outageRecords.ts';

/** What every AuditStore promises, whatever it is made of. */
export function auditStoreContract(kind: string, make: () => Promise<AuditStore>): void {
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
  });
}
