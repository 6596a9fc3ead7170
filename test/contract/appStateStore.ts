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
      assert.equal((await store.load('sampling'))?.value, null);
    });

    test('what was never written has no version, and is inserted once', async () => {
      const store = await make();
      assert.equal(await store.load('automation'), undefined);
      const inserts = await Promise.all([1, 2, 3, 4].map((by) => store.replace('automation', { value: { by } })));
      assert.equal(inserts.filter(Boolean).length, 1);
      assert.deepEqual(await store.read('automation'), { by: inserts.indexOf(true) + 1 });
    });

    test('whoever read an older version replaces nothing, whatever wrote in between', async () => {
      const store = await make();
      await store.write('automation', { by: 'first' });
      const found = await store.load('automation');
      assert.ok(found?.version);
      assert.deepEqual(found.value, { by: 'first' });
      await store.write('automation', { by: 'second' });
      assert.equal(await store.replace('automation', { ...found, value: { by: 'late' } }), false);
      assert.deepEqual(await store.read('automation'), { by: 'second' });
      const again = await store.load('automation');
      assert.ok(again?.version);
      assert.equal(await store.replace('automation', { ...again, value: { by: 'third' } }), true);
      assert.deepEqual((await store.load('automation'))?.value, { by: 'third' });
      assert.equal(await store.replace('other', { ...again, value: 1 }), false);
    });
  });
}
