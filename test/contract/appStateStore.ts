import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { AppStateStore } from '../../shared/replication/ports.ts';

/** What every AppStateStore promises, whatever it is made of. */
export function appStateStoreContract(kind: string, make: () => Promise<AppStateStore>): void {
  describe(`AppStateStore in ${kind}`, () => {
    test('knows nothing before it was told', async () => {
      assert.equal(await (await make()).read('sampling'), undefined);
    });

    test('gives back what was written last, and keeps names apart', async () => {
      const store = await make();
      await store.write('sampling', { startedAtMs: 1, problems: [{ subject: 'a/b', message: 'ü' }] });
      await store.write('discovery', { startedAtMs: 2 });
      await store.write('sampling', { startedAtMs: 3 });
      assert.deepEqual(await store.read('sampling'), { startedAtMs: 3 });
      assert.deepEqual(await store.read('discovery'), { startedAtMs: 2 });
    });

    test('a long value is kept whole, and a short one after it is not mixed with its rest', async () => {
      const store = await make();
      const long = { text: 'long “text” '.repeat(10_000) };
      await store.write('sampling', long);
      assert.deepEqual(await store.read('sampling'), long);
      await store.write('sampling', { text: 'short' });
      assert.deepEqual(await store.read('sampling'), { text: 'short' });
    });

    test('null is a value', async () => {
      const store = await make();
      await store.write('sampling', null);
      assert.equal(await store.read('sampling'), null);
    });
  });
}
