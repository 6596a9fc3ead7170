import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Rules } from '../../../shared/alerting/evaluate.ts';
import { decideLink, type LinkContext } from '../../../shared/replication/decideSubject.ts';
import type { StoredMetrics } from '../../../shared/replication/metricsPorts.ts';
import type { ObservedLink } from '../../../shared/replication/observeLinks.ts';
import { burntMs } from '../../../shared/replication/signals/burn.ts';
import type { SignalReadings } from '../../../shared/replication/signalTypes.ts';
import type { LinkRow, SubjectRecord } from '../../../shared/replication/types.ts';
import { link, row } from './builders.ts';
import { ALERTING, RULES } from './fixture.ts';
import { answering, counters, FEEDBACK, MINUTE, primarySignals, SECOND } from './signals/readings.ts';

const START = Date.UTC(2026, 10, 22, 8);
const ORDERS = link('contoso-orders-westeurope', 'contoso-orders-northeurope', 'orders');
const SECONDARY = 'contoso-orders-northeurope/orders';
const BURN: Rules = {
  ...RULES,
  RpoBudgetBurn: {
    ...RULES.RpoBudgetBurn,
    enabled: true,
    burn: {
      objectivePercent: 99.9,
      windows: [
        { burn: 14.4, longMs: 60 * MINUTE, shortMs: 5 * MINUTE },
        { burn: 6, longMs: 360 * MINUTE, shortMs: 30 * MINUTE },
        { burn: 1, longMs: 4_320 * MINUTE, shortMs: 360 * MINUTE },
      ],
    },
  },
};

function context(atMs: number, more: Partial<LinkContext> = {}): LinkContext {
  const signals = { everyMs: MINUTE, sampleEveryMs: 30 * SECOND, rpoMs: 5 * SECOND };
  return { shard: '00', rulesOf: () => BURN, nowMs: atMs, signals, ...more };
}

function observed(atMs: number, more: Partial<LinkRow> = {}, readings?: SignalReadings): ObservedLink {
  const said = row('contoso-orders-northeurope', 'orders', {
    lagSeconds: 1,
    lastReplicationMs: atMs - 900,
    lastCommitMs: atMs - 120,
    ...more,
  });
  return {
    link: ORDERS,
    observation: { seen: 'row', row: said, seedingPercent: null },
    atMs,
    roundTripMs: 12,
    ...(readings === undefined ? {} : { readings }),
  };
}

/** Everything that a round can bring, as large as it usually is. */
function fullRound(atMs: number, waitedMs: number): SignalReadings {
  const waits = { [FEEDBACK]: 1_234_567, LOG_RATE_GOVERNOR: 98_765_432 + waitedMs, POOL_LOG_RATE_GOVERNOR: 12_345_678 };
  return {
    askedAtMs: atMs + 15,
    primary: {
      ok: true,
      signals: primarySignals(atMs + 30, {
        waits: [counters(waits), counters(waits, 'database')],
        logWrite: { sustainedPercent: 43.27, peakPercent: 98.15, spanMs: 3_600_000 },
      }),
    },
    secondary: answering(atMs + 90, {
      lastCommitMs: atMs - 1_320,
      redo: { queueKb: 12_345, rateKbPerSecond: 6_789, lagSeconds: 2 },
    }),
  };
}

const decide = (before: SubjectRecord | undefined, one: ObservedLink, more: Partial<LinkContext> = {}) =>
  decideLink(before, one, ALERTING.evaluateLink, context(one.atMs, more)).record;

const METRICS: StoredMetrics = {
  'contoso-orders-westeurope/orders': {
    atMs: START,
    lag: { [SECONDARY]: { lagSeconds: 2, atMs: START - MINUTE } },
    availability: null,
    connectionFailed: null,
    logWritePercent: null,
  },
};

/** Half an hour of samples, with a round at every second one. */
function halfAnHour(more: Partial<LinkRow> = {}): SubjectRecord {
  let record: SubjectRecord | undefined;
  for (let sample = 0; sample < 60; sample += 1) {
    const atMs = START + sample * 30 * SECOND;
    const readings = sample % 2 === 0 ? fullRound(atMs, sample * 7_777) : undefined;
    record = decide(record, observed(atMs, more, readings), { metrics: METRICS });
  }
  return record as SubjectRecord;
}

describe('a decision about a link', () => {
  test('folds what was read into its status, with the primary that was asked', () => {
    const { link: status } = decide(undefined, observed(START, {}, fullRound(START, 0)), { metrics: METRICS });
    assert.equal(status?.signals?.primary, 'contoso-orders-westeurope/orders');
    assert.equal(status?.signals?.secondary?.commitGapSeconds, 1.2);
    assert.deepEqual(status?.signals?.metrics, { atMs: START - MINUTE, lagSeconds: 2 });
  });

  test('knows the log that a primary writes from Azure Monitor where the primary is not asked, and from itself where it is', () => {
    const [key = ''] = Object.keys(METRICS);
    const read = METRICS[key] ?? assert.fail('expected metrics of the primary');
    const metrics = { [key]: { ...read, logWritePercent: { sustained: 61, peak: 90 } } };
    const unasked = decide(undefined, observed(START), { metrics }).link?.signals?.logWrite;
    assert.deepEqual(unasked, { atMs: START, sustainedPercent: 61, peakPercent: 90 });
    const asked = decide(undefined, observed(START, {}, fullRound(START, 0)), { metrics }).link?.signals?.logWrite;
    assert.equal(asked?.sustainedPercent, 43.27);
  });

  test('counts every minute of a bad lag that Azure Monitor tells by the minute, however often sweeps look', () => {
    const signals = { everyMs: MINUTE, sampleEveryMs: 5 * SECOND, rpoMs: 5 * SECOND };
    let record: SubjectRecord | undefined;
    for (let minute = 0; minute <= 30; minute += 1) {
      const { roundTripMs: _, ...told } = observed(START + minute * MINUTE, { lagSeconds: 60 });
      record = decide(record, { ...told, grainMs: MINUTE }, { signals });
    }
    const nowMs = START + 30 * MINUTE;
    assert.equal(burntMs(record?.link?.signals?.burn, 60 * MINUTE, nowMs), 30 * MINUTE);
  });

  test('keeps what is known where a sweep reads no signals', () => {
    const before = decide(undefined, observed(START, {}, fullRound(START, 0)));
    const { signals: _, ...without } = context(START + SECOND);
    const { record } = decideLink(before, observed(START + SECOND), ALERTING.evaluateLink, without);
    assert.deepEqual(record.link?.signals, before.link?.signals);
  });

  test('counts the time outside the RPO in the windows of its rule, and in none while the rule is off', () => {
    const first = decide(undefined, observed(START, { lagSeconds: 9 }));
    const one = observed(START + 30 * SECOND, { lagSeconds: 9 });
    const windows = Object.keys(decide(first, one).link?.signals?.burn ?? {}).map((ms) => Number(ms) / MINUTE);
    assert.deepEqual(windows, [5, 30, 60, 360, 4_320]);
    assert.equal(decide(first, one, { rulesOf: () => RULES }).link?.signals, undefined);
  });

  test('counts nothing for the first sample of a link, and nothing twice when it is made again', () => {
    assert.equal(decide(undefined, observed(START, { lagSeconds: 9 })).link?.signals, undefined);
    const once = decide(decide(undefined, observed(START)), observed(START + 30 * SECOND, { lagSeconds: 9 }));
    const twice = decide(once, observed(START + 30 * SECOND, { lagSeconds: 9 }));
    assert.deepEqual(twice.link?.signals, once.link?.signals);
  });

  test('tells the conditions what was read', () => {
    const on = { ...BURN, CommitGapHigh: { ...RULES.CommitGapHigh, enabled: true, threshold: 60 } };
    const late = fullRound(START, 0);
    const behind = { ...late, secondary: answering(START + 90, { lastCommitMs: START - 300 * SECOND }) };
    const { alerts } = decide(undefined, observed(START, {}, behind), { rulesOf: () => on });
    assert.equal(alerts.CommitGapHigh?.phase, 'firing');
  });
});

describe('the row', () => {
  const sizeOf = (record: SubjectRecord) => JSON.stringify(record).length;

  test('of a healthy link with every signal stays under 1.5 KB: a thousand are written in every sweep', () => {
    const record = halfAnHour();
    assert.deepEqual(Object.keys(record.link?.signals ?? {}).sort(), [
      'askedAtMs',
      'logWrite',
      'metrics',
      'primary',
      'secondary',
      'throttle',
    ]);
    assert.ok(sizeOf(record) < 1_536, `saw ${sizeOf(record)} characters`);
  });

  test('of a link that misses its RPO all the time stays under 4 KB', () => {
    const record = halfAnHour({ lagSeconds: 90 });
    assert.notEqual(record.link?.signals?.burn, undefined);
    assert.ok(sizeOf(record) < 4_096, `saw ${sizeOf(record)} characters`);
  });
});
