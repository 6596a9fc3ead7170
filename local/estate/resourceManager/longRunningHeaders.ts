/** Where a long-running operation can be followed. */
import type { ArmRequest, LongRunningOptions } from './types.ts';

/** What is operated on; it is a part of the addresses. */
export type OperationKind = 'replicationLinks' | 'failoverGroup';

interface OperationPlace {
  kind: OperationKind;
  subscriptionId: string;
  location: string;
  operationId: string;
}

/** Path segments under `locations/{location}`; the first answers as the resource would, the second tells the state. */
export const OPERATION_RESULTS = {
  replicationLinks: 'replicationLinksOperationResults',
  failoverGroup: 'failoverGroupOperationResults',
} as const;
export const ASYNC_OPERATION = {
  replicationLinks: 'replicationLinksAzureAsyncOperation',
  failoverGroup: 'failoverGroupAzureAsyncOperation',
} as const;

/** The headers of a 202: Location, Azure-AsyncOperation where it is wanted, and Retry-After in seconds. */
export function announce(
  request: ArmRequest,
  place: OperationPlace,
  options: LongRunningOptions,
): Record<string, string> {
  const address = (segment: string): string => {
    const { subscriptionId, location, operationId } = place;
    const origin = options.addresses === 'absolute' ? request.url.origin : '';
    return `${origin}/subscriptions/${subscriptionId}/providers/Microsoft.Sql/locations/${location}/${segment}/${operationId}?api-version=${request.apiVersion}`;
  };
  return {
    location: address(OPERATION_RESULTS[place.kind]),
    ...(options.headers === 'both' ? { 'azure-asyncoperation': address(ASYNC_OPERATION[place.kind]) } : {}),
    'retry-after': String(options.retryAfterSeconds),
  };
}
