import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FAILOVER_LIMITS } from '../../../shared/failover/limits.ts';
import { isOnlyFigures, isRowDue, ROW_EVERY_MS } from '../../../shared/replication/onlyFigures.ts';
import { SHARDS } from '../../../shared/replication/shards.ts';
import type { LinkStatus, SubjectRecord } from '../../../shared/replication/types.ts';

const STATUS: LinkStatus = {
  state: { name: 'caughtUp', lagSeconds: 1 },
  sinceMs: 1_000,
  longestMs: { caughtUp: 5_000 },
  sampledAtMs: 6_000,
  lastReplicationMs: 5_900,
  lastCommitMs: 5_900,
};
const BEFORE: SubjectRecord = {
  subject: { kind: 'link', key: 'a/db~b/db', primary: 'a/db', secondary: 'b/db' },
  link: STATUS,
  alerts: { LagHigh: { phase: 'pending', sinceMs: 5_000 } },
};
const SILENT: LinkStatus = {
  ...STATUS,
  state: { name: 'unreachable', failure: { kind: 'unreachable', message: 'no answer within 2 s' } },
  interrupted: { name: 'suspended', sinceMs: 500 },
};
const after = (link: Partial<LinkStatus>, more: Partial<SubjectRecord> = {}): SubjectRecord => ({
  ...BEFORE,
  ...more,
  link: { ...STATUS, ...link },
});

describe('only figures', () => {
  const figures: Array<[string, Partial<LinkStatus>]> = [
    ['the sample', { sampledAtMs: 7_000, lastReplicationMs: 6_900, lastCommitMs: null, roundTripMs: 3 }],
    [
      'the lag',
      { state: { name: 'caughtUp', lagSeconds: 9 }, peakLagSeconds: 9, lastKnownLag: { lagSeconds: 9, atMs: 7_000 } },
    ],
    ['the longest spell', { longestMs: { caughtUp: 6_000 } }],
    ['what is read besides', { signals: { askedAtMs: 7_000 } }],
  ];
  for (const [what, link] of figures) {
    test(`${what}`, () => assert.equal(isOnlyFigures(BEFORE, after(link)), true));
  }
  test('how a failure is worded', () => {
    const failure = { kind: 'unreachable' as const, message: 'no answer within 1.9 s' };
    const silent = { ...BEFORE, link: SILENT };
    assert.equal(
      isOnlyFigures(silent, { ...silent, link: { ...SILENT, state: { name: 'unreachable', failure } } }),
      true,
    );
  });
});

describe('more than figures', () => {
  const happened: Array<[string, SubjectRecord | undefined, SubjectRecord]> = [
    ['a first sample', undefined, BEFORE],
    ['a first sample of what has a record', { ...BEFORE, link: undefined } as unknown as SubjectRecord, BEFORE],
    ['a record without a link', { subject: BEFORE.subject, alerts: {} }, { subject: BEFORE.subject, alerts: {} }],
    ['another state', BEFORE, after({ state: { name: 'lagUnknown' } })],
    ['another spell of the same state', BEFORE, after({ sinceMs: 6_500 })],
    [
      'another spell before the silence',
      { ...BEFORE, link: SILENT },
      after({ ...SILENT, interrupted: { name: 'suspended', sinceMs: 600 } }),
    ],
    [
      'silence of another kind',
      { ...BEFORE, link: SILENT },
      after({
        ...SILENT,
        state: { name: 'unreachable', failure: { kind: 'firewall', message: 'no answer within 2 s' } },
      }),
    ],
    ['an alert that begins', { ...BEFORE, alerts: {} }, BEFORE],
    [
      'an alert that goes on',
      BEFORE,
      after({}, { alerts: { LagHigh: { phase: 'firing', sinceMs: 5_000, firedAtMs: 6_000, sentence: 'It lags.' } } }),
    ],
    ['an alert that ends', BEFORE, after({}, { alerts: {} })],
    [
      'roles that swapped',
      BEFORE,
      after({}, { subject: { kind: 'link', key: 'a/db~b/db', primary: 'b/db', secondary: 'a/db' } }),
    ],
  ];
  for (const [what, before, next] of happened) {
    test(`${what}`, () => assert.equal(isOnlyFigures(before, next), false));
  }
});

describe('a row is due', () => {
  test('once in five minutes, however often one samples', () => {
    for (const everyMs of [1_000, 15_000, 60_000, 299_000]) {
      const samples = Array.from({ length: Math.floor((6 * ROW_EVERY_MS) / everyMs) + 2 }, (_, n) => n * everyMs);
      const due = samples.filter((atMs, n) => n > 0 && isRowDue('03', samples[n - 1] ?? 0, atMs));
      assert.ok(
        due.length >= 6 && due.length <= 7,
        `${due.length} times in half an hour with a sample every ${everyMs} ms`,
      );
    }
  });

  test('with every sample that comes five minutes after the last one', () => {
    for (let n = 0; n < 20; n += 1) assert.equal(isRowDue('03', n * ROW_EVERY_MS, (n + 1) * ROW_EVERY_MS), true);
  });

  test('not in all shards at the same moment', () => {
    const moments = SHARDS.map((shard) =>
      Array.from({ length: 300 }, (_, second) => second).find((second) =>
        isRowDue(shard, second * 1_000, second * 1_000 + 1_000),
      ),
    );
    assert.equal(new Set(moments).size, SHARDS.length);
  });
});

test('a row alone is young enough to decide a failover by, also when a sample or two are missing', () => {
  assert.ok(FAILOVER_LIMITS.maxSampleAgeMs >= 2 * ROW_EVERY_MS);
});
