import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JudgeInput } from '../../../shared/outage/hear.ts';
import type { Evidence, EvidenceSource, VerdictName } from '../../../shared/outage/types.ts';
import { judgeDatabase } from '../../../shared/outage/verdict.ts';
import {
  CONFIRM,
  databaseScope,
  groupsOf,
  ISOLATED,
  input,
  MINUTE,
  ORDERS,
  RULES,
  regionScope,
  SECOND,
  STOCK,
  says,
  sight,
  T0,
} from './builders.ts';

const judge = (evidence: Evidence[], nowMs = T0 + CONFIRM, change: Partial<JudgeInput> = {}) =>
  judgeDatabase(ORDERS, input(evidence, nowMs, change));

const own = says('ownProbe');
const witness = says('witnessProbe');

const COMBINATIONS: Array<[EvidenceSource[], VerdictName]> = [
  [[], 'undecided'],
  [['ownProbe'], 'suspect'],
  [['secondaryView'], 'suspect'],
  [['ownProbe', 'secondaryView'], 'suspect'],
  [['witnessProbe'], 'suspect'],
  [['serviceHealth'], 'suspect'],
  [['resourceHealth'], 'suspect'],
  [['platformMetric'], 'suspect'],
  [['serviceHealth', 'resourceHealth'], 'suspect'],
  [['serviceHealth', 'resourceHealth', 'platformMetric'], 'suspect'],
  [['ownProbe', 'witnessProbe'], 'down'],
  [['ownProbe', 'serviceHealth'], 'down'],
  [['ownProbe', 'resourceHealth'], 'down'],
  [['ownProbe', 'platformMetric'], 'down'],
  [['secondaryView', 'witnessProbe'], 'down'],
  [['witnessProbe', 'serviceHealth'], 'down'],
  [['witnessProbe', 'platformMetric'], 'down'],
];

for (const [sources, name] of COMBINATIONS) {
  test(`${sources.join(' + ') || 'nobody'} for all of confirmFor: ${name}`, () => {
    const verdict = judge(sources.map((source) => says(source)));
    assert.equal(verdict.name, name);
    assert.equal(verdict.confirmed, name === 'down');
    assert.deepEqual(groupsOf(verdict), [...sources].sort());
  });
}

test('43 seconds of partition between two regions move nothing: it is one path', () => {
  for (const second of [1, 20, 43]) {
    const nowMs = T0 + second * SECOND;
    const seen = { atMs: nowMs };
    const partition = [
      says('ownProbe', seen),
      says('secondaryView', seen),
      says('witnessProbe', { ...seen, vote: 'against' }),
    ];
    const verdict = judge(partition, nowMs);
    assert.equal(verdict.name, 'suspect');
    assert.equal(verdict.agreedSinceMs, null);
  }
});

test('not a millisecond before confirmFor', () => {
  const early = judge([own, witness], T0 + CONFIRM - 1);
  assert.deepEqual([early.name, early.confirmed, early.agreedSinceMs], ['suspect', false, T0]);
  assert.match(early.sentence, /They have agreed for 4 min 59 s of 5 min/);
  assert.deepEqual(early.missing, []);
  const due = judge([own, witness]);
  assert.deepEqual([due.name, due.confirmed, due.agreedSinceMs], ['down', true, T0]);
});

test('they agree since the later of them began', () => {
  const late = says('witnessProbe', { sinceMs: T0 + MINUTE });
  assert.equal(judge([own, late]).agreedSinceMs, T0 + MINUTE);
  assert.equal(judge([own, late]).confirmed, false);
  assert.equal(judge([own, late], T0 + MINUTE + CONFIRM).confirmed, true);
});

test('one voice that says alive now is enough to hold back', () => {
  for (const source of ['ownProbe', 'witnessProbe', 'resourceHealth', 'platformMetric'] as const) {
    const alive = says(source, { vote: 'against', reporter: 'another', atMs: T0 + 4 * MINUTE });
    const verdict = judge([own, witness, alive]);
    assert.deepEqual([verdict.name, verdict.confirmed, verdict.agreedSinceMs], ['suspect', false, null]);
    assert.match(verdict.sentence, /But it is alive according to/);
    assert.equal(verdict.evidenceAgainst.length, 1);
  }
});

test('a sign of life that has expired restarts the clock where it was', () => {
  const alive = says('resourceHealth', { vote: 'against', atMs: T0 + 2 * MINUTE, expiresAtMs: T0 + 3 * MINUTE });
  const verdict = judge([own, witness, alive]);
  assert.deepEqual([verdict.agreedSinceMs, verdict.confirmed], [T0 + 2 * MINUTE, false]);
  assert.equal(judge([own, witness, alive], T0 + 2 * MINUTE + CONFIRM).confirmed, true);
});

test('a sign of life of another database holds nothing back', () => {
  const neighbour = says('ownProbe', { vote: 'against', scope: databaseScope(STOCK) });
  assert.equal(judge([own, witness, neighbour]).name, 'down');
});

test('evidence about another region or database is not heard', () => {
  const elsewhere = [
    says('serviceHealth', { scope: regionScope('northeurope') }),
    says('witnessProbe', { scope: databaseScope(STOCK) }),
  ];
  const verdict = judge([own, ...elsewhere]);
  assert.equal(verdict.name, 'suspect');
  assert.deepEqual(groupsOf(verdict), ['ownProbe']);
});

test('what votes for nothing is not heard: a wrong password everywhere is no outage', () => {
  const ours = [says('ownProbe', { vote: 'none' }), says('witnessProbe', { vote: 'none' })];
  assert.deepEqual([judge(ours).name, judge(ours).evidenceFor], ['undecided', []]);
});

test('only signs of life: healthy', () => {
  const verdict = judge([says('ownProbe', { vote: 'against' })]);
  assert.equal(verdict.name, 'healthy');
  assert.deepEqual([verdict.onsetMs, verdict.agreedSinceMs, verdict.missing], [null, null, []]);
  assert.match(verdict.sentence, /alive: our own probe/);
});

test('we are the isolated one beats everything, and shows what was heard', () => {
  const verdict = judge([own, witness, says('serviceHealth')], T0 + CONFIRM, { sight: ISOLATED(T0 + CONFIRM) });
  assert.deepEqual([verdict.name, verdict.confirmed, verdict.agreedSinceMs], ['isolated', false, null]);
  assert.equal(verdict.evidenceFor.length, 3);
});

test('a starting app and a stale sight decide nothing', () => {
  const nowMs = T0 + CONFIRM;
  for (const seen of [undefined, sight(nowMs, { complete: false }), sight(nowMs - 6 * MINUTE)]) {
    const verdict = judge([own, witness], nowMs, { sight: seen });
    assert.deepEqual([verdict.name, verdict.confirmed], ['undecided', false]);
    assert.equal(verdict.missing.length, 1);
  }
});

test('what our own probes said while we were isolated does not count', () => {
  const back = { sight: sight(T0 + CONFIRM, { seeingSinceMs: T0 + 4 * MINUTE }) };
  const verdict = judge([own, witness], T0 + CONFIRM, back);
  assert.deepEqual([verdict.name, verdict.agreedSinceMs], ['suspect', T0 + 4 * MINUTE]);
  const before = says('ownProbe', { atMs: T0 + MINUTE, expiresAtMs: T0 + 3 * MINUTE });
  assert.equal(judge([before, witness], T0 + CONFIRM, back).agreedSinceMs, null);
});

test('a witness and Azure may agree over the time in which we were isolated', () => {
  const back = { sight: sight(T0 + CONFIRM, { seeingSinceMs: T0 + 4 * MINUTE }) };
  assert.equal(judge([witness, says('serviceHealth')], T0 + CONFIRM, back).confirmed, true);
});

test('an alert that was hours on its way says nothing any more', () => {
  const late = says('serviceHealth', {
    sinceMs: T0 - 180 * MINUTE,
    atMs: T0 - 180 * MINUTE,
    expiresAtMs: T0 + 180 * MINUTE,
  });
  const verdict = judge([own, late]);
  assert.deepEqual([verdict.name, groupsOf(verdict)], ['suspect', ['ownProbe']]);
});

test('a clock that is a minute ahead is drawn back to now, one that is an hour ahead does not speak', () => {
  const nowMs = T0 + CONFIRM;
  const ahead = (ms: number) => says('witnessProbe', { sinceMs: nowMs + ms, atMs: nowMs + ms });
  assert.equal(judge([own, ahead(MINUTE)]).agreedSinceMs, nowMs);
  assert.deepEqual(groupsOf(judge([own, ahead(60 * MINUTE)])), ['ownProbe']);
});

test('a sign of life from a clock that is an hour ahead still holds back', () => {
  const alive = says('witnessProbe', { vote: 'against', reporter: 'another', atMs: T0 + 90 * MINUTE });
  assert.equal(judge([own, witness, alive]).confirmed, false);
});

test('times that are no numbers are not heard', () => {
  for (const broken of [{ sinceMs: Number.NaN }, { atMs: Number.NaN }, { expiresAtMs: Number.POSITIVE_INFINITY }]) {
    assert.deepEqual(groupsOf(judge([own, { ...witness, ...broken }])), ['ownProbe']);
  }
});

test('onset is where somebody names the database, not where its region had trouble hours earlier', () => {
  const region = says('serviceHealth', { sinceMs: T0 - 40 * MINUTE });
  assert.equal(judge([own, region]).onsetMs, T0);
  assert.equal(judge([region]).onsetMs, T0 - 40 * MINUTE);
  assert.equal(judge([own, says('resourceHealth', { sinceMs: T0 - MINUTE })]).onsetMs, T0 - MINUTE);
});

test('what is missing is said in words', () => {
  const alone = judge([own]);
  assert.equal(alone.missing.length, 3);
  assert.match(alone.missing.join(), /a witness outside.*Azure's own word.*metrics/);
  assert.match(alone.sentence, /contoso-we\/orders may be down according to our own probe for 5 min \(from uksouth\)/);
  assert.match(alone.sentence, /2 independent kinds of evidence are needed/);
  const four = { rules: { ...RULES, minKinds: 5 } };
  const all = judge([own, witness, says('serviceHealth'), says('platformMetric')], T0 + CONFIRM, four);
  assert.deepEqual([all.name, all.missing], ['suspect', ['another witness, in another region']]);
});

test('three kinds where three are asked for', () => {
  const three = { rules: { ...RULES, minKinds: 3 } };
  assert.equal(judge([own, witness], T0 + CONFIRM, three).name, 'suspect');
  assert.equal(judge([own, witness, says('resourceHealth')], T0 + CONFIRM, three).name, 'down');
});

test('names in any case are the same database', () => {
  const shouted = { server: 'CONTOSO-WE', database: 'Orders', region: 'West Europe' };
  const verdict = judgeDatabase(shouted, input([own, witness], T0 + CONFIRM));
  assert.equal(verdict.name, 'down');
  assert.deepEqual(verdict.scope, databaseScope(ORDERS));
});
