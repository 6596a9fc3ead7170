/** Entries of the activity log as Azure Monitor shapes them (EventData, api-version 2015-04-01). */
import { claimsOf } from '../eventGrid/subscriptionEvents.ts';
import { CALLERS } from '../identity/callers.ts';
import { TENANT_ID } from '../identity/types.ts';
import type { ManagementWrite } from '../model/monitorTypes.ts';

export interface ActivityEntry {
  /** Newer ones come first in a list, and their keys are smaller. */
  key: string;
  atMs: number;
  correlationId: string;
  shape: Record<string, unknown>;
}

/** What Azure calls an operation's beginning and its end; a failover has both. */
const PHASES = [
  { status: 'Started', event: 'BeginRequest' },
  { status: 'Succeeded', event: 'EndRequest' },
] as const;
const LARGEST = 10_000_000_000;

export function activityEntriesOf(write: ManagementWrite): ActivityEntry[] {
  return PHASES.map((phase, index) => {
    const number = write.number * PHASES.length + index;
    const key = String(LARGEST - number).padStart(11, '0');
    const correlationId = idOf(write.number);
    return { key, atMs: write.atMs, correlationId, shape: shapeOf(write, phase, { number, correlationId }) };
  });
}

function shapeOf(
  { operation, resourceId, caller, atMs, method }: ManagementWrite,
  { status, event }: (typeof PHASES)[number],
  { number, correlationId }: { number: number; correlationId: string },
): Record<string, unknown> {
  const [, , subscriptionId = '', , resourceGroupName = ''] = resourceId.split('/');
  const eventTimestamp = new Date(atMs).toISOString();
  const eventDataId = idOf(LARGEST + number);
  return {
    authorization: { action: operation, scope: resourceId },
    caller: CALLERS[caller].name,
    category: named('Administrative'),
    channels: 'Operation',
    claims: claimsOf(CALLERS[caller]),
    correlationId,
    description: '',
    eventDataId,
    eventName: named(event),
    eventTimestamp,
    httpRequest: { clientIpAddress: '203.0.113.7', method },
    id: `${resourceId}/events/${eventDataId}/ticks/${atMs}0000`,
    level: 'Informational',
    operationId: correlationId,
    operationName: named(operation),
    properties: {},
    resourceGroupName,
    resourceId,
    resourceProviderName: named('Microsoft.Sql'),
    status: named(status),
    subStatus: named(''),
    submissionTimestamp: eventTimestamp,
    subscriptionId,
    tenantId: TENANT_ID,
  };
}

/** In its other language a name is the same. */
const named = (value: string) => ({ value, localizedValue: value });

function idOf(number: number): string {
  return `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}
