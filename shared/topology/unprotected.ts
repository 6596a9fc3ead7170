/** Which watched databases have no geo-secondary at all. */
import { databaseKey } from './linkKey.ts';
import type { LinkSide } from './linkSides.ts';
import type { Database, DatabaseRef, ReplicationLink, UnprotectedFinding } from './types.ts';

export interface ProtectionFacts {
  links: readonly ReplicationLink[];
  /** Every side of every link, copies and named replicas too. */
  sides: readonly LinkSide[];
  /** Were the links of this database read? Where they were not, nobody can say that it is unprotected. */
  knowsLinks: (reference: DatabaseRef) => boolean;
  /** What the previous topology found; it stands where the links could not be read. */
  previous: readonly UnprotectedFinding[];
}

/** A dedicated SQL pool cannot be geo-replicated: telling its owner every day would help nobody. */
const NEVER_REPLICATED_TIER = 'datawarehouse';

/** A database on its way into being has no protection yet and needs none. */
const NOT_YET = new Set(['creating', 'copying', 'restoring']);

/**
 * Findings for the watched databases. A database is protected by any GEO or STANDBY link in which it is the primary. Secondaries, named
 * replicas and `master` are never findings; a copy in progress protects nothing.
 */
export function findUnprotected(watched: readonly Database[], facts: ProtectionFacts): UnprotectedFinding[] {
  const inLink = new Set(facts.links.flatMap((link) => [databaseKey(link.primary), databaseKey(link.secondary)]));
  const replicas = new Set(facts.sides.flatMap(replicaOf));
  const before = new Set(facts.previous.map(databaseKey));
  return watched
    .filter((database) => {
      const key = databaseKey(database);
      if (isOutside(database) || isSecondary(database) || replicas.has(key) || inLink.has(key)) return false;
      if (!facts.knowsLinks(database)) return before.has(key);
      return !NOT_YET.has(database.status.toLowerCase());
    })
    .map(({ server, database, region, id }) => ({ server, database, region, databaseId: id }));
}

function isOutside({ database, sku }: Database): boolean {
  return database === 'master' || sku.tier.toLowerCase() === NEVER_REPLICATED_TIER;
}

/** ARM gives `secondaryType` on secondaries only. */
function isSecondary(database: Database): boolean {
  return database.secondaryType !== undefined;
}

/** The end of a link that is a named replica, or the copy in the making. */
function replicaOf(side: LinkSide): string[] {
  if (side.kind === 'GEO' || side.kind === 'STANDBY') return [];
  return [databaseKey(side.role === 'secondary' ? side.own : side.partner)];
}
