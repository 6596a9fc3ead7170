import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evidenceFromMetrics } from '../../../shared/outage/evidenceFromMetrics.ts';
import { evidenceId } from '../../../shared/outage/evidenceId.ts';
import { mergeEvidence } from '../../../shared/outage/mergeEvidence.ts';
import type { DatabaseMetrics } from '../../../shared/replication/metricsPorts.ts';

const NOW = 1_800_000_000_000;
const MINUTE = 60_000;
const ORDERS = { server: 'Shop-WE', database: 'orders', region: 'West Europe' };

function metrics(percent: number | null, minutesAgo = 2): DatabaseMetrics {
  const availability = percent === null ? null : { percent, atMs: NOW - minutesAgo * MINUTE };
  return { atMs: NOW, lag: {}, availability, connectionFailed: null, logWritePercent: null };
}
const said = (percent: number | null, minutesAgo?: number) =>
  evidenceFromMetrics(ORDERS, metrics(percent, minutesAgo), NOW);

test('a minute in which all logins failed votes down, from its beginning', () => {
  const evidence = said(0) ?? assert.fail('expected evidence');
  assert.deepEqual(
    [evidence.source, evidence.vote, evidence.path, evidence.sinceMs, evidence.atMs],
    ['platformMetric', 'down', 'azure', NOW - 2 * MINUTE, NOW - MINUTE],
  );
  assert.deepEqual(evidence.scope, { kind: 'database', server: 'shop-we', database: 'orders', region: 'westeurope' });
  assert.match(evidence.sentence, /availability of shop-we\/orders/);
});

test('a minute in which logins worked votes against', () => {
  assert.equal(said(100)?.vote, 'against');
});

test('nothing is said between, and nothing where nobody tried', () => {
  assert.deepEqual([said(99.5), said(1), said(null)], [undefined, undefined, undefined]);
});

test('a minute that still runs is not said of the future', () => {
  const evidence = said(0, 0.5) ?? assert.fail('expected evidence');
  assert.equal(evidence.atMs, NOW);
});

test('it is the voice of an alert on the same metric: the newer word stands, and there are never two', () => {
  const evidence = said(100) ?? assert.fail('expected evidence');
  assert.equal(evidence.id, evidenceId('platformMetric', evidence.scope, 'availability'));
  const alert = { ...evidence, vote: 'down' as const, atMs: NOW - 10 * MINUTE, expiresAtMs: NOW + 50 * MINUTE };
  assert.equal(mergeEvidence(alert, evidence).evidence.vote, 'against');
  assert.equal(mergeEvidence({ ...alert, atMs: NOW }, evidence).evidence.vote, 'down');
});
