import type { CatalogView } from './catalogView.ts';
import { databaseFirewallRules } from './databaseFirewallRules.ts';
import { databasePrincipals } from './databasePrincipals.ts';
import { databaseServiceObjectives } from './databaseServiceObjectives.ts';
import { databases } from './databases.ts';
import { dmContinuousCopyStatus } from './dmContinuousCopyStatus.ts';
import { dmDatabaseReplicaStates } from './dmDatabaseReplicaStates.ts';
import { dmDbResourceStats } from './dmDbResourceStats.ts';
import { dmDbWaitStats } from './dmDbWaitStats.ts';
import { dmExecRequests } from './dmExecRequests.ts';
import { dmExecSessions } from './dmExecSessions.ts';
import { dmGeoReplicationLinkStatus } from './dmGeoReplicationLinkStatus.ts';
import { dmOperationStatus } from './dmOperationStatus.ts';
import { dmOsWaitStats } from './dmOsWaitStats.ts';
import { firewallRules } from './firewallRules.ts';
import { geoReplicationLinks } from './geoReplicationLinks.ts';
import { resourceStats } from './resourceStats.ts';

/** Every catalog view of the estate. */
export const VIEWS: readonly CatalogView[] = [
  databaseFirewallRules,
  databasePrincipals,
  databaseServiceObjectives,
  databases,
  dmContinuousCopyStatus,
  dmDatabaseReplicaStates,
  dmDbResourceStats,
  dmDbWaitStats,
  dmExecRequests,
  dmExecSessions,
  dmGeoReplicationLinkStatus,
  dmOperationStatus,
  dmOsWaitStats,
  firewallRules,
  geoReplicationLinks,
  resourceStats,
];

const BY_NAME = new Map(VIEWS.map((view) => [view.name, view]));

/** The view that `sys.name` (or `database.sys.name`) names here; undefined is error 208. */
export function viewAt(parts: string[], inMaster: boolean): CatalogView | undefined {
  const [schema, name] = parts.slice(-2);
  if (parts.length < 2 || parts.length > 3 || schema?.toLowerCase() !== 'sys' || name === undefined) return undefined;
  const view = BY_NAME.get(name.toLowerCase());
  if (view === undefined || view.place === 'both') return view;
  return (view.place === 'master') === inMaster ? view : undefined;
}

/** What OBJECT_ID answers: system objects have negative ids. */
export function viewId(view: CatalogView): number {
  return -1000 - VIEWS.indexOf(view);
}
