import type { TokenCredential } from '@azure/identity';
import { createAzureInventory } from '../../shared/adapters/azure/resourceManager/inventory.ts';
import type { Configuration } from '../../shared/config/types.ts';
import { type Discovery, discover } from '../../shared/topology/discover.ts';

/** As the app does it. */
const CONCURRENCY = 8;

/** One discovery with nothing to fall back to: what cannot be read is a problem, and nothing is kept. */
export async function runDiscovery(
  { cloud, discovery, scopes }: Configuration,
  credential: TokenCredential,
  nowMs: number,
): Promise<Discovery> {
  const inventory = createAzureInventory({ cloud, credential, limits: { timeoutMs: discovery.timeoutMs } });
  return discover(inventory, scopes, { concurrency: CONCURRENCY }, nowMs);
}
