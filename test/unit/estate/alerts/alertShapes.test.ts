import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Change } from '../../../../local/estate/model/types.ts';
import { START_MS, SUBSCRIPTION } from '../eventGrid/stand.ts';
import { makeTelling } from './telling.ts';

const ORDERS = `/subscriptions/${SUBSCRIPTION}/resourcegroups/rg-databases/providers/microsoft.sql/servers/shop-we/databases/orders`;
const PLACE = { server: 'shop-we', database: 'orders' };
const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{7}Z$/;

/** What is posted for these changes, one second apart. */
async function said(...changes: Change[]) {
  const { stand, posted } = makeTelling();
  for (const change of changes) {
    stand.model.apply(change);
    await stand.pass(1_000);
  }
  return posted().map(({ schemaId, data }) => {
    assert.equal(schemaId, 'azureMonitorCommonAlertSchema');
    const { essentials, alertContext } = data;
    assert.deepEqual([essentials.essentialsVersion, essentials.alertContextVersion], ['1.0', '1.0']);
    assert.match(essentials.firedDateTime, MOMENT);
    assert.equal(essentials.resolvedDateTime === undefined, essentials.monitorCondition === 'Fired');
    return {
      essentials,
      context: alertContext,
      properties: (alertContext.properties ?? {}) as Record<string, unknown>,
    };
  });
}

describe('a Service Health alert', () => {
  const incident = (status: 'Active' | 'Resolved'): Change => ({
    kind: 'serviceHealth',
    region: 'westeurope',
    service: 'SQL Database',
    status,
  });

  it('names region and service as Azure does, with the services as JSON in a text and numbers for enumerations', async () => {
    const [{ essentials, context, properties } = assert.fail()] = await said(incident('Active'));
    assert.deepEqual(
      [essentials.monitoringService, essentials.signalType, essentials.monitorCondition, essentials.alertTargetIDs],
      ['ServiceHealth', 'Activity Log', 'Fired', [`/subscriptions/${SUBSCRIPTION}`]],
    );
    assert.deepEqual(
      [context.channels, context.eventSource, context.level, context.status, context.operationName],
      [1, 2, 3, 'Active', 'Microsoft.ServiceHealth/incident/action'],
    );
    assert.deepEqual(
      [properties.incidentType, properties.stage, properties.region],
      ['Incident', 'Active', 'West Europe'],
    );
    assert.match(String(properties.trackingId), /^[2-9A-Z]{4}-[2-9A-Z]{3}$/);
    assert.match(String(properties.impactStartTime), MOMENT);
    assert.deepEqual(JSON.parse(String(properties.impactedServices)), [
      { ImpactedRegions: [{ RegionName: 'West Europe' }], ServiceName: 'SQL Database' },
    ]);
  });

  it('keeps its alert, its incident and its beginning to the end', async () => {
    const [first = assert.fail(), last = assert.fail(), ...more] = await said(incident('Active'), incident('Resolved'));
    assert.equal(more.length, 0);
    assert.deepEqual(
      [last.essentials.monitorCondition, last.context.status, last.properties.stage],
      ['Resolved', 'Resolved', 'Resolved'],
    );
    for (const name of ['alertId', 'firedDateTime', 'alertRule'] as const)
      assert.equal(last.essentials[name], first.essentials[name]);
    for (const name of ['trackingId', 'impactStartTime']) assert.equal(last.properties[name], first.properties[name]);
    assert.match(String(last.properties.impactMitigationTime), MOMENT);
    assert.notEqual(last.context.eventDataId, first.context.eventDataId);
  });

  it('dates the impact to the loss of the region where there is one', async () => {
    const [{ properties, essentials } = assert.fail()] = await said(
      { kind: 'region', region: 'westeurope', becomes: 'down' },
      incident('Active'),
    );
    assert.equal(Date.parse(String(properties.impactStartTime)), START_MS);
    assert.equal(Date.parse(essentials.firedDateTime), START_MS + 1_000);
  });

  it('is one for each service and region', async () => {
    const ids = (
      await said(
        incident('Active'),
        { ...incident('Active'), region: 'northeurope' } as Change,
        { ...incident('Active'), service: 'Storage' } as Change,
      )
    ).map(({ properties }) => properties.trackingId);
    assert.equal(new Set(ids).size, 3);
  });

  it('ends nothing that has not begun', async () => assert.deepEqual(await said(incident('Resolved')), []));
});

describe('a Resource Health alert', () => {
  const status = (becomes: 'Available' | 'Unavailable' | 'Degraded' | 'Unknown'): Change => ({
    kind: 'resourceHealth',
    ...PLACE,
    status: becomes,
  });

  it('goes from active over updated to resolved, each with what it was before', async () => {
    const seen = await said(status('Degraded'), status('Unavailable'), status('Unavailable'), status('Available'));
    assert.deepEqual(
      seen.map(({ essentials, context, properties }) => [
        essentials.monitorCondition,
        context.status,
        properties.previousHealthStatus,
        properties.currentHealthStatus,
        String(context.operationName).split('/')[2],
      ]),
      [
        ['Fired', 'Active', 'Available', 'Degraded', 'Activated'],
        ['Fired', 'Updated', 'Degraded', 'Unavailable', 'Updated'],
        ['Resolved', 'Resolved', 'Unavailable', 'Available', 'Resolved'],
      ],
    );
    assert.equal(new Set(seen.map(({ essentials }) => essentials.alertId)).size, 1);
  });

  it('is about one database, in small letters, with text for enumerations', async () => {
    const [{ essentials, context, properties } = assert.fail()] = await said(status('Unavailable'));
    assert.deepEqual(
      [essentials.monitoringService, essentials.signalType, essentials.alertTargetIDs, essentials.configurationItems],
      ['Resource Health', 'Activity Log', [ORDERS], ['orders']],
    );
    assert.deepEqual(
      [context.channels, context.eventSource, properties.type, properties.cause],
      ['Admin, Operation', 'ResourceHealth', 'Downtime', 'PlatformInitiated'],
    );
  });

  it('does not name the platform where nothing is known', async () => {
    const [{ properties } = assert.fail()] = await said(status('Unknown'));
    assert.equal(properties.cause, 'Unknown');
  });

  it('says nothing of a database that was available all along', async () =>
    assert.deepEqual(await said(status('Available')), []));
});

describe('a metric alert', () => {
  const metric = (name: string, fired: boolean): Change => ({ kind: 'metric', ...PLACE, metric: name, fired });

  it('fires when the threshold is broken and is resolved when it is not any more', async () => {
    const seen = await said(
      metric('availability', true),
      metric('availability', true),
      metric('availability', false),
      metric('availability', false),
    );
    assert.deepEqual(
      seen.map(({ essentials }) => [essentials.monitoringService, essentials.signalType, essentials.monitorCondition]),
      [
        ['Platform', 'Metric', 'Fired'],
        ['Platform', 'Metric', 'Resolved'],
      ],
    );
    const [broken, sound] = seen.map(
      ({ context }) => (context.condition as { allOf: Record<string, unknown>[] }).allOf[0],
    );
    assert.deepEqual(
      [
        broken?.metricName,
        broken?.metricNamespace,
        broken?.operator,
        broken?.threshold,
        broken?.metricValue,
        sound?.metricValue,
      ],
      ['availability', 'Microsoft.Sql/servers/databases', 'LessThan', '100', 0, 100],
    );
    assert.equal(seen[0]?.essentials.alertId, seen[1]?.essentials.alertId);
  });

  it('is one for each metric, in the direction of its threshold', async () => {
    const seen = await said(metric('availability', true), metric('connection_failed', true));
    assert.notEqual(seen[0]?.essentials.alertId, seen[1]?.essentials.alertId);
    const condition = seen[1]?.context.condition as { allOf: { operator: string }[] };
    assert.equal(condition.allOf[0]?.operator, 'GreaterThan');
  });
});
