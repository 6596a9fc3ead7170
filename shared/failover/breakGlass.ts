/**
 * Break glass: the exact commands with which a person moves a group when Geowarden itself cannot. Kept current and outside the guarded
 * regions by the caller. Nothing here judges a candidate: the page says so, and says what to look at first.
 *
 * Sources: Azure CLI `az sql db replica set-primary` and `az sql failover-group set-primary`, both run against the server that is
 * secondary now; T-SQL `ALTER DATABASE … FAILOVER | FORCE_FAILOVER_ALLOW_DATA_LOSS`, in master of that server, outside a transaction.
 */
import { failoverGroupsIn } from '../topology/failoverGroups.ts';
import { databaseKey } from '../topology/linkKey.ts';
import { quoteIdentifier } from '../topology/quoteIdentifier.ts';
import { regionName } from '../topology/regionName.ts';
import { parseDatabaseId } from '../topology/resourceId.ts';
import type { DatabaseRef, LinkEnd, ReplicationLink, Topology } from '../topology/types.ts';
import { membersOf } from './membersOf.ts';
import { shellOption } from './shellWord.ts';
import type { RecoveryGroup } from './types.ts';

export interface BreakGlassCommands {
  /** Try this first: it loses nothing, and fails when the primary is away. */
  planned: string;
  /** Loses what the secondary does not have. */
  forced: string;
}

export interface BreakGlassWay {
  linkKey: string;
  secondary: DatabaseRef & { region: string };
  /** The name of the failover group: then the whole group moves, and its databases cannot be moved one by one. */
  failoverGroup?: string;
  /** Undefined where the resource group of the secondary's server is not known. */
  azureCli?: BreakGlassCommands;
  /** To be run in master of `server`. Undefined for a failover group: there is no T-SQL for it. */
  tsql?: BreakGlassCommands & { server: string };
  /** What speaks against this way before anything is measured. */
  warnings: string[];
}

export interface BreakGlassDatabase {
  database: DatabaseRef;
  ways: BreakGlassWay[];
}

export interface BreakGlass {
  group: string;
  databases: BreakGlassDatabase[];
}

/** Every way out for every database of the group, by what discovery knows. Pure. */
export function breakGlass(
  group: Pick<RecoveryGroup, 'name' | 'databases'>,
  topology: Pick<Topology, 'links' | 'unprotected' | 'servers' | 'databases'>,
): BreakGlass {
  const failoverGroupOf = failoverGroupsIn(topology.databases);
  const databases = membersOf(group, topology).map((database) => {
    const links = topology.links.filter(({ primary }) => databaseKey(primary) === databaseKey(database));
    const ways = links
      .map((link) => wayOf(link, topology.servers, failoverGroupOf(link)))
      .sort((a, b) => (a.linkKey < b.linkKey ? -1 : 1));
    return { database, ways };
  });
  return { group: group.name, databases };
}

function wayOf(link: ReplicationLink, servers: Topology['servers'], failoverGroup: string | undefined): BreakGlassWay {
  const { server, database, region } = link.secondary;
  const home = homeOf(link.secondary, servers);
  const azureCli =
    home && (failoverGroup === undefined ? replica(link.secondary, home) : wholeGroup(failoverGroup, server, home));
  const isSameRegion = regionName(region) === regionName(link.primary.region);
  const warnings = [
    ...(isSameRegion
      ? [`This geo-secondary is in the primary's own region (${region}): an outage of it takes both.`]
      : []),
    ...(link.conflict === undefined
      ? []
      : ['The two sides do not tell the same story about this link: look at both first.']),
    ...(home === undefined
      ? [
          `The resource group of ${server} is not known; find it with: az sql server list ${shellOption('query', `[?name=='${server}']`)}`,
        ]
      : []),
  ];
  return {
    linkKey: link.linkKey,
    secondary: { server, database, region },
    ...(failoverGroup === undefined ? {} : { failoverGroup }),
    ...(azureCli === undefined ? {} : { azureCli }),
    ...(failoverGroup === undefined ? { tsql: statements(link.secondary) } : {}),
    warnings,
  };
}

interface Home {
  subscriptionId: string;
  resourceGroup: string;
}

function homeOf(end: LinkEnd, servers: Topology['servers']): Home | undefined {
  const server = servers.find(({ name }) => name.toLowerCase() === end.server.toLowerCase());
  return server ?? (end.databaseId === undefined ? undefined : parseDatabaseId(end.databaseId));
}

function replica(secondary: LinkEnd, home: Home): BreakGlassCommands {
  const options = [shellOption('name', secondary.database), ...where(secondary.server, home)];
  return commands('az sql db replica set-primary', options);
}

function wholeGroup(name: string, server: string, home: Home): BreakGlassCommands {
  return commands('az sql failover-group set-primary', [shellOption('name', name), ...where(server, home)]);
}

function where(server: string, home: Home): string[] {
  return [
    shellOption('server', server),
    shellOption('resource-group', home.resourceGroup),
    shellOption('subscription', home.subscriptionId),
  ];
}

function commands(command: string, options: readonly string[]): BreakGlassCommands {
  const planned = [command, ...options].join(' ');
  return { planned, forced: `${planned} --allow-data-loss` };
}

function statements({ database, fullyQualifiedDomainName }: LinkEnd): BreakGlassCommands & { server: string } {
  const name = quoteIdentifier(database);
  return {
    server: fullyQualifiedDomainName,
    planned: `ALTER DATABASE ${name} FAILOVER;`,
    forced: `ALTER DATABASE ${name} FORCE_FAILOVER_ALLOW_DATA_LOSS;`,
  };
}
