/** A replication link as Resource Manager shows it from one end (ReplicationLinks.json). There is no lag in it. */
import { displayNameOf } from '../model/regions.ts';
import type { LinkView } from '../model/types.ts';
import { isSince, LINK_TYPE_SINCE, PARTNER_DATABASE_ID_SINCE } from './apiVersions.ts';

/** @param databaseId resource id of this end's database. */
export function replicationLinkShape(link: LinkView, databaseId: string, apiVersion: string): Record<string, unknown> {
  return {
    properties: {
      partnerServer: link.partnerServer,
      partnerDatabase: link.partnerDatabase,
      ...(isSince(apiVersion, PARTNER_DATABASE_ID_SINCE) ? { partnerDatabaseId: link.partnerResourceId } : {}),
      // Unlike a resource's `location`, this is the display name.
      partnerLocation: displayNameOf(link.partnerRegion),
      role: roleName(link, link.role),
      partnerRole: roleName(link, link.role === 'PRIMARY' ? 'SECONDARY' : 'PRIMARY'),
      replicationMode: 'ASYNC',
      startTime: new Date(link.startMs).toISOString(),
      percentComplete: link.percentComplete,
      replicationState: link.phase,
      isTerminationAllowed: true,
      // A copy has no type of its own: its roles tell it apart.
      ...(isSince(apiVersion, LINK_TYPE_SINCE) ? { linkType: link.kind === 'COPY' ? 'GEO' : link.kind } : {}),
    },
    id: `${databaseId}/replicationLinks/${link.linkId}`,
    name: link.linkId,
    type: 'Microsoft.Sql/servers/databases/replicationLinks',
  };
}

function roleName(link: LinkView, role: LinkView['role']): string {
  if (link.kind === 'COPY') return role === 'PRIMARY' ? 'Source' : 'Copy';
  if (role === 'PRIMARY') return 'Primary';
  return link.secondaryAllowConnections ? 'Secondary' : 'NonReadableSecondary';
}
