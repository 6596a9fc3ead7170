import type { LinkView } from './types.ts';

/**
 * Which catalog shows which link. `sys.dm_geo_replication_link_status` is about geo-replication: named replicas share
 * the primary's storage and are not in it; a database copy is, until it is done (it is then no link any more).
 */
export function isInGeoReplicationViews(view: LinkView): boolean {
  return view.kind !== 'NAMED';
}

/** `role` of an ARM replicationLinks entry (ReplicationLinks.json, 2025-01-01). */
export function resourceManagerRole(
  view: LinkView,
): 'Primary' | 'Secondary' | 'NonReadableSecondary' | 'Source' | 'Copy' {
  if (view.kind === 'COPY') return view.role === 'PRIMARY' ? 'Source' : 'Copy';
  if (view.role === 'PRIMARY') return 'Primary';
  return view.secondaryAllowConnections ? 'Secondary' : 'NonReadableSecondary';
}

/** The same of the other end: `partnerRole`. */
export function resourceManagerPartnerRole(view: LinkView): ReturnType<typeof resourceManagerRole> {
  return resourceManagerRole({ ...view, role: view.role === 'PRIMARY' ? 'SECONDARY' : 'PRIMARY' });
}
