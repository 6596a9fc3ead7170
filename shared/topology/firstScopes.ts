import type { Scope } from '../config/types.ts';
import { databaseKey } from './linkKey.ts';
import { isWatched } from './scopes.ts';
import type { Topology } from './types.ts';

/** `server/database` to the number of the first scope that matches it; what no scope matches is not there. */
export function firstScopes(
  scopes: readonly Scope[],
  { servers, databases }: Pick<Topology, 'servers' | 'databases'>,
): Map<string, number> {
  const byName = new Map(servers.map((server) => [server.name, server]));
  const first = new Map<string, number>();
  for (const database of databases) {
    const server = byName.get(database.server);
    if (server === undefined) continue;
    const { subscriptionId, resourceGroup, tags: serverTags } = server;
    const index = scopes.findIndex((scope) =>
      isWatched({ ...database, subscriptionId, resourceGroup, serverTags }, [scope]),
    );
    if (index >= 0) first.set(databaseKey(database), index);
  }
  return first;
}
