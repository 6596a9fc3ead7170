import type { CatalogView } from './catalogView.ts';
import { dmGeoReplicationLinkStatus } from './dmGeoReplicationLinkStatus.ts';

export const VIEWS: readonly CatalogView[] = [dmGeoReplicationLinkStatus];

const BY_NAME = new Map(VIEWS.map((view) => [view.name, view]));

/** The view that `sys.name` (or `database.sys.name`) names here; undefined is error 208. */
export function viewAt(parts: string[], inMaster: boolean): CatalogView | undefined {
  const [schema, name] = parts.slice(-2);
  if (parts.length < 2 || parts.length > 3 || schema?.toLowerCase() !== 'sys' || name === undefined) return undefined;
  const view = BY_NAME.get(name.toLowerCase());
  if (view === undefined || view.place === 'both') return view;
  return (view.place === 'master') === inMaster ? view : undefined;
}
