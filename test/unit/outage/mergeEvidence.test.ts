import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mergeEvidence } from '../../../shared/outage/mergeEvidence.ts';
import type { Evidence, EvidenceVote } from '../../../shared/outage/types.ts';
import { MINUTE, SECOND, says, T0 } from './builders.ts';

const at = (second: number, vote: EvidenceVote = 'down', lifeSeconds = 60): Evidence =>
  says('ownProbe', {
    vote,
    sinceMs: T0 + second * SECOND,
    atMs: T0 + second * SECOND,
    expiresAtMs: T0 + (second + lifeSeconds) * SECOND,
  });

test('what was not known is new', () => {
  assert.deepEqual(mergeEvidence(undefined, at(0)), { evidence: at(0), changed: true });
});

test('the same word again keeps its beginning and renews its end', () => {
  const { evidence, changed } = mergeEvidence(at(0), at(30));
  assert.equal(changed, false);
  assert.deepEqual([evidence.sinceMs, evidence.expiresAtMs], [T0, T0 + 90 * SECOND]);
});

test('the same word after a gap begins again', () => {
  const { evidence, changed } = mergeEvidence(at(0), at(61));
  assert.equal(changed, true);
  assert.equal(evidence.sinceMs, T0 + 61 * SECOND);
});

test('a word that comes at the very end of the last one leaves no gap', () => {
  assert.equal(mergeEvidence(at(0), at(60)).evidence.sinceMs, T0);
});

for (const [before, after] of [
  ['down', 'against'],
  ['against', 'down'],
  ['down', 'none'],
  ['none', 'down'],
] as Array<[EvidenceVote, EvidenceVote]>) {
  test(`${before} that becomes ${after} begins with the change`, () => {
    const merged = mergeEvidence(at(0, before), at(10, after));
    assert.equal(merged.changed, true);
    assert.equal(merged.evidence.sinceMs, T0 + 10 * SECOND);
  });
}

test('a report that comes late changes nothing', () => {
  assert.deepEqual(mergeEvidence(at(30, 'against'), at(0, 'down')), { evidence: at(30, 'against'), changed: false });
});

test('a report that comes twice changes nothing', () => {
  assert.deepEqual(mergeEvidence(at(30), at(30)), { evidence: at(30), changed: false });
});

test('of two reports of one moment the safer one stands, in either order', () => {
  assert.equal(mergeEvidence(at(0, 'against'), at(0, 'down')).evidence.vote, 'against');
  assert.equal(mergeEvidence(at(0, 'down'), at(0, 'against')).evidence.vote, 'against');
  assert.equal(mergeEvidence(at(0, 'none'), at(0, 'down')).evidence.vote, 'none');
  assert.equal(mergeEvidence(at(0, 'down'), at(0, 'none')).evidence.vote, 'none');
});

test('a beginning that becomes known to be earlier is believed', () => {
  const earlier = { ...at(30), sinceMs: T0 - MINUTE };
  assert.equal(mergeEvidence(at(0), earlier).evidence.sinceMs, T0 - MINUTE);
});

test('reports of two ids are refused with both names', () => {
  assert.throws(
    () => mergeEvidence(at(0), says('witnessProbe')),
    /Expected two reports with one id, saw ownProbe-.* and witnessProbe-/,
  );
});

test('the last vote is that of the newest report, however they are shuffled and repeated', () => {
  const report = fc.record({ second: fc.nat(600), vote: fc.constantFrom<EvidenceVote>('down', 'against', 'none') });
  fc.assert(
    fc.property(
      fc
        .uniqueArray(report, { minLength: 1, maxLength: 12, selector: ({ second }) => second })
        .chain((reports) =>
          fc.tuple(
            fc.constant(reports),
            fc.shuffledSubarray([...reports, ...reports], { minLength: 2 * reports.length }),
          ),
        ),
      ([reports, shuffled]) => {
        let known: Evidence | undefined;
        for (const { second, vote } of shuffled) known = mergeEvidence(known, at(second, vote)).evidence;
        const newest = [...reports].sort((one, other) => other.second - one.second)[0];
        assert.equal(known?.vote, newest?.vote);
        assert.equal(known?.atMs, T0 + (newest?.second ?? 0) * SECOND);
      },
    ),
  );
});
