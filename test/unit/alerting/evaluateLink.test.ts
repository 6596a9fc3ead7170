import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Alerts, Rules } from '../../../shared/alerting/evaluate.ts';
import { evaluateLink } from '../../../shared/alerting/evaluateLink.ts';
import { CONDITIONS, type Notice } from '../../../shared/alerting/types.ts';
import type { LinkState } from '../../../shared/replication/types.ts';
import { LINK, rule, rules, status, T0, unreachable } from './samples.ts';

/** Plays link states `[seconds, state, seconds at which the spell began]`. */
function play(samples: Array<[number, LinkState, number]>, overrides = {}): { alerts: Alerts; told: Notice[] } {
  let alerts: Alerts = {};
  const told: Notice[] = [];
  for (const [seconds, state, since] of samples) {
    const result = evaluateLink({
      subject: LINK,
      status: status(state, { sinceMs: T0 + since * 1_000 }),
      alerts,
      rules: rules(overrides),
      nowMs: T0 + seconds * 1_000,
    });
    alerts = result.alerts;
    told.push(...result.notices);
  }
  return { alerts, told };
}

const said = (told: Notice[]) => told.map((notice) => `${notice.condition} ${notice.reason}`);
const lag = (lagSeconds: number): LinkState => ({ name: 'caughtUp', lagSeconds });
const NULL: LinkState = { name: 'lagUnknown' };

test('NULL after a high lag keeps LagHigh firing: NULL is not zero', () => {
  const { alerts, told } = play([
    [0, lag(90), 0],
    [60, lag(90), 0],
    [61, NULL, 61],
    [1_000, NULL, 61],
  ]);
  assert.equal(alerts.LagHigh?.phase, 'firing');
  assert.deepEqual(said(told), ['LagHigh first', 'LagUnknown first']);
});

test('a lag that is known again resolves LagUnknown, even when it is high', () => {
  const { told } = play([
    [60, NULL, 0],
    [70, lag(500), 70],
    [100, lag(500), 70],
    [130, lag(500), 70],
  ]);
  assert.deepEqual(said(told), ['LagUnknown first', 'LagUnknown resolved', 'LagHigh first']);
});

test('a link that nobody answers for neither raises nor ends any alert', () => {
  const { alerts, told } = play([
    [60, { name: 'suspended' }, 0],
    [70, unreachable, 70],
    [9_000, unreachable, 70],
  ]);
  assert.deepEqual(said(told), ['LinkSuspended first']);
  assert.equal(alerts.LinkSuspended?.phase, 'firing');
});

test('a suspension that ends in seeding is over, and the lag stays unknown if it was', () => {
  const { alerts, told } = play([
    [60, NULL, 0],
    [61, { name: 'suspended' }, 0],
    [121, { name: 'suspended' }, 0],
    [130, { name: 'seeding', percent: 3 }, 130],
    [160, { name: 'seeding', percent: 9 }, 130],
  ]);
  assert.deepEqual(said(told), ['LagUnknown first', 'LinkSuspended first', 'LinkSuspended resolved']);
  assert.equal(alerts.LagUnknown?.phase, 'firing');
});

test('a switched-off LagHigh needs no threshold', () => {
  const { told } = play([[0, lag(900), 0]], { LagHigh: rule({ enabled: false }) });
  assert.deepEqual(told, []);
});

test('a calm link tells nobody anything', () => {
  const { alerts, told } = play([0, 30, 60, 600].map((seconds) => [seconds, lag(seconds % 5), 0]));
  assert.deepEqual({ alerts, told }, { alerts: {}, told: [] });
});

test('a condition whose rule is off is not asked: it needs no threshold, no windows and no hold time', () => {
  const off = Object.fromEntries(CONDITIONS.map((name) => [name, { ...rule(), enabled: false }])) as Rules;
  const state = { name: 'caughtUp' as const, lagSeconds: 900 };
  const result = evaluateLink({ subject: LINK, status: status(state), alerts: {}, rules: off, nowMs: T0 });
  assert.deepEqual(result, { alerts: {}, notices: [] });
});

test('one sample may raise several alerts, each under its own condition', () => {
  const now = Object.fromEntries(
    Object.entries(rules()).map(([name, one]) => [name, { ...one, pendingMs: 0 }]),
  ) as Rules;
  const facts = { type: 'GEO', armState: 'CATCH_UP', armAtMs: T0 } as const;
  const seen = status({ name: 'suspended' }, { sinceMs: T0, sampledAtMs: T0 });
  const { notices } = evaluateLink({ subject: LINK, status: seen, facts, alerts: {}, rules: now, nowMs: T0 });
  assert.deepEqual(notices.map(({ condition }) => condition).sort(), ['LinkSuspended', 'SourcesDisagree']);
});
