import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Metric, MetricsQueryResult } from '@azure/monitor-query-metrics';
import { lagOf, metricOf, pointsOf } from '../../../../../shared/adapters/azure/metrics/points.ts';

const AT = new Date('2026-11-20T09:00:00Z');
type Series = Metric['timeseries'][number];

function metric(...timeseries: Series[]): Metric {
  return { id: '/x/providers/Microsoft.Insights/metrics/a', type: '', name: 'A', unit: 'Seconds', timeseries };
}
const dimensions = (server?: string, database?: string) => [
  ...(server === undefined ? [] : [{ name: 'partnerservername', value: server }]),
  ...(database === undefined ? [] : [{ name: 'PartnerDatabaseName', value: database }]),
];

test('a metric is found by its id, whatever its display name is', () => {
  const metrics = [
    {
      ...metric(),
      id: '/x/providers/Microsoft.Insights/metrics/Replication_Lag_Seconds',
      name: 'Replication lag (preview)',
    },
    { ...metric(), id: '/x/providers/microsoft.insights/metrics/availability', name: 'Availability' },
  ];
  const result = { metrics } as unknown as MetricsQueryResult;
  assert.equal(metricOf(result, 'replication_lag_seconds'), metrics[0]);
  assert.equal(metricOf(result, 'availability'), metrics[1]);
  assert.equal(metricOf(result, 'lag_seconds'), undefined);
});

test('a point without the value that was asked for has none, and zero is a value', () => {
  const series = { data: [{ timeStamp: AT, maximum: 0 }, { timeStamp: AT, average: 5 }, { timeStamp: AT }] };
  assert.deepEqual(
    pointsOf(metric(series), 'maximum').map(({ value }) => value),
    [0, null, null],
  );
});

for (const value of [-1, Number.NaN, Number.POSITIVE_INFINITY, '7', null]) {
  test(`${JSON.stringify(value)} (${typeof value}) is no value`, () => {
    const data = [{ timeStamp: AT, total: value as number }];
    assert.deepEqual(pointsOf(metric({ data }), 'total'), [{ atMs: AT.getTime(), value: null }]);
  });
}

test('a point of no moment is left out, and a metric that is missing has no points', () => {
  assert.deepEqual(pointsOf(metric({ data: [{ timeStamp: new Date('nonsense'), total: 1 }] }), 'total'), []);
  assert.deepEqual(pointsOf(undefined, 'total'), []);
  assert.deepEqual(pointsOf(metric({}), 'total'), []);
});

test('a lag belongs to the partner that its dimensions name, in lower case and without a domain', () => {
  const data = [{ timeStamp: AT, maximum: 4 }];
  const lag = lagOf(
    metric(
      { metadatavalues: dimensions('Shop-NE.database.windows.net', 'Orders'), data },
      { metadatavalues: dimensions('far-uk', 'orders'), data },
    ),
  );
  const points = [{ atMs: AT.getTime(), value: 4 }];
  assert.deepEqual(lag, [
    { partnerServer: 'shop-ne', partnerDatabase: 'orders', points },
    { partnerServer: 'far-uk', partnerDatabase: 'orders', points },
  ]);
});

test("a lag of nobody is nobody's", () => {
  const data = [{ timeStamp: AT, maximum: 4 }];
  const series = [
    { data },
    { metadatavalues: dimensions('shop-ne'), data },
    { metadatavalues: dimensions(undefined, 'orders'), data },
    { metadatavalues: dimensions('', 'orders'), data },
  ];
  assert.deepEqual(lagOf(metric(...series)), []);
});
