import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CONDITIONS, OUTAGE_CONDITIONS } from '../../../shared/alerting/types.ts';
import { CHANNELS, configurationOf, faultAt, faultsOf, pathsOf, SUBSCRIPTION, warningsOf } from './documents.ts';

const REST = [
  `scopes: [{ name: shop, subscriptions: [${SUBSCRIPTION}] }, { subscriptions: [${SUBSCRIPTION}] }]`,
  'objectives: { rpo: 30s, rto: 5m }',
  "groups: [{ name: payments, databases: ['a/b'] }]",
  CHANNELS,
];
const routed = (match: string) => [...REST, `routes: [{ match: { ${match} }, channels: [on-call] }]`].join('\n');
const maintained = (match: string) =>
  [...REST, `maintenance: [{ name: m, match: { ${match} }, cron: '0 2 * * *', duration: 1h }]`].join('\n');
const matchOf = (match: string) => configurationOf(routed(match)).routes[0]?.match;

test('a single text is as good as a list of one', () => {
  assert.deepEqual(matchOf('severity: critical, region: [westeurope]'), {
    severity: ['critical'],
    region: ['westeurope'],
  });
  assert.deepEqual(matchOf(''), {});
});

test('every label may be matched', () => {
  const all =
    "condition: Lag*, severity: '*', scope: shop, group: payments, region: westeurope, server: shop-we, database: '*/orders'";
  assert.deepEqual(matchOf(all), {
    condition: ['Lag*'],
    severity: ['*'],
    scope: ['shop'],
    group: ['payments'],
    region: ['westeurope'],
    server: ['shop-we'],
    database: ['*/orders'],
  });
});

test('a condition that does not exist is refused with the one that was probably meant', () => {
  const fault = faultAt(routed('condition: [LagHigh, LagUnknwon]'), 'routes[0].match.condition[1]');
  assert.match(fault.expected, /^did you mean 'LagUnknown'\? Otherwise the name of a condition/);
  assert.deepEqual([fault.seen, fault.example], ["'LagUnknwon'", 'condition: LagUnknown']);
  assert.equal(faultAt(routed('condition: LagHihg'), 'routes[0].match.condition').example, 'condition: LagHigh');
});

test('a severity that does not exist is refused in both places', () => {
  assert.match(
    faultAt(routed('severity: fatal'), 'routes[0].match.severity').expected,
    /: critical, error, warning, info$/,
  );
  faultAt(maintained('severity: [warnings]'), 'maintenance[0].match.severity[0]');
});

test('every condition may be routed, those of an outage as well', () => {
  for (const condition of [...CONDITIONS, ...OUTAGE_CONDITIONS]) {
    assert.deepEqual(matchOf(`condition: ${condition}`), { condition: [condition] });
  }
});

test('a pattern that fits some condition is none to complain of; one that fits none is', () => {
  for (const pattern of ['Lag*', 'l?ghigh', "'*'", "'*outage'"]) assert.ok(matchOf(`condition: ${pattern}`), pattern);
  faultAt(routed("condition: 'Lags*'"), 'routes[0].match.condition');
});

test('what is always told cannot be held back by maintenance', () => {
  for (const condition of OUTAGE_CONDITIONS) {
    const fault = faultAt(maintained(`condition: ${condition}`), 'maintenance[0].match.condition');
    assert.match(fault.expected, /outages, approvals and failovers are always told/);
  }
  assert.deepEqual(faultsOfMaintenance("condition: '*'"), []);
});

function faultsOfMaintenance(match: string): string[] {
  const text = maintained(match);
  return configurationOf(text).maintenance.length === 1 ? [] : pathsOf(faultsOf(text));
}

test('a scope or a recovery group that the document does not have is a warning: it matches nothing', () => {
  const [scope, ...others] = warningsOf(routed('scope: [shop, shpo]'));
  assert.equal(scope?.path, 'routes[0].match.scope[1]');
  assert.match(scope?.expected ?? '', /did you mean 'shop'\? Otherwise the name of a scope.*: shop, scope 2$/);
  assert.deepEqual(others, []);
  assert.deepEqual(pathsOf(warningsOf(maintained('group: payment'))), ['maintenance[0].match.group']);
});

test('a scope without a name has one all the same, and patterns count', () => {
  assert.deepEqual(warningsOf(routed('scope: [scope 2, sh*], group: PAY*')), []);
});

test('names that only Azure knows are taken as they are', () => {
  assert.deepEqual(warningsOf(routed("region: nowhere, server: [a, 'b-*'], database: 'x/y'")), []);
});

test('an empty text, an empty list and what is no text are refused where they stand', () => {
  faultAt(routed("server: ''"), 'routes[0].match.server');
  faultAt(routed('server: []'), 'routes[0].match.server');
  faultAt(routed('server: 7'), 'routes[0].match.server');
  faultAt(routed('server: { a: b }'), 'routes[0].match.server');
  const fault = faultAt(routed("server: [a, '', b]"), 'routes[0].match.server[1]');
  assert.equal(fault.seen, 'an empty text');
  assert.match(fault.expected, /a name or a pattern/);
  assert.equal(faultAt(routed('server: [a, 7]'), 'routes[0].match.server[1]').seen, 'the number 7');
  faultAt(routed("server: ' a'"), 'routes[0].match.server');
});

test('a label that there is not is refused with the right one', () => {
  const fault = faultAt(routed('severty: error'), 'routes[0].match.severty');
  assert.match(fault.expected, /did you mean 'severity'\?/);
});
