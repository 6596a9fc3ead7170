/** What must hold for any evidence whatever, with wrong clocks and gaps: the rules 2 and 3 of docs/architecture.md. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JudgeInput } from '../../../shared/outage/hear.ts';
import { groupOf } from '../../../shared/outage/independence.ts';
import { judgeGroup } from '../../../shared/outage/judgeGroup.ts';
import type { Evidence, Verdict, VerdictRules } from '../../../shared/outage/types.ts';
import { judgeDatabase, judgeRegion } from '../../../shared/outage/verdict.ts';
import {
  anyEvidence,
  databaseScope,
  ISOLATED,
  MINUTE,
  NOW,
  ORDERS,
  RULES,
  STOCK,
  says,
  sight,
  T0,
} from './builders.ts';

const RUNS = { numRuns: 800 };
const list = (...of: Parameters<typeof anyEvidence>) => fc.array(anyEvidence(...of), { maxLength: 12 });
const rules = fc
  .record({ confirmForMs: fc.constantFrom(0, 1_000, MINUTE, 5 * MINUTE), minKinds: fc.integer({ min: 0, max: 4 }) })
  .map((one): VerdictRules => ({ ...RULES, ...one }));

const inputOf = (evidence: Evidence[], change: Partial<JudgeInput> = {}): JudgeInput => ({
  evidence,
  sight: sight(NOW),
  rules: RULES,
  nowMs: NOW,
  ...change,
});
const verdicts = (input: JudgeInput): Verdict[] => [
  judgeDatabase(ORDERS, input),
  judgeDatabase(STOCK, input),
  judgeRegion('westeurope', input),
  ...(judgeGroup([ORDERS, STOCK], input) === undefined ? [] : [judgeGroup([ORDERS, STOCK], input)?.verdict as Verdict]),
];
/** Two voices that agree for long, so that confirmation is reached often enough for the properties to mean something. */
const strong = [
  says('ownProbe', { atMs: NOW }),
  says('serviceHealth', { atMs: NOW }),
  says('witnessProbe', { atMs: NOW, scope: databaseScope(STOCK) }),
];
const often = list().chain((evidence) => fc.subarray(strong).map((more) => [...evidence, ...more]));

test('confirmed exactly where it is called down', () => {
  fc.assert(
    fc.property(often, rules, (evidence, asked) => {
      for (const { name, confirmed } of verdicts(inputOf(evidence, { rules: asked }))) {
        assert.equal(confirmed, name === 'down' || name === 'regionDown');
      }
    }),
    RUNS,
  );
});

test('never confirmed with one group, whatever minKinds says', () => {
  let reached = 0;
  fc.assert(
    fc.property(often, rules, (evidence, asked) => {
      for (const { confirmed, evidenceFor } of verdicts(inputOf(evidence, { rules: asked }))) {
        if (!confirmed) continue;
        reached += 1;
        assert.ok(new Set(evidenceFor.map(({ source }) => groupOf(source))).size >= 2);
      }
    }),
    RUNS,
  );
  assert.ok(reached > 100, `the property was put to the test ${reached} times`);
});

test('never confirmed by our own voices alone', () => {
  fc.assert(
    fc.property(list(['ownProbe', 'secondaryView'], ['down']), rules, (evidence, asked) => {
      for (const verdict of verdicts(inputOf(evidence, { rules: asked }))) assert.equal(verdict.confirmed, false);
    }),
    RUNS,
  );
});

test("never confirmed by Azure's word and metrics alone", () => {
  fc.assert(
    fc.property(list(['serviceHealth', 'resourceHealth', 'platformMetric'], ['down']), rules, (evidence, asked) => {
      for (const verdict of verdicts(inputOf(evidence, { rules: asked }))) assert.equal(verdict.confirmed, false);
    }),
    RUNS,
  );
});

test('never confirmed by witnesses alone', () => {
  fc.assert(
    fc.property(list(['witnessProbe'], ['down']), rules, (evidence, asked) => {
      for (const verdict of verdicts(inputOf(evidence, { rules: asked }))) assert.equal(verdict.confirmed, false);
    }),
    RUNS,
  );
});

test('never confirmed before confirmFor, nor before the second group spoke', () => {
  fc.assert(
    fc.property(often, rules, (evidence, asked) => {
      const verdict = judgeDatabase(ORDERS, inputOf(evidence, { rules: asked }));
      if (!verdict.confirmed) return;
      assert.ok(verdict.agreedSinceMs !== null && NOW - verdict.agreedSinceMs >= asked.confirmForMs);
      const beginnings = new Map<string, number>();
      for (const { source, sinceMs } of evidence.filter(({ vote }) => vote === 'down')) {
        const group = groupOf(source);
        beginnings.set(group, Math.min(beginnings.get(group) ?? Number.POSITIVE_INFINITY, sinceMs));
      }
      const second = [...beginnings.values()].sort((one, other) => one - other)[1] ?? Number.POSITIVE_INFINITY;
      assert.ok(verdict.agreedSinceMs >= Math.min(second, NOW));
    }),
    RUNS,
  );
});

test('never since before the last sign of life of the database', () => {
  fc.assert(
    fc.property(often, (evidence) => {
      const { agreedSinceMs } = judgeDatabase(ORDERS, inputOf(evidence));
      if (agreedSinceMs === null) return;
      for (const { vote, scope, atMs } of evidence) {
        if (vote !== 'against' || (scope.kind === 'database' && scope.database !== ORDERS.database)) continue;
        assert.ok(agreedSinceMs >= Math.min(atMs, NOW));
      }
    }),
    RUNS,
  );
});

test('what votes for nothing changes nothing', () => {
  fc.assert(
    fc.property(often, list(undefined, ['none']), (evidence, silent) => {
      const heard = evidence.filter(({ vote }) => vote !== 'none');
      assert.deepEqual(verdicts(inputOf([...heard, ...silent])), verdicts(inputOf(heard)));
    }),
    RUNS,
  );
});

test('the order of the evidence changes nothing', () => {
  const shuffled = often.chain((evidence) =>
    fc.tuple(fc.constant(evidence), fc.shuffledSubarray(evidence, { minLength: evidence.length })),
  );
  fc.assert(
    fc.property(shuffled, ([evidence, other]) => {
      // Two rows with one id cannot both be stored.
      const byId = new Map(evidence.map((one) => [one.id, one]));
      const unique = (of: Evidence[]) => of.filter((one) => byId.get(one.id) === one);
      assert.deepEqual(verdicts(inputOf(unique(other))), verdicts(inputOf(unique(evidence))));
    }),
    RUNS,
  );
});

test('a sign of life of the database now prevents every confirmation', () => {
  fc.assert(
    fc.property(
      often,
      rules,
      fc.constantFrom(...(['ownProbe', 'witnessProbe', 'resourceHealth'] as const)),
      (evidence, asked, source) => {
        const alive = says(source, { vote: 'against', atMs: NOW, reporter: 'third' });
        const input = inputOf([...evidence, alive], { rules: asked });
        assert.equal(judgeDatabase(ORDERS, input).confirmed, false);
        assert.equal(judgeRegion('westeurope', input).confirmed, false);
      },
    ),
    RUNS,
  );
});

test('isolation beats every other verdict', () => {
  fc.assert(
    fc.property(often, rules, (evidence, asked) => {
      for (const verdict of verdicts(inputOf(evidence, { rules: asked, sight: ISOLATED(NOW) }))) {
        assert.deepEqual([verdict.name, verdict.confirmed, verdict.agreedSinceMs], ['isolated', false, null]);
      }
    }),
    RUNS,
  );
});

test('a start decides nothing', () => {
  fc.assert(
    fc.property(often, rules, (evidence, asked) => {
      for (const verdict of verdicts(inputOf(evidence, { rules: asked, sight: sight(NOW, { complete: false }) }))) {
        assert.deepEqual([verdict.name, verdict.confirmed], ['undecided', false]);
      }
    }),
    RUNS,
  );
});

test('onset is never in the future and never later than the agreement', () => {
  fc.assert(
    fc.property(often, (evidence) => {
      const { onsetMs, agreedSinceMs } = judgeDatabase(ORDERS, inputOf(evidence));
      if (onsetMs !== null) assert.ok(onsetMs <= NOW);
      if (agreedSinceMs !== null) assert.ok(agreedSinceMs <= NOW && agreedSinceMs >= T0 - 20 * MINUTE);
    }),
    RUNS,
  );
});
