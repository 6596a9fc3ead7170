import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkState } from '../../../shared/replication/linkState.ts';
import { FRESH_MS } from '../../../shared/replication/metricsDigest.ts';
import type { DatabaseMetrics } from '../../../shared/replication/metricsPorts.ts';
import { observeMetrics } from '../../../shared/replication/observeMetrics.ts';
import type { Primary } from '../../../shared/replication/primaries.ts';
import { READING_LASTS_MS } from '../../../shared/replication/sources.ts';

const NOW = 1_800_000_000_000;
const READ = NOW - 60_000;
const POINT = NOW - 180_000;

function primary(armState: string, percentComplete = 100): Primary {
  const end = (server: string) => ({ server, database: 'orders', region: 'westeurope', fullyQualifiedDomainName: '' });
  const link = {
    linkKey: 'shop-ne/orders~shop-we/orders',
    type: 'GEO' as const,
    primary: end('shop-we'),
    secondary: end('shop-ne'),
    armState,
    percentComplete,
  };
  return { key: 'shop-we/orders', end: link.primary, links: [link] };
}

const KNOWN: DatabaseMetrics = {
  atMs: READ,
  lag: { 'shop-ne/orders': { lagSeconds: 7, atMs: POINT } },
  availability: null,
  connectionFailed: null,
  logWritePercent: null,
};

function seen(armState: string, metrics: DatabaseMetrics | undefined, percent?: number) {
  const [one, ...more] = observeMetrics(primary(armState, percent), metrics, NOW);
  assert.deepEqual(more, []);
  return one && { state: linkState(one.observation), atMs: one.atMs };
}

test('a number is a known lag, as old as its minute', () => {
  assert.deepEqual(seen('CATCH_UP', KNOWN), { state: { name: 'caughtUp', lagSeconds: 7 }, atMs: POINT });
});

test('no fresh number is a lag that is not known: never zero, and never the number before it', () => {
  assert.deepEqual(seen('CATCH_UP', { ...KNOWN, lag: {} }), { state: { name: 'lagUnknown' }, atMs: READ - FRESH_MS });
});

for (const [armState, name] of [
  ['PENDING', 'pending'],
  ['SEEDING', 'seeding'],
  ['SUSPENDED', 'suspended'],
  ['suspended', 'suspended'],
] as const) {
  test(`Resource Manager's ${armState} wins over a number`, () => {
    assert.equal(seen(armState, KNOWN)?.state.name, name);
  });
}

test("the percentage of seeding is Resource Manager's, and only while it seeds", () => {
  assert.deepEqual(seen('SEEDING', KNOWN, 40)?.state, { name: 'seeding', percent: 40 });
});

test('a state that is not known tells of no trouble: the lag decides', () => {
  assert.equal(seen('Improving', KNOWN)?.state.name, 'caughtUp');
  assert.equal(seen('Improving', { ...KNOWN, lag: {} })?.state.name, 'lagUnknown');
});

test('before the first reading nothing is said', () => {
  assert.deepEqual(observeMetrics(primary('CATCH_UP'), undefined, NOW), []);
});

test('one failed try leaves what was read a moment ago', () => {
  const unread = { kind: 'throttled' as const, atMs: NOW, subject: 'w', message: 'later' };
  assert.equal(seen('CATCH_UP', { ...KNOWN, unread })?.state.name, 'caughtUp');
});

test('where nothing was read for long we are blind, and say why in the words of the failure', () => {
  const unread = { kind: 'forbidden' as const, atMs: NOW - 1_000, subject: 'w', message: 'Give it the role.' };
  const old = { ...KNOWN, atMs: NOW - READING_LASTS_MS - 1, unread };
  const state = seen('CATCH_UP', old)?.state;
  assert.deepEqual(state, { name: 'unreachable', failure: { kind: 'monitor', message: 'Give it the role.' } });
});

test('a reader that has stopped is blind as well, and does not go back to the last number', () => {
  const state = seen('CATCH_UP', { ...KNOWN, atMs: NOW - READING_LASTS_MS - 1 })?.state;
  assert.ok(state?.name === 'unreachable' && state.failure.kind === 'monitor');
  assert.match(state.failure.message, /shop-we\/orders/);
});

test('what is seen never goes back in time from one reading to the next', () => {
  const MINUTE = 60_000;
  let latest = 0;
  const story: Array<[number, number | undefined]> = [
    [0, -3],
    [1, -3],
    [2, undefined],
    [6, undefined],
    [7, 3],
    [8, 5],
  ];
  for (const [read, point] of story) {
    const atMs = NOW + read * MINUTE;
    const lag = point === undefined ? {} : { 'shop-ne/orders': { lagSeconds: 1, atMs: NOW + point * MINUTE } };
    if (point !== undefined) assert.ok(atMs - (NOW + point * MINUTE) <= FRESH_MS);
    const [one] = observeMetrics(primary('CATCH_UP'), { ...KNOWN, atMs, lag }, atMs);
    assert.ok((one?.atMs ?? 0) >= latest, `reading ${read}`);
    latest = one?.atMs ?? 0;
  }
});

test('a number speaks for its minute, however often it is looked at', () => {
  assert.equal(observeMetrics(primary('CATCH_UP'), KNOWN, NOW)[0]?.grainMs, 60_000);
});
