/** Who called Resource Manager for what: Azure Monitor's activity log (Activity Logs - List, api-version 2015-04-01). Reader is enough. */
import type { HttpClient } from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/identity';
import { CLOUDS } from '../../../config/clouds.ts';
import type { Cloud } from '../../../config/types.ts';
import type { ActivityLog } from '../../../topology/ports.ts';
import { createClients } from '../resourceManager/client.ts';
import { listPages } from '../resourceManager/listPages.ts';
import { type ReadLimits, readBounded } from '../resourceManager/readBounded.ts';
import { readActivity } from './activityCalls.ts';

export interface ActivityLogOptions {
  cloud: Cloud;
  credential: TokenCredential;
  /** For one subscription: all pages, attempts and waits. */
  limits: ReadLimits;
  /** For tests that answer without a network. */
  httpClient?: HttpClient;
}

const API_VERSION = '2015-04-01';

/**
 * Promises what ActivityLog says. Of an entry only its time, operation, resource, outcome and caller are taken over: the claims beside them
 * are personal data that nobody needs.
 */
export function createActivityLog(options: ActivityLogOptions): ActivityLog {
  const { cloud, limits } = options;
  const { resourceManagerUrl } = CLOUDS[cloud];
  const clientFor = createClients(options);
  return {
    async sqlCalls(subscriptionId, { fromMs, toMs }) {
      const what = `the activity log of subscription ${subscriptionId}`;
      const client = await clientFor(subscriptionId);
      const first = `${resourceManagerUrl}/subscriptions/${encodeURIComponent(subscriptionId)}/providers/Microsoft.Insights/eventtypes/management/values?${query(fromMs, toMs)}`;
      const entries = await readBounded({ what }, limits, (abortSignal) =>
        listPages(client, { first, home: resourceManagerUrl }, { what }, abortSignal),
      );
      return entries.flatMap(readActivity);
    },
  };
}

/** The one pattern of the filter that names a resource provider: both ends of the time are given. */
function query(fromMs: number, toMs: number): string {
  const [from, to] = [fromMs, toMs].map((atMs) => new Date(atMs).toISOString());
  const filter = `eventTimestamp ge '${from}' and eventTimestamp le '${to}' and resourceProvider eq 'Microsoft.Sql'`;
  return `api-version=${API_VERSION}&$filter=${encodeURIComponent(filter)}`;
}
