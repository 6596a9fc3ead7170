import { databaseKey } from './linkKey.ts';
import type { Database, ReplicationLink } from './types.ts';

/** The failover group with which the ends of a link move, as either end tells it; undefined for none. */
export function failoverGroupsIn(databases: readonly Database[]): (link: ReplicationLink) => string | undefined {
  const members = databases.filter(({ failoverGroup }) => failoverGroup !== undefined);
  const groups = new Map(members.map((database) => [databaseKey(database), database.failoverGroup]));
  return ({ primary, secondary }) => groups.get(databaseKey(primary)) ?? groups.get(databaseKey(secondary));
}
