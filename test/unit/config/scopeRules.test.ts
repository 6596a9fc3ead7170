import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ConfigurationDocument } from '../../../shared/config/schema/document.ts';
import { configurationOf, faultAt, OBJECTIVES, SUBSCRIPTION } from './documents.ts';

const withScope = (more: string) =>
  [`scopes: [{ name: shop, subscriptions: [${SUBSCRIPTION}], ${more} }]`, OBJECTIVES].join('\n');
const scopeOf = (more: string) => {
  const [scope] = configurationOf(withScope(more)).scopes;
  assert.ok(scope);
  return scope;
};

test('a scope says only what differs, in the units of the rules', () => {
  const { alerts } = scopeOf('alerts: { LagHigh: { above: 5m, severity: warning }, RedoLagHigh: { enabled: false } }');
  assert.deepEqual(alerts, { LagHigh: { threshold: 300, severity: 'warning' }, RedoLagHigh: { enabled: false } });
});

test('every key of a rule may differ', () => {
  const { alerts } = scopeOf(
    'alerts: { SingleSecondary: { enabled: true, for: 1h, resolve: 2m, severity: error, least: 3 }, LinkAddedOrRemoved: { hold: 1d } }',
  );
  assert.deepEqual(alerts.SingleSecondary, {
    enabled: true,
    pendingMs: 3_600_000,
    resolveMs: 120_000,
    severity: 'error',
    threshold: 3,
  });
  assert.deepEqual(alerts.LinkAddedOrRemoved, { holdMs: 86_400_000 });
});

test('objective and windows may differ each for themselves', () => {
  assert.deepEqual(scopeOf('alerts: { RpoBudgetBurn: { objective: 99 } }').alerts.RpoBudgetBurn, {
    burn: { objectivePercent: 99 },
  });
  const { alerts } = scopeOf('alerts: { RpoBudgetBurn: { windows: [{ burn: 2, long: 1d, short: 2h }] } }');
  assert.deepEqual(alerts.RpoBudgetBurn, { burn: { windows: [{ burn: 2, longMs: 86_400_000, shortMs: 7_200_000 }] } });
});

test('a scope that says nothing differs in nothing, and is sampled by SQL', () => {
  assert.deepEqual([scopeOf('alerts: {}').alerts, scopeOf('source: sql').alerts], [{}, {}]);
  assert.equal(scopeOf('alerts: {}').source, 'sql');
});

test('a source is one of three', () => {
  for (const source of ['sql', 'metricsOnly', 'economy'] as const satisfies Array<
    ConfigurationDocument['scopes'][number]['source']
  >) {
    assert.equal(scopeOf(`source: ${source}`).source, source);
  }
  assert.match(faultAt(withScope('source: metrics'), 'scopes[0].source').expected, /sql, metricsOnly or economy/);
});

test('a mistake in a scope is named at its place', () => {
  assert.match(
    faultAt(withScope('alerts: { LagHigh: { abov: 5s } }'), 'scopes[0].alerts.LagHigh.abov').expected,
    /did you mean 'above'/,
  );
  assert.match(
    faultAt(withScope('alerts: { LagHigh: { above: 5 } }'), 'scopes[0].alerts.LagHigh.above').expected,
    /a duration/,
  );
});
