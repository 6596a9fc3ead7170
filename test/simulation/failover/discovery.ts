import type { LinkState, LinkStatus } from '../../../shared/replication/types.ts';
import { linkKey } from '../../../shared/topology/linkKey.ts';
import type { Database, ReplicationLink, Topology } from '../../../shared/topology/types.ts';
import type { AzureModel } from './azureModel.ts';
import { endOf } from './azureParts.ts';
import type { Replica } from './replicas.ts';
import { START_MS } from './storyPlan.ts';

/** As discovery finds it now: each database with its newest primary, and every other replica its secondary. */
export function topologyOf(azure: AzureModel): Topology {
  const links = azure.replicas.flatMap((replica) => {
    const primary = azure.primaryOf(replica.database);
    return primary === replica ? [] : [linkOf(primary, replica)];
  });
  const servers = new Map(azure.replicas.map(({ server, region }) => [server, region]));
  return {
    discoveredAtMs: START_MS,
    servers: [...servers].map(([name, region]) => ({
      id: `/servers/${name}`,
      name,
      fullyQualifiedDomainName: `${name}.database.windows.net`,
      region,
      subscriptionId: 's',
      resourceGroup: 'g',
      tags: {},
    })),
    databases: azure.replicas.map(databaseOf),
    links,
    unprotected: [],
    notGeo: [],
  };
}

function linkOf(primary: Replica, secondary: Replica): ReplicationLink {
  const ends = { primary: endOf(primary), secondary: endOf(secondary) };
  return { linkKey: linkKey(primary, secondary), type: 'GEO', ...ends, armState: 'CATCH_UP', percentComplete: 100 };
}

function databaseOf({ server, database, region, tier }: Replica): Database {
  return {
    server,
    database,
    id: `/subscriptions/s/resourceGroups/g/providers/Microsoft.Sql/servers/${server}/databases/${database}`,
    region,
    sku: { name: 'GP_Gen5', tier, capacity: 2 },
    status: 'Online',
    tags: {},
  };
}

/** What sampling found before the story begins. */
export function firstStatuses(azure: AzureModel): Map<string, LinkStatus> {
  const statuses = new Map<string, LinkStatus>();
  for (const replica of azure.replicas) {
    const primary = azure.primaryOf(replica.database);
    if (replica === primary || replica.before === 'neverSampled') continue;
    const atMs = START_MS - 8_000;
    const hardenedMs = azure.hardenedMs(replica, atMs);
    statuses.set(linkKey(primary, replica), {
      state: stateOf(replica, Math.max(0, Math.floor((atMs - hardenedMs) / 1_000))),
      sinceMs: atMs - 60_000,
      longestMs: {},
      sampledAtMs: atMs,
      lastReplicationMs: hardenedMs,
      lastCommitMs: azure.commitAt(atMs),
    });
  }
  return statuses;
}

function stateOf({ before }: Replica, lagSeconds: number): LinkState {
  if (before === 'lagNull') return { name: 'lagUnknown' };
  if (before === 'suspended') return { name: 'suspended' };
  if (before === 'seeding') return { name: 'seeding', percent: 40 };
  return { name: 'caughtUp', lagSeconds };
}
