/** Servers, databases and replication links as Azure Resource Manager lists them: the AzureInventory of the topology room. */
import type { HttpClient } from '@azure/core-rest-pipeline';
import type { TokenCredential } from '@azure/identity';
import { CLOUDS } from '../../../config/clouds.ts';
import type { Cloud } from '../../../config/types.ts';
import type { AzureInventory, InventoryServer } from '../../../topology/ports.ts';
import { parseServerId, type ServerId } from '../../../topology/resourceId.ts';
import { createClients } from './client.ts';
import { readDatabases, readLinks, readServers } from './entries.ts';
import { garbageFailure } from './failures.ts';
import { type ReadLimits, readBounded } from './readBounded.ts';
import { listReplicationLinks } from './replicationLinks.ts';

export interface InventoryOptions {
  cloud: Cloud;
  credential: TokenCredential;
  /** For each list: all its pages, attempts and waits. */
  limits: ReadLimits;
  /** For tests that answer without a network. */
  httpClient?: HttpClient;
}

/**
 * Every call ends within `limits.timeoutMs`, with the whole list or a ReadFailure. Entries that are not what the API promises are
 * reported and left out. Nothing is loaded or asked before the first call.
 */
export function createAzureInventory(options: InventoryOptions): AzureInventory {
  const { cloud, limits } = options;
  const { resourceManagerUrl } = CLOUDS[cloud];
  const clientFor = createClients(options);
  return {
    async servers(subscriptionId, onMalformed) {
      const what = `the servers of subscription ${subscriptionId}`;
      const client = await clientFor(subscriptionId);
      const entries = await readBounded({ what }, limits, (abortSignal) =>
        collect(client.servers.list({ abortSignal })),
      );
      return readServers(entries, what, onMalformed);
    },
    async databases(server, onMalformed) {
      const what = `the databases of server ${server.name}`;
      const { subscriptionId, resourceGroup, server: name } = placeOf(server, what);
      const client = await clientFor(subscriptionId);
      const entries = await readBounded({ what }, limits, (abortSignal) =>
        collect(client.databases.listByServer(resourceGroup, name, { abortSignal })),
      );
      return readDatabases(entries, what, onMalformed).filter(({ name }) => name.toLowerCase() !== 'master');
    },
    async replicationLinks(server, onMalformed) {
      const what = `the replication links of server ${server.name}`;
      const place = placeOf(server, what);
      const client = await clientFor(place.subscriptionId);
      const entries = await readBounded({ what }, limits, (abortSignal) =>
        listReplicationLinks(client, resourceManagerUrl, place, { what }, abortSignal),
      );
      return readLinks(entries, what, onMalformed);
    },
  };
}

function placeOf(server: InventoryServer, what: string): ServerId {
  const place = parseServerId(server.id);
  if (!place) throw garbageFailure('a server whose id is not that of a Microsoft.Sql server', { what });
  return place;
}

async function collect<Entry>(pages: AsyncIterable<Entry>): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of pages) entries.push(entry);
  return entries;
}
