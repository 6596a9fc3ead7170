import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHANNELS, configurationOf, faultAt, pathsOf, sound, warningsOf } from './documents.ts';

const warned = (...lines: string[]) =>
  pathsOf(warningsOf(sound(CHANNELS, 'alerts: { LagHigh: { above: 30s } }', ...lines)));
const withAlerts = (alerts: string, ...lines: string[]) =>
  pathsOf(warningsOf(sound(CHANNELS, `alerts: { LagHigh: { above: 30s }, ${alerts} }`, ...lines)));

test('the defaults draw no warning', () => {
  assert.deepEqual(warned(), []);
});

test('a pending time that one round of signals outlasts is a warning: a commit gap jumps after an idle spell', () => {
  assert.deepEqual(withAlerts('CommitGapHigh: { for: 90s }'), ['alerts.CommitGapHigh.for']);
  assert.deepEqual(withAlerts('CommitGapHigh: { for: 2m }'), []);
  assert.deepEqual(withAlerts('CommitGapHigh: { for: 0s }'), ['alerts.CommitGapHigh.for'], 'also none at all');
});

test('slower signals make the default pending times too short', () => {
  assert.deepEqual(warned('signals: { every: 5m }'), [
    'alerts.CommitGapHigh.for',
    'alerts.PrimaryThrottled.for',
    'alerts.RedoLagHigh.for',
  ]);
});

test('so does a slower discovery, for what only discovery reads', () => {
  assert.deepEqual(warned('discovery: { every: 30m }'), ['alerts.SourcesDisagree.for']);
  assert.deepEqual(warned('discovery: { every: 2h }'), ['alerts.SeedingStalled.for', 'alerts.SourcesDisagree.for']);
});

test('a condition that nobody is told of may be as hasty as it likes', () => {
  assert.deepEqual(withAlerts('CommitGapHigh: { enabled: false, for: 0s }'), []);
});

test('a short window as long as its long one is a fault, wherever it stands', () => {
  const windows = 'RpoBudgetBurn: { windows: [{ burn: 6, long: 6h, short: 30m }, { burn: 2, long: 1h, short: 1h }] }';
  const fault = faultAt(sound(`alerts: { ${windows} }`), 'alerts.RpoBudgetBurn.windows[1].short');
  assert.deepEqual([fault.seen, fault.example], ['1h', 'short: 5m']);
  const scoped = `scopes: [{ subscriptions: [5f3d8a10-7c64-4e0e-9a5b-1f6f5a2b8c01], alerts: { ${windows} } }]`;
  const inScope = faultAt(
    `${scoped}\nobjectives: { rpo: 5s, rto: 5m }`,
    'scopes[0].alerts.RpoBudgetBurn.windows[1].short',
  );
  assert.match(inScope.expected, /less than the long window \(1h\)/);
});

test('an objective of 100 % has no budget, and is a fault', () => {
  for (const objective of ['100', '101', '49', '"99.9"']) {
    faultAt(sound(`alerts: { RpoBudgetBurn: { objective: ${objective} } }`), 'alerts.RpoBudgetBurn.objective');
  }
  const { burn } = configurationOf(sound('alerts: { RpoBudgetBurn: { objective: 99.95 } }')).alerts.RpoBudgetBurn;
  assert.equal(burn?.objectivePercent, 99.95);
  assert.equal(burn.windows.length, 3, 'the default windows stay');
});

test('a rule takes only the keys that its condition has', () => {
  assert.match(
    faultAt(sound('alerts: { LinkPending: { above: 5s } }'), 'alerts.LinkPending.above').expected,
    /one of enabled, for, resolve, severity/,
  );
  assert.match(
    faultAt(sound('alerts: { SingleSecondary: { hold: 5s } }'), 'alerts.SingleSecondary.hold').expected,
    /least/,
  );
  assert.match(
    faultAt(sound('alerts: { SingleSecondary: { least: 5 } }'), 'alerts.SingleSecondary.least').expected,
    /from 2 to 4/,
  );
  assert.match(faultAt(sound('alerts: { LagHihg: {} }'), 'alerts.LagHihg').expected, /did you mean 'LagHigh'/);
});
