/** Where a long-running operation can be followed. */
import type { ArmRequest, LongRunningOptions } from './types.ts';

interface OperationPlace {
  subscriptionId: string;
  location: string;
  operationId: string;
}

/** Path segments under `locations/{location}`; the first answers as the resource would, the second tells the state. */
export const OPERATION_RESULTS = 'replicationLinksOperationResults';
export const ASYNC_OPERATION = 'replicationLinksAzureAsyncOperation';

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
    location: address(OPERATION_RESULTS),
    ...(options.headers === 'both' ? { 'azure-asyncoperation': address(ASYNC_OPERATION) } : {}),
    'retry-after': String(options.retryAfterSeconds),
  };
}
