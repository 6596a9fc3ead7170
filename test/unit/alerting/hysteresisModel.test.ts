/**
 * What people rely on, over any interleaving of samples, silences, clock steps, restarts and rule changes: the alert is serialised to JSON
 * and back between any two samples, as a table row is.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Alerts, evaluateAlerts } from '../../../shared/alerting/evaluate.ts';
import type { AlertRule, Finding, Notice } from '../../../shared/alerting/types.ts';
import { LINK, rule, rules, T0 } from './samples.ts';

type Sample = {
  afterMs: number;
  says: 'true' | 'false' | 'unknown';
  restart: boolean;
  enabled: boolean;
  value: number;
};

const PENDING = 10_000;
const RESOLVE = 5_000;

const samples = (afterMs: fc.Arbitrary<number>) =>
  fc.array(
    fc.record({
      afterMs,
      says: fc.constantFrom('true' as const, 'true' as const, 'false' as const, 'unknown' as const),
      restart: fc.boolean(),
      enabled: fc.oneof({ weight: 20, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
      value: fc.nat(100),
    }),
    { minLength: 1, maxLength: 60 },
  );

interface Played {
  told: Array<{ index: number; notice: Notice }>;
  alerts: Alerts;
  times: number[];
}

function play(list: Sample[], withRestarts: boolean, differs: Partial<AlertRule> = {}): Played {
  let alerts: Alerts = {};
  let nowMs = T0;
  const told: Played['told'] = [];
  const times: number[] = [];
  list.forEach((sample, index) => {
    nowMs += sample.afterMs;
    times.push(nowMs);
    if (withRestarts && sample.restart) alerts = JSON.parse(JSON.stringify(alerts)) as Alerts;
    const finding: Finding =
      sample.says === 'true'
        ? { is: 'true', value: sample.value, sentence: 'Bad.' }
        : sample.says === 'false'
          ? { is: 'false', value: sample.value }
          : { is: 'unknown' };
    const result = evaluateAlerts({
      subject: LINK,
      alerts,
      findings: { LagHigh: finding },
      rules: rules({
        LagHigh: rule({ threshold: 5, pendingMs: PENDING, resolveMs: RESOLVE, enabled: sample.enabled, ...differs }),
      }),
      nowMs,
    });
    alerts = result.alerts;
    for (const notice of result.notices) told.push({ index, notice });
  });
  return { told, alerts, times };
}

const forwards = fc.integer({ min: 1, max: 8_000 });
const anyClock = fc.integer({ min: -20_000, max: 20_000 });

test('first and resolved alternate, and an alert that was told of is resolved or still told', () => {
  fc.assert(
    fc.property(samples(anyClock), (list) => {
      const { told, alerts } = play(list, true);
      told.forEach(({ notice }, order) => {
        assert.equal(notice.reason, order % 2 === 0 ? 'first' : 'resolved');
        const before = told[order - 1]?.notice;
        if (notice.reason === 'resolved') assert.equal(notice.follows, before?.id);
        assert.ok(notice.durationMs >= 0);
      });
      const open = told.length % 2 === 1;
      const phase = alerts.LagHigh?.phase ?? 'quiet';
      assert.equal(open, phase === 'firing' || phase === 'resolving', `${told.length} told, yet ${phase}`);
    }),
    { numRuns: 600 },
  );
});

test('a restart between any two samples changes nothing', () => {
  fc.assert(
    fc.property(samples(anyClock), (list) => {
      assert.deepEqual(play(list, true), play(list, false));
    }),
    { numRuns: 300 },
  );
});

test('nobody is told before the condition has held for the pending time, without one sample against it', () => {
  fc.assert(
    fc.property(samples(forwards), (list) => {
      const { told, times } = play(list, true);
      for (const { index, notice } of told.filter((each) => each.notice.reason === 'first')) {
        const began = times.indexOf(notice.sinceMs);
        assert.ok((times[index] ?? 0) - notice.sinceMs >= PENDING);
        assert.equal(list[index]?.says, 'true');
        assert.ok(list.slice(began, index + 1).every((sample) => sample.says !== 'false' && sample.enabled));
      }
    }),
    { numRuns: 600 },
  );
});

test('nothing is called resolved by itself before it has been gone for the resolve time, without one sample against it', () => {
  fc.assert(
    fc.property(samples(forwards), (list) => {
      const { told, times } = play(list, true);
      for (const { index, notice } of told) {
        if (notice.reason !== 'resolved' || notice.closedBecause !== undefined) continue;
        const endedMs = notice.sinceMs + notice.durationMs;
        const ended = times.indexOf(endedMs);
        assert.ok((times[index] ?? 0) - endedMs >= RESOLVE);
        assert.ok(list.slice(ended, index + 1).every((sample) => sample.says !== 'true'));
      }
    }),
    { numRuns: 600 },
  );
});

test('the peak is the largest value seen while the condition held', () => {
  fc.assert(
    fc.property(samples(forwards), (list) => {
      const { told, times } = play(list, true);
      for (const { index, notice } of told.filter((each) => each.notice.reason === 'resolved')) {
        const spell = list.slice(times.indexOf(notice.sinceMs), index + 1);
        const values = spell.filter((sample) => sample.says === 'true' && sample.enabled).map((sample) => sample.value);
        assert.equal(notice.peak, Math.max(...values));
      }
    }),
    { numRuns: 400 },
  );
});

test('no two notices of a subject share an id', () => {
  fc.assert(
    fc.property(samples(forwards), (list) => {
      const ids = play(list, true).told.map(({ notice }) => notice.id);
      assert.equal(new Set(ids).size, ids.length);
    }),
    { numRuns: 300 },
  );
});

test('a severity only ever rises within a spell, each rise is told, and no id comes twice', () => {
  const escalate = [
    { severity: 'error' as const, afterMs: 20_000 },
    { severity: 'critical' as const, above: 90 },
  ];
  const RANK = { info: 0, warning: 1, error: 2, critical: 3 };
  let rises = 0;
  fc.assert(
    fc.property(samples(forwards), (list) => {
      const { told, alerts } = play(list, true, { severity: 'warning', escalate });
      assert.equal(new Set(told.map(({ notice }) => notice.id)).size, told.length);
      let spell: Notice[] = [];
      for (const { notice } of told) {
        const before = spell.at(-1);
        if (notice.reason === 'first') assert.equal(before, undefined);
        else assert.equal(notice.follows, spell[0]?.id);
        if (before !== undefined && notice.reason === 'worse') {
          rises += 1;
          assert.ok(RANK[notice.severity] > RANK[before.severity]);
        }
        if (notice.reason === 'resolved') assert.equal(notice.severity, before?.severity);
        spell = notice.reason === 'resolved' ? [] : [...spell, notice];
      }
      const { LagHigh: state } = alerts;
      const known = state === undefined || state.phase === 'pending' ? undefined : (state.severity ?? 'warning');
      assert.equal(known, spell.at(-1)?.severity, 'what is stored was told');
    }),
    { numRuns: 600 },
  );
  assert.ok(rises > 10, `only ${rises} rises`);
});
