import { regionName } from '../topology/regionName.ts';
import type { DatabaseRef } from '../topology/types.ts';
import type { Evidence } from './types.ts';

/** A database as evidence names it: in lower case, with the short name of its region, whoever names it. */
export function databaseScope({
  server,
  database,
  region,
}: DatabaseRef & { region: string }): Extract<Evidence['scope'], { kind: 'database' }> {
  return {
    kind: 'database',
    server: server.toLowerCase(),
    database: database.toLowerCase(),
    region: regionName(region),
  };
}
