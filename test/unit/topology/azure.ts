/** A small Azure for these tests: servers, databases and both sides of their links, written the way Resource Manager lists them. */
import type { Scope } from '../../../shared/config/types.ts';
import type { InventoryDatabase, InventoryLink, InventoryServer } from '../../../shared/topology/ports.ts';
import type { ServerReading } from '../../../shared/topology/snapshot.ts';

export const SUBSCRIPTION = '5f3d8a10-7c64-4e0e-9a5b-1f6f5a2b8c01';
export const OTHER_SUBSCRIPTION = 'b0c7a5d2-4f39-4d6b-8c1e-7a9f2e3d4b02';

export const EVERYTHING: Scope[] = [scope({})];

export function scope(parts: Partial<Scope>): Scope {
  return {
    name: 'all',
    subscriptions: [SUBSCRIPTION],
    resourceGroups: [],
    servers: [],
    databases: [],
    tags: {},
    source: 'sql',
    alerts: {},
    ...parts,
  };
}

const REGIONS: Record<string, string> = { we: 'westeurope', ne: 'northeurope', uk: 'uksouth' };

export function serverId(name: string, subscription = SUBSCRIPTION, group = 'shop'): string {
  return `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Sql/servers/${name}`;
}

export function databaseId(name: string, subscription = SUBSCRIPTION, group = 'shop'): string {
  const [server = '', database = ''] = name.split('/');
  return `${serverId(server, subscription, group)}/databases/${database}`;
}

export function server(name: string, more: Partial<InventoryServer> = {}): InventoryServer {
  return {
    id: serverId(name),
    name,
    fullyQualifiedDomainName: `${name}.database.windows.net`,
    region: REGIONS[name.slice(-2)] ?? 'westeurope',
    tags: {},
    ...more,
  };
}

export function database(name: string, more: Partial<InventoryDatabase> = {}): InventoryDatabase {
  const [serverName = '', own = ''] = name.split('/');
  return {
    id: databaseId(name),
    name: own,
    region: REGIONS[serverName.slice(-2)] ?? 'westeurope',
    sku: { name: 'GP_Gen5_4', tier: 'GeneralPurpose', family: 'Gen5', capacity: 4 },
    status: 'Online',
    tags: {},
    ...more,
  };
}

/** What the server of `own` lists about its link to `partner`. */
export function link(own: string, partner: string, role: string, more: Partial<InventoryLink> = {}): InventoryLink {
  const [, ownDatabase = ''] = own.split('/');
  const [partnerServer = '', partnerDatabase = ''] = partner.split('/');
  return {
    id: `${databaseId(own)}/replicationLinks/${own.length}-${partner.length}`,
    database: ownDatabase,
    partnerServer,
    partnerDatabase,
    partnerRegion: { we: 'West Europe', ne: 'North Europe', uk: 'UK South' }[partnerServer.slice(-2)] ?? 'West Europe',
    partnerDatabaseId: databaseId(partner),
    role,
    linkType: 'GEO',
    replicationState: 'CATCH_UP',
    percentComplete: 100,
    ...more,
  };
}

export function reading(
  name: string,
  databases: InventoryDatabase[] | undefined,
  links: InventoryLink[] | undefined,
  more: Partial<ServerReading> = {},
): ServerReading {
  return { server: server(name), databases, links, unclear: new Set(), ...more };
}

/** shop-we/orders, the primary, and shop-ne/orders, its geo-secondary, as both servers list them. */
export function ordinaryPair(): ServerReading[] {
  return [
    reading('shop-we', [database('shop-we/orders')], [link('shop-we/orders', 'shop-ne/orders', 'Primary')]),
    reading(
      'shop-ne',
      [database('shop-ne/orders', { secondaryType: 'Geo' })],
      [link('shop-ne/orders', 'shop-we/orders', 'Secondary')],
    ),
  ];
}
