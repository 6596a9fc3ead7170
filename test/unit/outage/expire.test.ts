import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { expireEvidence } from '../../../shared/outage/expire.ts';
import { judgeDatabase } from '../../../shared/outage/verdict.ts';
import { anyEvidence, CONFIRM, input, MINUTE, NOW, ORDERS, says, T0 } from './builders.ts';

const old = says('ownProbe', { vote: 'against', atMs: T0, expiresAtMs: T0 + MINUTE });

test('what still speaks is kept', () => {
  assert.deepEqual(expireEvidence([old], CONFIRM, T0 + MINUTE), { kept: [old], dropped: [] });
});

test('what ended within the window is kept: it may have broken an agreement', () => {
  assert.deepEqual(expireEvidence([old], CONFIRM, T0 + MINUTE + CONFIRM).dropped, []);
});

test('what ended before the window goes', () => {
  assert.deepEqual(expireEvidence([old], CONFIRM, T0 + MINUTE + CONFIRM + 1), { kept: [], dropped: [old] });
});

test('what cannot be placed in time goes at once', () => {
  for (const field of ['sinceMs', 'atMs', 'expiresAtMs'] as const) {
    assert.equal(expireEvidence([{ ...old, [field]: Number.NaN }], CONFIRM, T0).dropped.length, 1);
  }
});

test('dropping what may be dropped never brings a confirmation about', () => {
  fc.assert(
    fc.property(fc.array(anyEvidence(), { maxLength: 12 }), (evidence) => {
      const { kept, dropped } = expireEvidence(evidence, CONFIRM, NOW);
      assert.equal(kept.length + dropped.length, evidence.length);
      const before = judgeDatabase(ORDERS, input(evidence, NOW));
      const after = judgeDatabase(ORDERS, input(kept, NOW));
      assert.deepEqual([after.name, after.confirmed], [before.name, before.confirmed]);
    }),
    { numRuns: 1_000 },
  );
});
