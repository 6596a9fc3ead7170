/** Events of an Azure subscription, in Event Grid's schema (Microsoft Learn, "Azure subscription as an Event Grid source"). */
import { randomUUID } from 'node:crypto';
import { CALLERS, type CallerIdentity } from '../identity/callers.ts';
import { TENANT_ID } from '../identity/types.ts';
import type { ManagementWrite } from '../model/monitorTypes.ts';
import type { EventObject } from './cloudEvent.ts';

const TYPES: Readonly<Record<ManagementWrite['method'], string>> = {
  POST: 'Microsoft.Resources.ResourceActionSuccess',
  PUT: 'Microsoft.Resources.ResourceWriteSuccess',
  PATCH: 'Microsoft.Resources.ResourceWriteSuccess',
  DELETE: 'Microsoft.Resources.ResourceDeleteSuccess',
};

/** Lower case. */
export function subscriptionOf({ resourceId }: Pick<ManagementWrite, 'resourceId'>): string {
  return resourceId.split('/')[2]?.toLowerCase() ?? '';
}

/** It holds the caller's claims, as Azure's does: whoever keeps it whole keeps personal data. */
export function subscriptionEventOf(write: ManagementWrite): EventObject {
  const { resourceId, operation, method } = write;
  const caller = CALLERS[write.caller];
  const subscriptionId = subscriptionOf(write);
  return {
    id: randomUUID(),
    topic: `/subscriptions/${subscriptionId}`,
    subject: resourceId,
    eventType: TYPES[method],
    eventTime: new Date(write.atMs).toISOString(),
    data: {
      authorization: {
        scope: resourceId,
        action: operation,
        evidence: { role: 'Contributor', principalId: caller.objectId, principalType: caller.principalType },
      },
      claims: claimsOf(caller),
      correlationId: randomUUID(),
      httpRequest: {
        clientRequestId: randomUUID(),
        clientIpAddress: '203.0.113.7',
        method,
        url: `https://management.azure.com${resourceId}`,
      },
      resourceProvider: 'Microsoft.Sql',
      resourceUri: resourceId,
      operationName: operation,
      status: 'Succeeded',
      subscriptionId,
      tenantId: TENANT_ID,
    },
    dataVersion: '2',
    metadataVersion: '1',
  };
}

export function claimsOf({ name, objectId, appId, principalType }: CallerIdentity): Record<string, string> {
  return {
    appid: appId,
    'http://schemas.microsoft.com/identity/claims/objectidentifier': objectId,
    'http://schemas.microsoft.com/identity/claims/tenantid': TENANT_ID,
    ...(principalType === 'User'
      ? { name, 'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn': name, ipaddr: '203.0.113.7' }
      : {}),
  };
}
