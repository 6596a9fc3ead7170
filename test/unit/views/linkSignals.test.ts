import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { LinkSignals } from '../../../shared/replication/signalTypes.ts';
import { linkViews, toFullLinkView, toLinkView } from '../../../shared/views/link.ts';
import { toLinkSignalsView } from '../../../shared/views/linkSignals.ts';
import { link, linkStatus, NOW, record, topology } from './fixtures.ts';

const MINUTE = 60_000;
const view = (signals: LinkSignals) => {
  const shown = toLinkSignalsView(signals, NOW);
  assert.ok(shown !== null);
  return shown;
};
const secondary = (more: Partial<NonNullable<LinkSignals['secondary']>> = {}): LinkSignals => ({
  secondary: {
    atMs: NOW - 1_000,
    is: 'answering',
    sinceMs: NOW - 9_000,
    commitGapSeconds: 1.2,
    redoLagSeconds: 0,
    redoQueueKb: 0,
    replicaRole: 2,
    ...more,
  },
});

describe('the signals of a link', () => {
  test('are null before the first time', () => {
    assert.equal(toLinkSignalsView(undefined, NOW), null);
  });

  test('that were asked in vain are null part by part, and say when', () => {
    assert.deepEqual(view({ primary: 'one/orders', askedAtMs: NOW }), {
      askedAt: '2026-01-02T03:04:05.000Z',
      secondary: null,
      throttle: null,
      logWrite: null,
      seedingMoved: null,
      rpoMissed: [],
      metric: null,
      unread: [],
    });
  });

  test('say how the geo-secondary is, and since when', () => {
    assert.deepEqual(view(secondary()).secondary, {
      at: '2026-01-02T03:04:04.000Z',
      state: 'answering',
      since: '2026-01-02T03:03:56.000Z',
      commitGapSeconds: 1.2,
      redoLagSeconds: 0,
      redoQueueKb: 0,
      failure: null,
    });
  });

  test('say why it is silent, and show no number then: null is not zero', () => {
    const failure = { kind: 'unreachable', message: 'Nobody answered.' } as const;
    const shown = view(
      secondary({ is: 'silent', failure, commitGapSeconds: null, redoLagSeconds: null, redoQueueKb: null }),
    );
    assert.deepEqual(
      [
        shown.secondary?.state,
        shown.secondary?.failure,
        shown.secondary?.commitGapSeconds,
        shown.secondary?.redoLagSeconds,
      ],
      ['silent', 'Nobody answered.', null, null],
    );
  });

  test('show what was waited for, not the counters behind it', () => {
    const throttle = {
      atMs: NOW,
      counters: [{ source: 'server' as const, waitedMs: { LOG_RATE_GOVERNOR: 9e9 } }],
      waitedPerSecond: 120.5,
      others: { LOG_RATE_GOVERNOR: 3 },
      requests: 2,
    };
    assert.deepEqual(view({ throttle }).throttle, {
      at: '2026-01-02T03:04:05.000Z',
      waitedMsPerSecond: 120.5,
      others: { LOG_RATE_GOVERNOR: 3 },
      requests: 2,
    });
  });

  test('show the log write, the metric and what could not be read', () => {
    const shown = view({
      logWrite: { atMs: NOW, sustainedPercent: 40, peakPercent: 81.5 },
      metrics: { atMs: NOW - MINUTE, lagSeconds: null },
      unread: ['sys.dm_os_wait_stats'],
    });
    assert.deepEqual(shown.logWrite, { at: '2026-01-02T03:04:05.000Z', sustainedPercent: 40, peakPercent: 81.5 });
    assert.deepEqual(shown.metric, { at: '2026-01-02T03:03:05.000Z', lagSeconds: null });
    assert.deepEqual(shown.unread, ['sys.dm_os_wait_stats']);
  });

  test('show when a seeding last moved', () => {
    assert.equal(view({ seeding: { percent: 3, movedAtMs: NOW - MINUTE } }).seedingMoved, '2026-01-02T03:03:05.000Z');
  });

  test('show the time outside the RPO by window, the shortest first, and none that is over', () => {
    const bucketOf = (windowMs: number, agoMs: number) => Math.floor((NOW - agoMs) / (windowMs / 12));
    const burn: LinkSignals['burn'] = {
      [60 * MINUTE]: [[bucketOf(60 * MINUTE, 6 * MINUTE), 90_000]],
      [30 * MINUTE]: [[bucketOf(30 * MINUTE, 6 * MINUTE), 90_000]],
      [5 * MINUTE]: [[bucketOf(5 * MINUTE, 6 * MINUTE), 25_000]],
    };
    assert.deepEqual(view({ burn }).rpoMissed, [
      { windowSeconds: 1_800, seconds: 90 },
      { windowSeconds: 3_600, seconds: 90 },
    ]);
  });
});

describe('links', () => {
  const records = new Map([['one/orders~two/orders', record(linkStatus({ signals: secondary() }))]]);

  test('are listed with their signals for those who ask for links, and without them on the status page', () => {
    const input = { topology: topology(), records, nowMs: NOW };
    assert.equal(linkViews(input, toFullLinkView)[0]?.signals?.secondary?.state, 'answering');
    assert.equal('signals' in (linkViews(input, toLinkView)[0] ?? {}), false);
  });

  test('are in the order of their keys, whatever the order in which they were discovered', () => {
    const links = ['c', 'a', 'b'].map((linkKey) => link({ linkKey }));
    const shown = linkViews({ topology: topology({ links }), records, nowMs: NOW }, toLinkView);
    assert.deepEqual(
      shown.map(({ linkKey }) => linkKey),
      ['a', 'b', 'c'],
    );
  });

  test('are none before the first discovery', () => {
    assert.deepEqual(linkViews({ topology: undefined, records, nowMs: NOW }, toLinkView), []);
  });

  test('that were never sampled have no signals', () => {
    assert.equal(toFullLinkView(link(), undefined, NOW, NOW).signals, null);
  });
});
