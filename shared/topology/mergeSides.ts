/** Both sides' words about one pair become one link. */

import { databaseKey } from './linkKey.ts';
import type { LinkSide } from './linkSides.ts';
import type { DatabaseRef, LinkConflict, LinkType, ReplicationLink } from './types.ts';

export interface MergeContext {
  /** Which database was primary in the previous topology, by link key: `server/database`. */
  previousPrimary: ReadonlyMap<string, string>;
  /** Databases that say of themselves that they are secondaries (`secondaryType`). */
  knownSecondaries: ReadonlySet<string>;
  /** Were the links of this database read? Only then does its silence about a link mean something. */
  knowsLinks: (reference: DatabaseRef) => boolean;
}

/**
 * One link from the sides that speak of it; at least one. The outcome depends on what is said, never on the order in which it was read.
 * The primary's word about state and progress is preferred: it is the one that ships the log.
 */
export function mergeSides(sides: readonly LinkSide[], context: MergeContext): ReplicationLink {
  const ordered = [...sides].sort((a, b) => compare(sideOrder(a), sideOrder(b)));
  const [first] = ordered;
  if (!first) throw new RangeError('expected at least one side of a link; saw none');
  const second = ordered.find((side) => databaseKey(side.own) !== databaseKey(first.own));
  const conflict = conflictOf(first, second, context);
  const primaryKey = primaryOf(first, second, context);
  const witness = [first, second].find((side) => side && databaseKey(side.own) === primaryKey) ?? second ?? first;
  // An end's own server describes it best; the partner's word serves for one that could not be read.
  const other = second?.own ?? first.partner;
  const [primary, secondary] = databaseKey(first.own) === primaryKey ? [first.own, other] : [other, first.own];
  return {
    linkKey: first.linkKey,
    type: typeOf(first, second),
    primary,
    secondary,
    armState: witness.armState,
    percentComplete: witness.percentComplete,
    ...(conflict === undefined ? {} : { conflict }),
  };
}

function conflictOf(first: LinkSide, second: LinkSide | undefined, context: MergeContext): LinkConflict | undefined {
  if (second) {
    if (first.role !== second.role) return undefined;
    return first.role === 'primary' ? 'bothPrimary' : 'bothSecondary';
  }
  return context.knowsLinks(first.partner) ? 'oneSided' : undefined;
}

/** The key of the primary. Claims decide; where they clash, the database's own word, then what was true before, then the name. */
function primaryOf(first: LinkSide, second: LinkSide | undefined, context: MergeContext): string {
  const [own, partner] = [databaseKey(first.own), databaseKey(first.partner)];
  if (!second || first.role !== second.role) return first.role === 'primary' ? own : partner;
  const ownIsSecondary = context.knownSecondaries.has(own);
  if (ownIsSecondary !== context.knownSecondaries.has(partner)) return ownIsSecondary ? partner : own;
  const before = context.previousPrimary.get(first.linkKey);
  if (before === own || before === partner) return before;
  return [own, partner].sort()[0] ?? own;
}

/** STANDBY wins when the sides differ: a standby replica cannot be read, and nobody should be told otherwise. */
function typeOf(first: LinkSide, second: LinkSide | undefined): LinkType {
  return first.kind === 'STANDBY' || second?.kind === 'STANDBY' ? 'STANDBY' : 'GEO';
}

/** By database, then by everything that can differ, so that duplicates are resolved the same way each time. */
function sideOrder(side: LinkSide): string {
  return [databaseKey(side.own), side.role, side.kind, side.armState, String(side.percentComplete)].join('\n');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
