/** `@azure/monitor-query-metrics`, loaded when first needed and bent to our limits. */
import type { HttpClient } from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/identity';
import type { MetricsClient } from '@azure/monitor-query-metrics';
import { CLOUDS } from '../../../config/clouds.ts';
import type { Cloud } from '../../../config/types.ts';
import { regionName } from '../../../topology/regionName.ts';

export interface ClientOptions {
  cloud: Cloud;
  credential: TokenCredential;
  /** For tests that answer without a network. */
  httpClient?: HttpClient;
}

/** A client per region, each made once. */
export function createClients(options: ClientOptions): (region: string) => Promise<MetricsClient> {
  const clients = new Map<string, Promise<MetricsClient>>();
  return (region) => {
    const name = regionName(region);
    const known = clients.get(name) ?? createClient(name, options);
    clients.set(name, known);
    return known;
  };
}

async function createClient(region: string, options: ClientOptions): Promise<MetricsClient> {
  const { MetricsClient } = await import('./sdk.ts');
  const { metricsSuffix } = CLOUDS[options.cloud];
  return new MetricsClient(`https://${region}${metricsSuffix}`, options.credential, {
    // Version 1.0.0 would ask for a token for Resource Manager, of the public cloud whatever the endpoint is.
    credentials: { scopes: [`https://${metricsSuffix.slice(1)}/.default`] },
    // readBounded retries, within a deadline and knowing what is worth it.
    retryOptions: { maxRetries: 0 },
    // The token is for this host.
    redirectOptions: { maxRetries: 0 },
    userAgentOptions: { userAgentPrefix: 'geowarden' },
    ...(options.httpClient ? { httpClient: options.httpClient } : {}),
  });
}
