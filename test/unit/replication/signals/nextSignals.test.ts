import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { isAsked, nextSignals, type SignalObservation } from '../../../../shared/replication/signals/nextSignals.ts';
import type { LinkSignals, PrimaryAnswer, SignalReadings } from '../../../../shared/replication/signalTypes.ts';
import type { LinkState } from '../../../../shared/replication/types.ts';
import { answering, caughtUp, counters, FEEDBACK, MINUTE, NOBODY, primarySignals, SECOND, silent } from './readings.ts';

const OPTIONS = {
  everyMs: MINUTE,
  sampleEveryMs: 30 * SECOND,
  rpoMs: 5 * SECOND,
  windowsMs: [5 * MINUTE, 60 * MINUTE],
};
const START = 1_000_000 * MINUTE;

type Step = Partial<SignalObservation> & { afterMs?: number };

function fold(...steps: Step[]): { signals: LinkSignals | undefined; nowMs: number } {
  let signals: LinkSignals | undefined;
  let nowMs = START;
  for (const { afterMs = 30 * SECOND, ...observation } of steps) {
    nowMs += afterMs;
    const given = { primary: 'we/orders', state: caughtUp(), lastCommitMs: nowMs - 100, sinceLastMs: afterMs };
    signals = nextSignals(signals, { ...given, ...observation }, nowMs, OPTIONS);
  }
  return { signals, nowMs };
}

const primary = (atMs: number, waitedMs: number, percent = 40): PrimaryAnswer => ({
  ok: true,
  signals: primarySignals(atMs, {
    waits: [counters({ [FEEDBACK]: waitedMs })],
    logWrite: { sustainedPercent: percent, peakPercent: 80, spanMs: MINUTE },
  }),
});
const refused: PrimaryAnswer = { ok: false, atMs: START, failure: NOBODY };
const round = (atMs: number, more: Partial<SignalReadings> = {}): SignalReadings => ({ askedAtMs: atMs, ...more });
const [FIRST, SECOND_ROUND] = [START + 30 * SECOND, START + 90 * SECOND];

describe('a link of which nobody asked anything', () => {
  test('keeps nothing while it is well', () => {
    assert.equal(fold({}, {}, {}).signals, undefined);
  });

  test('counts its time outside the objective all the same', () => {
    assert.deepEqual(Object.keys(fold({ state: caughtUp(6) }).signals?.burn ?? {}), ['300000', '3600000']);
  });

  test('shows how its seeding moves', () => {
    const seeding: LinkState = { name: 'seeding', percent: 30 };
    assert.deepEqual(fold({ state: seeding }, { state: seeding }).signals?.seeding, { percent: 30, movedAtMs: FIRST });
  });
});

describe('a round of questions', () => {
  const readings = round(FIRST, {
    primary: primary(FIRST, 100),
    secondary: answering(FIRST + 50, { lastCommitMs: FIRST - 3_100 }),
  });

  test('is kept with the primary that was asked, and when', () => {
    const { signals } = fold({ readings });
    assert.deepEqual([signals?.primary, signals?.askedAtMs, signals?.unread], ['we/orders', FIRST, undefined]);
    assert.deepEqual(signals?.logWrite, { atMs: FIRST, sustainedPercent: 40, peakPercent: 80 });
    assert.equal(signals?.secondary?.commitGapSeconds, 3);
    assert.equal(signals?.throttle?.waitedPerSecond, null);
  });

  test('stays through the samples between two rounds', () => {
    const first = fold({ readings }).signals;
    assert.deepEqual(fold({ readings }, {}, {}).signals, first);
  });

  test('is compared with the one before it', () => {
    const second = round(SECOND_ROUND, { primary: primary(SECOND_ROUND, 6_100) });
    const { signals } = fold({ readings }, {}, { readings: second });
    assert.equal(signals?.throttle?.waitedPerSecond, 100);
    assert.equal(signals?.askedAtMs, SECOND_ROUND);
  });

  test('names the views that could not be read, each once, until they can', () => {
    const unread = [{ view: 'sys.dm_os_wait_stats', message: 'No rights.' }];
    const blind = round(FIRST, {
      primary: { ok: true, signals: primarySignals(FIRST, { unread }) },
      secondary: answering(FIRST, { unread: [...unread, { view: 'sys.dm_db_resource_stats', message: 'No.' }] }),
    });
    const views = ['sys.dm_os_wait_stats', 'sys.dm_db_resource_stats'];
    assert.deepEqual(fold({ readings: blind }, {}).signals?.unread, views);
    assert.equal(fold({ readings: blind }, { readings }).signals?.unread, undefined);
  });

  test('in vain leaves what was known, and counts as asked', () => {
    const { signals } = fold({ readings }, { readings: round(SECOND_ROUND, { primary: refused }) });
    assert.deepEqual([signals?.askedAtMs, signals?.logWrite?.atMs], [SECOND_ROUND, FIRST]);
    assert.equal(fold({ readings: round(FIRST, { primary: refused }) }).signals?.askedAtMs, FIRST);
  });

  test('that could not read the log write forgets it: the primary answered, and did not say', () => {
    const mute = round(SECOND_ROUND, { primary: { ok: true, signals: primarySignals(SECOND_ROUND) } });
    assert.equal(fold({ readings }, { readings: mute }).signals?.logWrite, undefined);
  });

  test('whose sample had no commit of the primary gives no gap', () => {
    assert.equal(fold({ readings, lastCommitMs: null }).signals?.secondary?.commitGapSeconds, null);
  });
});

describe('what is not renewed', () => {
  const readings = round(FIRST, { primary: primary(FIRST, 100), secondary: silent(FIRST) });

  test('is forgotten after five rounds, but not before', () => {
    const kept = fold({ readings }, { afterMs: 5 * MINUTE }).signals;
    assert.deepEqual(Object.keys(kept ?? {}), ['primary', 'askedAtMs', 'secondary', 'throttle', 'logWrite']);
    const old = fold({ readings }, { afterMs: 5 * MINUTE + 1 }).signals;
    assert.deepEqual(Object.keys(old ?? {}), ['primary', 'askedAtMs']);
  });

  test('and is renewed late is still one spell of silence', () => {
    const late = round(FIRST, { secondary: silent(FIRST + 4 * MINUTE) });
    const { signals } = fold({ readings }, { afterMs: 4 * MINUTE, readings: late });
    assert.equal(signals?.secondary?.sinceMs, FIRST);
  });
});

describe('a role change', () => {
  const readings = round(FIRST, { primary: primary(FIRST, 100), secondary: silent(FIRST) });
  const swapped = { primary: 'ne/orders' };

  test('keeps nothing of the old primary and secondary', () => {
    assert.equal(fold({ readings }, swapped).signals, undefined);
  });

  test('does not compare the counters of the new primary with those of the old one', () => {
    const second = round(SECOND_ROUND, { primary: primary(SECOND_ROUND, 900_000) });
    assert.equal(fold({ readings }, { ...swapped, readings: second }).signals?.throttle?.waitedPerSecond, null);
  });

  test('keeps the time outside the objective: it is the link that missed it', () => {
    const { signals } = fold({ state: caughtUp(60), readings }, swapped);
    assert.deepEqual(Object.keys(signals ?? {}), ['primary', 'burn']);
    assert.equal(signals?.primary, 'ne/orders');
  });

  test('back makes no counter of before comparable', () => {
    const again = round(SECOND_ROUND, { primary: primary(SECOND_ROUND, 900_000) });
    assert.equal(fold({ readings }, swapped, { readings: again }).signals?.throttle?.waitedPerSecond, null);
  });
});

describe('the secondary', () => {
  const readings = round(FIRST, { secondary: silent(FIRST) });

  for (const state of [
    { name: 'pending' },
    { name: 'seeding', percent: 5 },
    { name: 'absent' },
  ] satisfies LinkState[]) {
    test(`of a link that is ${state.name} is not asked, and its silence is forgotten`, () => {
      assert.equal(isAsked(state), false);
      assert.equal(fold({ readings }, { state }).signals?.secondary, undefined);
    });
  }

  for (const state of [
    caughtUp(),
    { name: 'lagUnknown' },
    { name: 'suspended' },
    { name: 'unreachable', failure: NOBODY },
  ] satisfies LinkState[]) {
    test(`of a link that is ${state.name} is asked: it is all there is when the primary is gone`, () => {
      assert.equal(isAsked(state), true);
      assert.equal(fold({ readings }, { state }).signals?.secondary?.is, 'silent');
    });
  }
});

test("Azure Monitor's figure is what it is now: its own moment says how old", () => {
  const metrics = { atMs: START - 60 * MINUTE, lagSeconds: 3 };
  assert.deepEqual(fold({ metrics }).signals?.metrics, metrics);
  assert.equal(fold({ metrics }, {}).signals, undefined);
});

test('a sample speaks for three intervals at most, however long nobody looked', () => {
  const { signals } = fold({ state: { name: 'lagUnknown' }, afterMs: 24 * 60 * MINUTE });
  const badMs = (signals?.burn?.['3600000'] ?? []).reduce((sum, [, ms]) => sum + ms, 0);
  assert.equal(badMs, 90 * SECOND);
});

test('folding the same sample again counts nothing twice', () => {
  const step: Step = { state: caughtUp(60), readings: round(FIRST, { primary: primary(FIRST, 5) }) };
  const once = fold(step);
  const observation = { primary: 'we/orders', state: caughtUp(60), lastCommitMs: null, sinceLastMs: 0 };
  assert.deepEqual(nextSignals(once.signals, observation, once.nowMs, OPTIONS), once.signals);
});

test('property: whatever comes, what is kept is JSON, is not changed by folding, and holds no undefined', () => {
  const state = fc.constantFrom<LinkState>(
    caughtUp(),
    caughtUp(99),
    { name: 'lagUnknown' },
    { name: 'seeding', percent: 3 },
    { name: 'seeding', percent: null },
    { name: 'absent' },
    { name: 'unreachable', failure: NOBODY },
  );
  const moment = fc.integer({ min: START, max: START + 60 * MINUTE });
  const readings = fc.option(
    fc.record({
      askedAtMs: moment,
      primary: fc.oneof(
        fc.constant(refused),
        fc.tuple(moment, fc.nat()).map(([atMs, ms]) => primary(atMs, ms)),
      ),
      secondary: fc.oneof(
        moment.map((atMs) => silent(atMs)),
        moment.map((atMs) => answering(atMs)),
      ),
    }),
    { nil: undefined },
  );
  const server = fc.constantFrom('we/orders', 'ne/orders');
  const steps = fc.array(fc.record({ state, readings, server, afterMs: fc.nat(10 * MINUTE) }), { maxLength: 20 });
  fc.assert(
    fc.property(steps, (given) => {
      let signals: LinkSignals | undefined;
      let nowMs = START;
      for (const step of given) {
        nowMs += step.afterMs;
        const before = structuredClone(signals);
        const next = nextSignals(
          signals,
          {
            primary: step.server,
            state: step.state,
            lastCommitMs: null,
            sinceLastMs: step.afterMs,
            ...(step.readings === undefined ? {} : { readings: step.readings }),
          },
          nowMs,
          OPTIONS,
        );
        assert.deepEqual(signals, before);
        if (next !== undefined) assert.deepEqual(JSON.parse(JSON.stringify(next)), next);
        signals = next;
      }
    }),
  );
});
