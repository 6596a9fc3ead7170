import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sourcesDisagree } from '../../../../shared/alerting/conditions/sourcesDisagree.ts';
import type { LinkFacts } from '../../../../shared/replication/signalTypes.ts';
import type { LinkState } from '../../../../shared/replication/types.ts';
import { rule, T0 } from '../samples.ts';
import { CAUGHT_UP, link, STATES } from './inputs.ts';

const ARM_AT = T0 + 30_000;
const NOW = T0 + 60_000;
const facts = (given: Partial<LinkFacts> = {}): LinkFacts => ({
  type: 'GEO',
  armState: 'CATCH_UP',
  armAtMs: ARM_AT,
  ...given,
});
const judge = (state: LinkState, given: Partial<LinkFacts>, sinceMs = T0) =>
  sourcesDisagree.find(link(state, { facts: facts(given), nowMs: NOW }, { sinceMs, sampledAtMs: NOW }));

test('what Resource Manager and the primary said of the same moment is compared', () => {
  assert.deepEqual(judge(STATES.suspended, { armState: 'CATCH_UP' }), {
    is: 'true',
    sentence:
      'Azure disagrees about the replication link from west/orders to north/orders: Resource Manager said CATCH_UP at 2026-11-22 01:00:30 UTC, the primary says suspended.',
  });
});

test('each state agrees with its own word, in any case, and NULL is a kind of catching up', () => {
  const pairs: Array<[LinkState['name'], string]> = [
    ['pending', 'PENDING'],
    ['seeding', 'Seeding'],
    ['caughtUp', 'CATCH_UP'],
    ['lagUnknown', 'CATCH_UP'],
    ['suspended', 'SUSPENDED'],
  ];
  for (const [name, armState] of pairs) {
    assert.equal(judge(STATES[name], { armState }).is, 'false', `${name} ${armState}`);
    const others = pairs.filter(([, other]) => other !== armState);
    for (const [, other] of others)
      assert.equal(judge(STATES[name], { armState: other }).is, 'true', `${name} ${other}`);
  }
});

test('a state that began after Resource Manager was read is news, not a difference', () => {
  assert.equal(judge(STATES.suspended, {}, ARM_AT + 1).is, 'false');
});

test('a word that we do not know is not compared', () => {
  assert.equal(judge(STATES.suspended, { armState: 'THINKING' }).is, 'false');
});

test('a silent primary, and a link without a row, are told by their own conditions: neither has agreed', () => {
  for (const name of ['unreachable', 'absent'] as const)
    assert.deepEqual(judge(STATES[name], {}), { is: 'unknown' }, name);
});

test('two sides of Resource Manager that contradict each other are a difference, whatever the primary says', () => {
  const words = {
    bothPrimary: /both sides .* the primary/,
    bothSecondary: /both .* the secondary/,
    oneSided: /only one of the two servers/,
  };
  for (const [conflict, said] of Object.entries(words)) {
    const finding = judge(STATES.unreachable, { conflict: conflict as keyof typeof words });
    assert.equal(finding.is, 'true');
    assert.match(JSON.stringify(finding), said);
  }
});

const lags = (lagSeconds: number | null, own: LinkState, atMs = NOW) =>
  sourcesDisagree.find(
    link(
      own,
      { nowMs: NOW, rule: rule({ threshold: 60 }) },
      { sampledAtMs: NOW, signals: { metrics: { atMs, lagSeconds } } },
    ),
  );

test('lags that are apart by more than the threshold are a difference, in either direction', () => {
  assert.equal(lags(61, CAUGHT_UP).is, 'false');
  assert.match(JSON.stringify(lags(62, CAUGHT_UP)), /the primary says a lag of 1 s, Azure Monitor 1 min 2 s/);
  assert.equal(lags(0, { name: 'caughtUp', lagSeconds: 61 }).is, 'true');
});

test('a lag that one of them does not know is no difference: NULL is not zero', () => {
  assert.deepEqual(lags(null, { name: 'caughtUp', lagSeconds: 900 }), { is: 'unknown' });
  assert.deepEqual(lags(900, STATES.lagUnknown), { is: 'unknown' });
});

test('an old number of Azure Monitor says nothing about now', () => {
  assert.deepEqual(lags(900, CAUGHT_UP, NOW - 600_001), { is: 'unknown' });
  assert.equal(lags(900, CAUGHT_UP, NOW - 600_000).is, 'true');
});

test('with nothing to compare nothing is concluded', () => {
  assert.deepEqual(sourcesDisagree.find(link(CAUGHT_UP)), { is: 'unknown' });
});

test('a lag that grew since the minute Azure Monitor speaks of is no difference: it cannot grow faster than time goes by', () => {
  // The link stands still: each second adds one, and Azure Monitor is three minutes behind.
  assert.equal(lags(420, { name: 'caughtUp', lagSeconds: 600 }, NOW - 180_000).is, 'false');
  assert.equal(lags(420, { name: 'caughtUp', lagSeconds: 660 }, NOW - 180_000).is, 'false');
  assert.equal(lags(420, { name: 'caughtUp', lagSeconds: 661 }, NOW - 180_000).is, 'true');
});

test('a lag that shrinks from a peak that the primary told of itself is no difference', () => {
  const shrinking = (peakLagSeconds: number) =>
    sourcesDisagree.find(
      link(
        { name: 'caughtUp', lagSeconds: 600 },
        { nowMs: NOW, rule: rule({ threshold: 60 }) },
        { peakLagSeconds, sampledAtMs: NOW, signals: { metrics: { atMs: NOW - 180_000, lagSeconds: 960 } } },
      ),
    );
  assert.equal(shrinking(3_600).is, 'false');
  assert.equal(shrinking(900).is, 'false');
  assert.equal(shrinking(899).is, 'true');
});

test('a state that Resource Manager could not be read for is not compared', () => {
  const finding = sourcesDisagree.find(link(STATES.suspended, { facts: { type: 'GEO' }, nowMs: NOW }));
  assert.equal(finding.is, 'false');
});
