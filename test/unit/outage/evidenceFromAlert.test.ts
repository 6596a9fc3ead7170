import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mergeEvidence } from '../../../shared/outage/mergeEvidence.ts';
import {
  alert,
  evidenceOf,
  faultOf,
  ignoredOf,
  metric,
  NOW,
  read,
  resourceHealth,
  SECRET,
  serviceHealth,
} from './alerts.ts';
import { MINUTE } from './builders.ts';

for (const body of [undefined, null, 1, 'text', [], {}, { schemaId: 'other' }, { schemaId: null }, { schemaId: 7 }]) {
  test(`a body of ${JSON.stringify(body)} is refused, not thrown`, () => {
    const fault = faultOf(body);
    assert.ok(fault !== undefined && fault.path !== '' && fault.expected !== '' && fault.seen !== '');
  });
}

test('an alert of an older schema is told to switch the common one on', () => {
  const fault = faultOf({ schemaId: 'AzureMonitorMetricAlert', data: {} });
  assert.equal(fault?.path, 'schemaId');
  assert.match(fault?.expected ?? '', /switch the common alert schema on/);
  assert.equal(fault?.seen, "'AzureMonitorMetricAlert'");
});

const BROKEN: Array<[string, unknown, string]> = [
  ['no data', { schemaId: 'azureMonitorCommonAlertSchema' }, 'data'],
  ['no essentials', { schemaId: 'azureMonitorCommonAlertSchema', data: {} }, 'data.essentials'],
  ['a strange condition', metric({}, { monitorCondition: 'Perhaps' }), 'data.essentials.monitorCondition'],
  ['no service', metric({}, { monitoringService: '' }), 'data.essentials.monitoringService'],
  ['targets that are no list', metric({}, { alertTargetIDs: 'x' }), 'data.essentials.alertTargetIDs'],
  ['a target that is no text', metric({}, { alertTargetIDs: ['x', 1] }), 'data.essentials.alertTargetIDs[1]'],
  [
    'more targets than anybody has',
    metric({}, { alertTargetIDs: Array(1_001).fill('x') }),
    'data.essentials.alertTargetIDs',
  ],
  ['a time that is none', metric({}, { firedDateTime: 'soon' }), 'data.essentials.firedDateTime'],
  ['no condition', alert('Platform', {}), 'data.alertContext.condition'],
  ['criteria that are no list', alert('Platform', { condition: { allOf: {} } }), 'data.alertContext.condition.allOf'],
  ['a metric without a name', metric({ metricName: null }), 'data.alertContext.condition.allOf[0].metricName'],
  ['no health status', resourceHealth({ currentHealthStatus: 3 }), 'data.alertContext.properties.currentHealthStatus'],
  [
    'services that are no JSON',
    serviceHealth({ impactedServices: '[{' }),
    'data.alertContext.properties.impactedServices',
  ],
  [
    'services that are no list',
    serviceHealth({ impactedServices: '{}' }),
    'data.alertContext.properties.impactedServices',
  ],
  [
    'services that are no text',
    serviceHealth({ impactedServices: [] }),
    'data.alertContext.properties.impactedServices',
  ],
  [
    'a region without a name',
    serviceHealth({ impactedServices: '[{"ServiceName":"SQL Database","ImpactedRegions":[{}]}]' }),
    'data.alertContext.properties.impactedServices[0].ImpactedRegions[0].RegionName',
  ],
  ['no tracking id', serviceHealth({ trackingId: undefined }), 'data.alertContext.properties.trackingId'],
  [
    'an impact that began at no time',
    serviceHealth({ impactStartTime: 'x' }),
    'data.alertContext.properties.impactStartTime',
  ],
];

for (const [name, body, path] of BROKEN) {
  test(`${name}: the fault names ${path}`, () => {
    const fault = faultOf(body);
    assert.equal(fault?.path, path);
    assert.ok(fault.expected !== '' && fault.seen !== '' && fault.seen.length < 80);
  });
}

test('alerts of another service are accepted and say nothing', () => {
  assert.deepEqual(evidenceOf(alert('Log Alerts V2', {})), []);
  assert.match(ignoredOf(alert('Activity Log - Administrative', {})), /Administrative say nothing about an outage/);
});

test('claims, callers, descriptions and custom properties are never copied', () => {
  for (const body of [serviceHealth(), resourceHealth(), metric(), alert('Other', {})]) {
    assert.equal(read(body).ok, true);
    assert.doesNotMatch(JSON.stringify(read(body)), new RegExp(SECRET));
  }
});

test('every kind of evidence is of Azure, as old as its stamp, and expires', () => {
  for (const evidence of [serviceHealth(), resourceHealth(), metric()].flatMap((body) => evidenceOf(body))) {
    assert.equal(evidence.path, 'azure');
    assert.ok(
      evidence.sinceMs <= evidence.atMs && evidence.atMs <= NOW && evidence.expiresAtMs === evidence.atMs + 60 * MINUTE,
    );
  }
});

test('a stamp of the future is drawn back to now', () => {
  const early = NOW - 60 * MINUTE;
  for (const body of [serviceHealth(), resourceHealth(), metric()]) {
    const [evidence] = evidenceOf(body, early);
    assert.ok(evidence !== undefined && evidence.atMs === early && evidence.sinceMs <= early);
  }
});

test('the same alert twice is one evidence', () => {
  for (const body of [serviceHealth(), resourceHealth(), metric()]) {
    const [one] = evidenceOf(body);
    const [again] = evidenceOf(body, NOW + MINUTE);
    assert.ok(one !== undefined && again !== undefined);
    assert.deepEqual(mergeEvidence(one, again), { evidence: one, changed: false });
  }
});

test('no JSON whatever makes it throw', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom('ServiceHealth', 'Resource Health', 'Platform'), (value, service) => {
      assert.equal(typeof read(value).ok, 'boolean');
      assert.equal(typeof read(alert(service, { properties: value, condition: value })).ok, 'boolean');
      assert.equal(typeof read(alert(service, {}, { alertTargetIDs: value })).ok, 'boolean');
      assert.equal(typeof read(serviceHealth({ impactedServices: JSON.stringify(value) })).ok, 'boolean');
    }),
    { numRuns: 500 },
  );
});
