/** A Resource Health alert: an Activity Log alert on the health of one database. */
import { randomUUID } from 'node:crypto';
import type { ResourceHealthStatus } from '../model/changeTypes.ts';
import { type CommonAlert, commonAlert, moment } from './commonAlert.ts';

export interface HealthEvent {
  alertId: string;
  resourceId: string;
  subscriptionId: string;
  previous: ResourceHealthStatus;
  current: ResourceHealthStatus;
  firedMs: number;
  saidMs: number;
}

/**
 * `Available` ends it; the first other status begins it, and a further one goes on with it. Source: Azure Monitor, common alert schema,
 * monitoringService Resource Health; Resource Health event schema.
 */
export function resourceHealthAlert(event: HealthEvent): CommonAlert {
  const { resourceId, previous, current, firedMs, saidMs } = event;
  const isOver = current === 'Available';
  const isFirst = previous === 'Available';
  const { word, status } = isOver
    ? { word: 'Resolved', status: 'Resolved' }
    : isFirst
      ? { word: 'Activated', status: 'Active' }
      : { word: 'Updated', status: 'Updated' };
  const name = resourceId.split('/').at(-1) ?? '';
  return commonAlert({
    id: event.alertId,
    subscriptionId: event.subscriptionId,
    rule: 'resource-health-databases',
    severity: 'Sev4',
    signalType: 'Activity Log',
    monitoringService: 'Resource Health',
    targets: [resourceId],
    items: [name],
    firedMs,
    resolvedMs: isOver ? saidMs : undefined,
    description: 'The health of the databases',
    context: {
      channels: 'Admin, Operation',
      correlationId: randomUUID(),
      eventSource: 'ResourceHealth',
      eventTimestamp: moment(saidMs),
      eventDataId: randomUUID(),
      level: isOver ? 'Informational' : 'Critical',
      operationName: `Microsoft.Resourcehealth/healthevent/${word}/action`,
      operationId: randomUUID(),
      properties: {
        title: `${name} is ${current.toLowerCase()}`,
        details: `The health of the database changed from ${previous} to ${current}.`,
        currentHealthStatus: current,
        previousHealthStatus: previous,
        type: 'Downtime',
        cause: current === 'Unknown' ? 'Unknown' : 'PlatformInitiated',
      },
      status,
      submissionTimestamp: moment(saidMs),
    },
  });
}
