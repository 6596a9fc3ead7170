import type { LinkRow, LinkState } from '../../../shared/replication/types.ts';
import type { LinkEnd, ReplicationLink, Topology } from '../../../shared/topology/types.ts';

function end(server: string, database: string, region = 'westeurope'): LinkEnd {
  return { server, database, region, fullyQualifiedDomainName: `${server}.database.windows.net` };
}

export function link(
  primary: string,
  secondary: string,
  database: string,
  more: Partial<ReplicationLink> = {},
): ReplicationLink {
  return {
    linkKey: [`${primary}/${database}`, `${secondary}/${database}`].sort().join('~'),
    type: 'GEO',
    primary: end(primary, database),
    secondary: end(secondary, database, 'northeurope'),
    armState: 'CATCH_UP',
    percentComplete: 100,
    ...more,
  };
}

export function row(partnerServer: string, partnerDatabase: string, more: Partial<LinkRow> = {}): LinkRow {
  return {
    partnerServer,
    partnerDatabase,
    replicationState: 2,
    lagSeconds: 0,
    lastReplicationMs: 1_000,
    lastCommitMs: 900,
    role: 'primary',
    ...more,
  };
}

export function topology(links: ReplicationLink[], more: Partial<Topology> = {}): Topology {
  return { discoveredAtMs: 0, servers: [], databases: [], links, unprotected: [], notGeo: [], ...more };
}

export const UNREACHABLE: LinkState = {
  name: 'unreachable',
  failure: { kind: 'unreachable', message: 'Nobody answered.' },
};
