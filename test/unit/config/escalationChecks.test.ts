import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ALL_CONDITIONS } from '../../../shared/alerting/conditions/all.ts';
import { CONDITIONS } from '../../../shared/alerting/types.ts';
import {
  CHANNELS,
  configurationOf,
  faultAt,
  faultsOf,
  OBJECTIVES,
  pathsOf,
  SUBSCRIPTION,
  sound,
  warningsOf,
} from './documents.ts';

const rule = (condition: string, rest: string) => sound(CHANNELS, `alerts: { ${condition}: { ${rest} } }`);
const inScope = (rest: string, alerts = '{}') =>
  [`scopes: [{ subscriptions: [${SUBSCRIPTION}], alerts: { ${rest} } }]`, OBJECTIVES, `alerts: ${alerts}`].join('\n');

test('nothing escalates unless the document says so', () => {
  const { alerts } = configurationOf(sound());
  for (const condition of CONDITIONS) assert.equal(alerts[condition].escalate, undefined, condition);
});

test('steps are read in the units of the rule: milliseconds, and the threshold in seconds', () => {
  const { escalate } = configurationOf(
    rule('LagHigh', 'escalate: [{ after: 30m, severity: critical }, { above: 5m, severity: critical }]'),
  ).alerts.LagHigh;
  assert.deepEqual(escalate, [
    { severity: 'critical', afterMs: 1_800_000 },
    { severity: 'critical', above: 300 },
  ]);
});

test('a threshold of milliseconds stays a part of a second', () => {
  const { escalate } = configurationOf(rule('PrimaryThrottled', 'escalate: [{ above: 250ms, severity: error }]')).alerts
    .PrimaryThrottled;
  assert.deepEqual(escalate, [{ severity: 'error', above: 0.25 }]);
});

test('every condition that is not critical from the start may escalate by time', () => {
  for (const condition of CONDITIONS) {
    if (ALL_CONDITIONS[condition].defaults.severity === 'critical') continue;
    const { alerts } = configurationOf(rule(condition, 'escalate: [{ after: 1h, severity: critical }]'));
    assert.deepEqual(alerts[condition].escalate, [{ severity: 'critical', afterMs: 3_600_000 }], condition);
  }
});

test('only a condition with a threshold that is a time may escalate by it', () => {
  for (const condition of CONDITIONS) {
    const text = rule(condition, 'severity: info, escalate: [{ above: 1d, severity: critical }]');
    if (ALL_CONDITIONS[condition].defaults.above !== undefined) {
      assert.equal(configurationOf(text).alerts[condition].escalate?.[0]?.above, 86_400, condition);
    } else {
      const path = `alerts.${condition}.escalate[0].above`;
      assert.match(faultAt(text, path).expected, /one of after, severity/, condition);
    }
  }
});

test('a step has one cause, not two and not none', () => {
  const step = (fields: string) => rule('LagHigh', `escalate: [{ ${fields}, severity: critical }]`);
  const both = faultAt(step('after: 30m, above: 5m'), 'alerts.LagHigh.escalate[0]');
  assert.match(both.expected, /exactly one of after and above/);
  assert.equal(both.seen, 'both');
  const none = faultAt(rule('LagHigh', 'escalate: [{ severity: critical }]'), 'alerts.LagHigh.escalate[0]');
  assert.equal(none.seen, 'nothing that makes it worse');
  const other = faultAt(rule('LagUnknown', 'escalate: [{ severity: critical }]'), 'alerts.LagUnknown.escalate[0]');
  assert.equal(other.expected, 'after, a duration');
});

test('a step without a severity, or with a key too many, is named', () => {
  faultAt(rule('LagHigh', 'escalate: [{ after: 30m }]'), 'alerts.LagHigh.escalate[0].severity');
  assert.match(
    faultAt(
      rule('LagHigh', 'escalate: [{ aftr: 30m, after: 1h, severity: critical }]'),
      'alerts.LagHigh.escalate[0].aftr',
    ).expected,
    /did you mean 'after'\?/,
  );
});

test('a step is louder than the rule, by its default or by what the document says', () => {
  const fault = faultAt(
    rule('LagHigh', 'escalate: [{ after: 30m, severity: error }]'),
    'alerts.LagHigh.escalate[0].severity',
  );
  assert.match(fault.expected, /louder than that of the rule \(error\)/);
  assert.deepEqual([fault.seen, fault.example], ["'error'", 'severity: critical']);
  const text = rule('LagHigh', 'severity: warning, escalate: [{ after: 30m, severity: error }]');
  assert.equal(configurationOf(text).alerts.LagHigh.escalate?.length, 1);
  faultAt(
    rule('LagHigh', 'severity: warning, escalate: [{ after: 30m, severity: info }]'),
    'alerts.LagHigh.escalate[0].severity',
  );
});

test('what is critical from the start cannot become louder', () => {
  const fault = faultAt(
    rule('MonitorLate', 'escalate: [{ after: 30m, severity: critical }]'),
    'alerts.MonitorLate.escalate[0].severity',
  );
  assert.equal(fault.example, 'escalate: []');
});

test('a scope says its own steps, or that there are none', () => {
  const [scope] = configurationOf(
    inScope('LagHigh: { escalate: [] }, LagUnknown: { escalate: [{ after: 1h, severity: critical }] }'),
  ).scopes;
  assert.deepEqual(scope?.alerts, {
    LagHigh: { escalate: [] },
    LagUnknown: { escalate: [{ severity: 'critical', afterMs: 3_600_000 }] },
  });
});

test('the steps of a scope are compared with its own severity, else with that of the deployment', () => {
  const step = (severity: string) => `escalate: [{ after: 1h, severity: ${severity} }]`;
  const path = 'scopes[0].alerts.LagHigh.escalate[0].severity';
  assert.match(faultAt(inScope(`LagHigh: { ${step('error')} }`), path).expected, /\(error\)/);
  assert.match(
    faultAt(inScope(`LagHigh: { ${step('warning')} }`, '{ LagHigh: { severity: warning } }'), path).expected,
    /\(warning\)/,
  );
  assert.ok(configurationOf(inScope(`LagHigh: { severity: info, ${step('warning')} }`)));
  assert.ok(configurationOf(inScope(`LagHigh: { ${step('error')} }`, '{ LagHigh: { severity: warning } }')));
});

const LAG = (more: string) => rule('LagHigh', `${more}, escalate: [{ above: 1m, severity: critical }]`);

test('a step that every alert is above from the start is a warning', () => {
  const [warning, ...others] = warningsOf(LAG('above: 60s'));
  assert.equal(warning?.path, 'alerts.LagHigh.escalate[0].above');
  assert.match(warning?.expected ?? '', /more than the threshold \(1m\)/);
  assert.deepEqual([warning?.seen, warning?.example, others], ['1m', 'above: 10m', []]);
  assert.deepEqual(warningsOf(LAG('above: 59s')), []);
});

test('the threshold may be the RPO, a default, or that of the deployment', () => {
  const rpo = sound(CHANNELS, 'alerts: { LagHigh: { escalate: [{ above: 4s, severity: critical }] } }');
  assert.ok(pathsOf(warningsOf(rpo)).includes('alerts.LagHigh.escalate[0].above'), 'an RPO of 5 s');
  const gap = rule('CommitGapHigh', 'escalate: [{ above: 30s, severity: critical }]');
  assert.ok(pathsOf(warningsOf(gap)).includes('alerts.CommitGapHigh.escalate[0].above'), 'a default of a minute');
  const scoped = inScope('LagHigh: { escalate: [{ above: 2m, severity: critical }] }', '{ LagHigh: { above: 5m } }');
  assert.ok(pathsOf(warningsOf(scoped)).includes('scopes[0].alerts.LagHigh.escalate[0].above'));
});

test('the checks speak even where the fields are of another kind', () => {
  for (const wrong of ['7', 'soon', '[7]', '[{ after: 7, severity: 7 }]', '{ after: 1h }']) {
    const faults = faultsOf(rule('LagHigh', `escalate: ${wrong}`));
    assert.ok(faults.length > 0 && faults.every(({ path }) => path.startsWith('alerts.LagHigh.escalate')), wrong);
  }
});
