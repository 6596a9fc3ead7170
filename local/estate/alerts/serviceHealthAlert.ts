/** A Service Health alert: an Activity Log alert on an incident of a service in a region. */
import { randomUUID } from 'node:crypto';
import { displayNameOf } from '../model/regions.ts';
import type { RegionName } from '../model/types.ts';
import { type CommonAlert, commonAlert, moment } from './commonAlert.ts';

export interface Incident {
  alertId: string;
  /** For example `7X2K-9QD`; one for the whole incident. */
  trackingId: string;
  service: string;
  region: RegionName;
  impactStartMs: number;
  firedMs: number;
}

/**
 * `impactedServices` is JSON within a text; channels, source and level are numbers. Source: Azure Monitor, common alert schema,
 * monitoringService ServiceHealth; Service Health notifications.
 * @param resolvedMs undefined while the incident goes on.
 */
export function serviceHealthAlert(incident: Incident, subscriptionId: string, resolvedMs?: number): CommonAlert {
  const { service, region, trackingId, impactStartMs, firedMs } = incident;
  const status = resolvedMs === undefined ? 'Active' : 'Resolved';
  const place = displayNameOf(region);
  const title = `${service} - ${place} - ${status}`;
  const saidMs = resolvedMs ?? firedMs;
  const content = `Customers who use ${service} in ${place} may not be able to connect.`;
  return commonAlert({
    id: incident.alertId,
    subscriptionId,
    rule: 'service-health-sql',
    severity: 'Sev4',
    signalType: 'Activity Log',
    monitoringService: 'ServiceHealth',
    targets: [`/subscriptions/${subscriptionId}`],
    items: [subscriptionId],
    firedMs,
    resolvedMs,
    description: 'Incidents of the services that the shop lives on',
    context: {
      authorization: null,
      channels: 1,
      claims: null,
      caller: null,
      correlationId: randomUUID(),
      eventSource: 2,
      eventTimestamp: moment(saidMs),
      httpRequest: null,
      eventDataId: randomUUID(),
      level: 3,
      operationName: 'Microsoft.ServiceHealth/incident/action',
      operationId: randomUUID(),
      properties: {
        title,
        service,
        region: place,
        communication: content,
        incidentType: 'Incident',
        trackingId,
        impactStartTime: moment(impactStartMs),
        ...(resolvedMs === undefined ? {} : { impactMitigationTime: moment(resolvedMs) }),
        impactedServices: JSON.stringify([{ ImpactedRegions: [{ RegionName: place }], ServiceName: service }]),
        impactedServicesTableRows: `<tr><td>${service}</td><td>${place}</td></tr>`,
        defaultLanguageTitle: title,
        defaultLanguageContent: content,
        stage: status,
        communicationId: randomUUID(),
        maintenanceId: '',
        isHIR: 'false',
        version: '0.1.1',
      },
      status,
      subStatus: null,
      submissionTimestamp: moment(saidMs),
      ResourceType: null,
    },
  });
}
