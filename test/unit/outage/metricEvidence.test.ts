import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alert, evidenceOf, ignoredOf, iso, metric } from './alerts.ts';
import { databaseScope, MINUTE, ORDERS, T0 } from './builders.ts';

const CRITERIA: Array<[Record<string, unknown>, string, string | undefined]> = [
  [{}, 'Fired', 'down'],
  [{ operator: 'LessThanOrEqual' }, 'Fired', 'down'],
  [{ metricName: 'Availability' }, 'Fired', 'down'],
  [{ metricNamespace: undefined }, 'Fired', 'down'],
  [{ metricNamespace: 'microsoft.sql/servers' }, 'Fired', 'down'],
  [{ operator: 'GreaterThan' }, 'Fired', undefined],
  [{ operator: 'Equals' }, 'Fired', undefined],
  [{ operator: undefined }, 'Fired', undefined],
  [{ metricNamespace: 'Microsoft.Storage/storageAccounts' }, 'Fired', undefined],
  [{ metricName: 'cpu_percent', operator: 'GreaterThan' }, 'Fired', undefined],
  [{ metricName: 'replication_lag_seconds', operator: 'GreaterThan' }, 'Fired', undefined],
  [{ metricName: 'connection_failed', operator: 'GreaterThan' }, 'Fired', 'down'],
  [{ metricName: 'connection_failed', operator: 'LessThan' }, 'Fired', undefined],
  [{}, 'Resolved', 'against'],
  [{ metricName: 'connection_failed', operator: 'GreaterThan' }, 'Resolved', 'none'],
];

for (const [criterion, monitorCondition, vote] of CRITERIA) {
  test(`${JSON.stringify(criterion)}, ${monitorCondition}: ${vote ?? 'nothing'}`, () => {
    const body = metric(criterion, { monitorCondition });
    assert.equal(evidenceOf(body)[0]?.vote, vote);
    if (vote === undefined) assert.match(ignoredOf(body), /metric says nothing about an outage/);
  });
}

test('it is about the database, since it fired', () => {
  const [evidence] = evidenceOf(metric());
  assert.deepEqual(evidence?.scope, databaseScope(ORDERS));
  assert.deepEqual([evidence?.source, evidence?.sinceMs], ['platformMetric', T0 + MINUTE]);
});

test('its end is as old as its end', () => {
  const ended = metric({}, { monitorCondition: 'Resolved', resolvedDateTime: iso(T0 + 6 * MINUTE) });
  assert.equal(evidenceOf(ended)[0]?.atMs, T0 + 6 * MINUTE);
  assert.equal(evidenceOf(metric())[0]?.id, evidenceOf(ended)[0]?.id);
});

test('of several criteria the one that speaks of an outage counts', () => {
  const allOf = [
    { metricName: 'cpu_percent', operator: 'GreaterThan' },
    { metricName: 'connection_failed', operator: 'GreaterThanOrEqual' },
  ];
  const [evidence] = evidenceOf(alert('Platform', { condition: { allOf } }));
  assert.match(evidence?.sentence ?? '', /connection_failed of contoso-we\/orders: beyond its threshold/);
});

test('two metrics of one database do not replace each other', () => {
  const other = metric({ metricName: 'connection_failed', operator: 'GreaterThan' });
  assert.notEqual(evidenceOf(metric())[0]?.id, evidenceOf(other)[0]?.id);
});
