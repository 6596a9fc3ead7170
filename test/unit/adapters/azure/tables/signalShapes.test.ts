import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { areSignals } from '../../../../../shared/adapters/azure/tables/signalShapes.ts';
import { asSubjectRecord } from '../../../../../shared/adapters/azure/tables/storedShapes.ts';
import type { LinkSignals } from '../../../../../shared/replication/signalTypes.ts';
import { linkRecord } from '../../../../contract/records.ts';

const FULL: Required<LinkSignals> = {
  primary: 'we/orders',
  askedAtMs: 5,
  unread: ['sys.dm_os_wait_stats'],
  secondary: {
    atMs: 5,
    is: 'silent',
    sinceMs: 1,
    failure: { kind: 'unreachable', message: 'Nobody answered.' },
    commitGapSeconds: null,
    redoLagSeconds: 0.5,
    redoQueueKb: 7,
    replicaRole: 2,
  },
  throttle: {
    atMs: 5,
    counters: [{ source: 'server', waitedMs: { LOG_RATE_GOVERNOR: 9 } }],
    waitedPerSecond: null,
    others: { LOG_RATE_GOVERNOR: 0.1 },
    requests: 3,
  },
  logWrite: { atMs: 5, sustainedPercent: 40, peakPercent: 80 },
  seeding: { percent: 30, movedAtMs: 4 },
  burn: { '300000': [[12, 30_000]] },
  metrics: { atMs: 5, lagSeconds: null },
};

type Part = keyof typeof FULL;
const having = (part: Part, more: unknown) => ({
  ...FULL,
  [part]:
    typeof more === 'object' && !Array.isArray(more) && more !== null ? { ...(FULL[part] as object), ...more } : more,
});

describe('signals are taken', () => {
  test('with all that this version writes', () => assert.equal(areSignals(FULL), true));
  test('with nothing at all', () => assert.equal(areSignals({}), true));
  for (const part of Object.keys(FULL) as Part[]) {
    test(`without ${part}`, () => {
      const { [part]: _, ...rest } = FULL;
      assert.equal(areSignals(rest), true);
    });
  }
  test('with what a later version adds', () => assert.equal(areSignals({ ...FULL, tides: 'high' }), true));
});

describe('signals are refused', () => {
  const wrong: Array<[name: string, value: unknown]> = [
    ['that are a list', []],
    ['that are null', null],
    ['asked at a moment that is a text', having('askedAtMs', 'now')],
    ['of a secondary without its moment', having('secondary', { atMs: undefined })],
    ['of a secondary since a moment no calendar holds', having('secondary', { sinceMs: 9e15 })],
    ['of a secondary in no state', having('secondary', { is: undefined })],
    ['of a secondary with a failure without words', having('secondary', { failure: { kind: 'busy' } })],
    ['with a gap that is a text', having('secondary', { commitGapSeconds: '5' })],
    ['with a gap that is missing', having('secondary', { commitGapSeconds: undefined })],
    ['with counters that are none', having('throttle', { counters: {} })],
    ['with a counter without a source', having('throttle', { counters: [{ waitedMs: {} }] })],
    ['with a counter that is a text', having('throttle', { counters: [{ source: 'server', waitedMs: { A: '1' } }] })],
    ['with other waits that are null', having('throttle', { others: null })],
    ['with a log write that is a text', having('logWrite', { sustainedPercent: 'half' })],
    ['with a seeding without its percentage', having('seeding', { percent: null })],
    ['with a burn that is a list', having('burn', [])],
    ['with a bucket that is no pair', having('burn', { '300000': [[1]] })],
    ['with a bucket that is a text', having('burn', { '300000': [[1, 'x']] })],
    ['with metrics without their moment', having('metrics', { atMs: null })],
    ['with a metric that is a text', having('metrics', { lagSeconds: 'high' })],
  ];
  for (const [name, value] of wrong) test(name, () => assert.equal(areSignals(value), false));
});

describe('a stored link', () => {
  const withSignals = (signals: unknown) => ({ ...linkRecord(), link: { ...linkRecord().link, signals } });

  test('is taken as it is with good signals', () => {
    const value = withSignals(FULL);
    assert.equal(asSubjectRecord(value), value);
  });

  test('keeps its state and its alerts when its signals are bad: those are read again', () => {
    assert.deepEqual(asSubjectRecord(withSignals({ burn: 7 })), linkRecord());
    assert.deepEqual(asSubjectRecord(withSignals('none')), linkRecord());
  });
});

test('a stored record of the deployment is taken', () => {
  const value = { subject: { kind: 'deployment', key: 'deployment' }, alerts: {} };
  assert.equal(asSubjectRecord(value), value);
});
