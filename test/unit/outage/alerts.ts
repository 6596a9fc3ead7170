/** Alerts as an action group posts them, in the shape of the common alert schema (facts 5.4), with what must never be copied out of them. */
import { type AlertReading, evidenceFromAlert } from '../../../shared/outage/evidenceFromAlert.ts';
import { MINUTE, ORDERS, STOCK, T0 } from './builders.ts';

export const SECRET = 'somebody@contoso.example';
export const NOW = T0 + 10 * MINUTE;
export const iso = (atMs: number) => new Date(atMs).toISOString();
const SERVER_ID = '/subscriptions/S-1/resourceGroups/Shop/providers/Microsoft.Sql/servers/CONTOSO-WE';
export const TARGETS = { server: SERVER_ID, orders: `${SERVER_ID}/databases/Orders` };

type Fields = Record<string, unknown>;

export function alert(monitoringService: string, alertContext: Fields, essentials: Fields = {}): Fields {
  return {
    schemaId: 'azureMonitorCommonAlertSchema',
    data: {
      essentials: {
        alertId: '/subscriptions/s-1/providers/Microsoft.AlertsManagement/alerts/1',
        alertRule: 'rule',
        severity: 'Sev1',
        signalType: 'Activity Log',
        monitorCondition: 'Fired',
        monitoringService,
        alertTargetIDs: [TARGETS.orders],
        firedDateTime: iso(T0 + MINUTE),
        description: SECRET,
        ...essentials,
      },
      alertContext: { claims: `{"name":"${SECRET}"}`, caller: SECRET, ...alertContext },
      customProperties: { owner: SECRET },
    },
  };
}

export const affected = (service: string, ...regions: string[]) => ({
  ServiceName: service,
  ImpactedRegions: regions.map((RegionName) => ({ RegionName })),
});

export function serviceHealth(properties: Fields = {}, context: Fields = {}, essentials: Fields = {}): Fields {
  const said = {
    title: SECRET,
    communication: SECRET,
    incidentType: 'Incident',
    trackingId: 'ABCD-123',
    impactStartTime: iso(T0),
    impactedServices: JSON.stringify([affected('SQL Database', 'West Europe')]),
    stage: 'Active',
    ...properties,
  };
  const alertContext = { status: 'Active', submissionTimestamp: iso(T0 + 2 * MINUTE), ...context, properties: said };
  return alert('ServiceHealth', alertContext, { alertTargetIDs: ['/subscriptions/s-1'], ...essentials });
}

export function resourceHealth(properties: Fields = {}, essentials: Fields = {}, context: Fields = {}): Fields {
  const said = { currentHealthStatus: 'Unavailable', cause: 'PlatformInitiated', details: SECRET, ...properties };
  const alertContext = { status: 'Active', eventTimestamp: iso(T0 + MINUTE), ...context, properties: said };
  return alert('Resource Health', alertContext, essentials);
}

export function metric(criterion: Fields = {}, essentials: Fields = {}): Fields {
  const said = {
    metricName: 'availability',
    metricNamespace: 'Microsoft.Sql/servers/databases',
    operator: 'LessThan',
    threshold: '100',
    metricValue: 0,
    ...criterion,
  };
  return alert('Platform', { conditionType: 'SingleResource', condition: { allOf: [said] } }, essentials);
}

export const read = (body: unknown, nowMs = NOW): AlertReading =>
  evidenceFromAlert(body, {
    databases: [ORDERS, STOCK, { ...ORDERS, server: 'contoso-ne', region: 'northeurope' }],
    nowMs,
  });

export const evidenceOf = (body: unknown, nowMs = NOW) => {
  const reading = read(body, nowMs);
  return reading.ok ? reading.evidence : [];
};
export const ignoredOf = (body: unknown) => {
  const reading = read(body);
  return reading.ok ? reading.ignored.join(' ') : '';
};
export const faultOf = (body: unknown) => {
  const reading = read(body);
  return reading.ok ? undefined : reading.fault;
};
