import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { signalWords } from '../../../dashboard/browser/signalWords.ts';
import type { LinkSignalsView } from '../../../shared/views/linkSignalsTypes.ts';

const AT = new Date().toISOString();
const NONE: LinkSignalsView = {
  askedAt: AT,
  secondary: null,
  throttle: null,
  logWrite: null,
  seedingMoved: null,
  rpoMissed: [],
  metric: null,
  unread: [],
};
const secondary = (more: Partial<NonNullable<LinkSignalsView['secondary']>>) => ({
  ...NONE,
  secondary: {
    at: AT,
    state: 'answering' as const,
    since: AT,
    commitGapSeconds: 0,
    redoLagSeconds: 0,
    redoQueueKb: 0,
    failure: null,
    ...more,
  },
});
const throttled = (waitedMsPerSecond: number | null) => ({
  ...NONE,
  throttle: { at: AT, waitedMsPerSecond, others: {}, requests: null },
});

describe('the words about signals', () => {
  test('are none where nothing was read, and none where all is well', () => {
    assert.deepEqual(signalWords(null), []);
    assert.deepEqual(signalWords(NONE), []);
    assert.deepEqual(signalWords(secondary({})), []);
  });

  test('say how far commits and readers are behind, once it is more than a moment', () => {
    assert.deepEqual(signalWords(secondary({ commitGapSeconds: 90, redoLagSeconds: 0.4 })), [
      'commits 1 min 30 s behind',
    ]);
    assert.deepEqual(signalWords(secondary({ redoLagSeconds: 30.4 })), ['readers 30 s behind']);
  });

  test('say nothing of a gap that is not known', () => {
    assert.deepEqual(signalWords(secondary({ commitGapSeconds: null, redoLagSeconds: null })), []);
  });

  test('say that the secondary is silent, and why', () => {
    const [line] = signalWords(secondary({ state: 'silent', failure: 'Nobody answered.' }));
    assert.match(line ?? '', /^the secondary is silent since .*: Nobody answered\.$/);
  });

  test('say of a closed one no more than that', () => {
    assert.deepEqual(signalWords(secondary({ state: 'closed' })), ['the secondary lets nobody in']);
  });

  test('say when the primary is throttled, however little, and not when nobody knows', () => {
    assert.deepEqual(signalWords(throttled(0.2)), ['throttled: 1 ms waited in a second']);
    assert.deepEqual(signalWords(throttled(0)), []);
    assert.deepEqual(signalWords(throttled(null)), []);
  });

  test('say how much log is written, also none', () => {
    const logWrite = { at: AT, sustainedPercent: 0, peakPercent: 3 };
    assert.deepEqual(signalWords({ ...NONE, logWrite }), ['log write 0 %']);
  });

  test('say of the longest window in which the RPO was missed', () => {
    const rpoMissed = [
      { windowSeconds: 300, seconds: 60 },
      { windowSeconds: 3_600, seconds: 90 },
    ];
    assert.deepEqual(signalWords({ ...NONE, rpoMissed }), ['RPO missed for 1 min 30 s of 1 h']);
  });

  test('say what may not be read', () => {
    assert.deepEqual(signalWords({ ...NONE, unread: ['sys.a', 'sys.b'] }), ['may not read sys.a, sys.b']);
  });
});
