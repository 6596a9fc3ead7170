import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { EvidenceStore } from '../../shared/outage/ports.ts';
import type { Evidence } from '../../shared/outage/types.ts';
import { evidence } from './outageRecords.ts';

const ids = (all: Evidence[]) => all.map(({ id }) => id).sort();

/** What every EvidenceStore promises, whatever it is made of. */
export function evidenceStoreContract(kind: string, make: () => Promise<EvidenceStore>): void {
  describe(`EvidenceStore in ${kind}`, () => {
    test('gives back what was put, whole', async () => {
      const store = await make();
      assert.deepEqual(await store.load(), []);
      const region = evidence({
        id: 'serviceHealth-1',
        source: 'serviceHealth',
        scope: { kind: 'region', region: 'westeurope' },
      });
      assert.deepEqual(await store.put(evidence()), { evidence: evidence(), changed: true });
      await store.put(region);
      const loaded = await store.load();
      assert.deepEqual(ids(loaded), ['ownProbe-1', 'serviceHealth-1']);
      assert.deepEqual(
        loaded.find(({ id }) => id === 'ownProbe-1'),
        evidence(),
      );
      assert.deepEqual(
        loaded.find(({ id }) => id === 'serviceHealth-1'),
        region,
      );
    });

    test('a repeated report replaces itself, keeps its beginning, and wakes nobody', async () => {
      const store = await make();
      await store.put(evidence());
      const again = evidence({ sinceMs: 40_000, atMs: 40_000, expiresAtMs: 100_000 });
      assert.equal((await store.put(again)).changed, false);
      assert.deepEqual(await store.load(), [{ ...again, sinceMs: 10_000 }]);
    });

    test('a report that votes otherwise is a change, and begins anew', async () => {
      const store = await make();
      await store.put(evidence());
      const alive = evidence({ vote: 'against', sinceMs: 40_000, atMs: 40_000, expiresAtMs: 100_000 });
      assert.equal((await store.put(alive)).changed, true);
      assert.deepEqual(await store.load(), [alive]);
    });

    test('a report that comes late changes nothing, whatever it says', async () => {
      const store = await make();
      const newest = evidence({ vote: 'against', sinceMs: 40_000, atMs: 40_000, expiresAtMs: 100_000 });
      await store.put(newest);
      const late = await store.put(evidence({ atMs: 39_999 }));
      assert.deepEqual([late.changed, late.evidence], [false, newest]);
      assert.deepEqual(await store.load(), [newest]);
    });

    test('of many reports of one id at once the newest stands, and the beginning is that of the oldest', async () => {
      const store = await make();
      const reports = Array.from({ length: 6 }, (_, n) => evidence({ sinceMs: 10_000 + n, atMs: 10_000 + n }));
      const outcomes = await Promise.all(reports.reverse().map((report) => store.put(report)));
      assert.equal(outcomes.filter(({ changed }) => changed).length, 1);
      const [stored, ...more] = await store.load();
      assert.equal(more.length, 0);
      assert.equal(stored?.atMs, 10_005);
    });

    test('tidying removes what has expired, no more than asked, and leaves the rest', async () => {
      const store = await make();
      for (const [n, expiresAtMs] of [50_000, 59_999, 60_000, 90_000].entries()) {
        await store.put(evidence({ id: `e${n}`, expiresAtMs }));
      }
      assert.equal(await store.removeExpired(60_000, 1), 1);
      assert.equal(await store.removeExpired(60_000, 10), 1);
      assert.equal(await store.removeExpired(60_000, 10), 0);
      assert.deepEqual(ids(await store.load()), ['e2', 'e3']);
    });

    test('expired evidence is loaded all the same: the verdict judges its age', async () => {
      const store = await make();
      await store.put(evidence({ atMs: 1, sinceMs: 1, expiresAtMs: 2 }));
      assert.equal((await store.load()).length, 1);
    });

    test('what is removed and put again is new', async () => {
      const store = await make();
      await store.put(evidence());
      assert.equal(await store.removeExpired(80_000, 10), 1);
      assert.equal((await store.put(evidence())).changed, true);
    });
  });
}
