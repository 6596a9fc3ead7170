import assert from 'node:assert/strict';
import { test } from 'node:test';
import { secondaryUndersized } from '../../../../shared/alerting/conditions/secondaryUndersized.ts';
import type { LinkFacts } from '../../../../shared/replication/signalTypes.ts';
import { T0 } from '../samples.ts';
import { CAUGHT_UP, failed, link } from './inputs.ts';

type Sku = NonNullable<LinkFacts['primarySku']>;
const premium = (capacity: number): Sku => ({ name: 'Premium', tier: 'Premium', capacity });
const gp = (capacity: number): Sku => ({ name: 'GP_Gen5', tier: 'GeneralPurpose', family: 'Gen5', capacity });

function judge(
  primarySku: Sku | undefined,
  sustainedPercent: number,
  secondarySku: Sku | undefined,
  state = CAUGHT_UP,
  throttle?: { waitedPerSecond: number | null; requests: number | null; atMs?: number },
) {
  const facts: LinkFacts = {
    type: 'GEO',
    armState: 'CATCH_UP',
    armAtMs: T0,
    ...(primarySku === undefined ? {} : { primarySku }),
    ...(secondarySku === undefined ? {} : { secondarySku }),
  };
  const logWrite = { atMs: T0, sustainedPercent, peakPercent: 100 };
  const waits = throttle === undefined ? {} : { throttle: { atMs: T0, counters: [], others: {}, ...throttle } };
  return secondaryUndersized.find(link(state, { facts }, { signals: { askedAtMs: T0, logWrite, ...waits } }));
}

test('the example of the document: a P6 with log IO at 50 % needs at least a P4', () => {
  assert.deepEqual(judge(premium(1000), 50, premium(250)), {
    is: 'true',
    value: 50,
    sentence:
      'The primary west/orders (P6) writes log at 50 % of what it may: the geo-secondary north/orders (P2) cannot follow, and needs at least P4.',
  });
  assert.equal(judge(premium(1000), 50, premium(500)).is, 'false');
  assert.equal(judge(premium(1000), 50.1, premium(500)).is, 'true');
});

test('vCore sizes are compared by their documented log rates', () => {
  // GP_Gen5_8 may write 36 MBps; half of that is what GP_Gen5_4 may write.
  assert.equal(judge(gp(8), 50, gp(4)).is, 'false');
  assert.match(JSON.stringify(judge(gp(8), 80, gp(4))), /GP_Gen5_8.* 80 % .*GP_Gen5_4.* at least GP_Gen5_8/);
});

test('the peak is not what counts: only what lasts needs a larger size', () => {
  assert.equal(judge(gp(8), 10, gp(2)).is, 'false');
});

test('sizes that nobody documented, pools and unlike units are not judged', () => {
  const pool: Sku = { name: 'ElasticPool', tier: 'GeneralPurpose', capacity: 0 };
  assert.deepEqual(judge(pool, 90, gp(2)), { is: 'unknown' });
  assert.deepEqual(judge(gp(8), 90, pool), { is: 'unknown' });
  assert.deepEqual(judge(premium(1000), 90, gp(2)), { is: 'unknown' });
  assert.deepEqual(judge(undefined, 90, gp(2)), { is: 'unknown' });
  assert.deepEqual(judge(gp(8), 90, undefined), { is: 'unknown' });
});

test('a need above the largest size of its kind says so', () => {
  const dc: Sku = { name: 'GP_DC', tier: 'GeneralPurpose', capacity: 2 };
  const bc: Sku = { name: 'BC_Gen5', tier: 'BusinessCritical', family: 'Gen5', capacity: 8 };
  assert.match(JSON.stringify(judge(bc, 100, dc)), /needs a larger size than its kind has/);
});

test('what was not read says nothing, nor does what was read before the silence', () => {
  assert.deepEqual(secondaryUndersized.find(link(CAUGHT_UP)), { is: 'unknown' });
  assert.deepEqual(judge(premium(1000), 90, premium(125), failed('unreachable')), { is: 'unknown' });
});

const throttled = { waitedPerSecond: 400, requests: 3 };
const [P2, P4, P6] = [premium(250), premium(500), premium(1000)];

test('a primary that is held back to what its secondary can follow wants more than it writes', () => {
  assert.deepEqual(judge(P6, 49, P4, CAUGHT_UP, throttled), {
    is: 'true',
    value: 49,
    sentence:
      'The primary west/orders (P6) writes log at 49 % of what it may, and is held back for a geo-secondary: the geo-secondary north/orders (P4) cannot follow what it would write, and needs more than that.',
  });
  const requestsOnly = { waitedPerSecond: null, requests: 1 };
  assert.equal(judge(P6, 49, P4, CAUGHT_UP, requestsOnly).is, 'true');
});

test('what it writes while it is held back for another one, or for another reason than size, ends nothing', () => {
  // Far below what this one may write: another geo-secondary may be the one that is waited for.
  assert.deepEqual(judge(P6, 25, P4, CAUGHT_UP, throttled), { is: 'unknown' });
  assert.deepEqual(judge(P6, 90, P6, CAUGHT_UP, throttled), { is: 'unknown' });
  assert.equal(judge(P6, 60, P2, CAUGHT_UP, throttled).is, 'true');
});

test('a wait of a moment, none, and one of an earlier round hold nothing back', () => {
  for (const wait of [
    { waitedPerSecond: 50, requests: 1 },
    { waitedPerSecond: 0, requests: 0 },
    { waitedPerSecond: null, requests: 0 },
    { waitedPerSecond: null, requests: null },
    { ...throttled, atMs: T0 - 1 },
  ])
    assert.equal(judge(P6, 49, P4, CAUGHT_UP, wait).is, 'false', JSON.stringify(wait));
});
