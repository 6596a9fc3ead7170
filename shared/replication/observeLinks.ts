import { databaseKey } from '../topology/linkKey.ts';
import type { LinkEnd, ReplicationLink } from '../topology/types.ts';
import type { LinkObservation } from './linkState.ts';
import type { Primary } from './primaries.ts';
import type { SignalReadings } from './signalTypes.ts';
import type { DatabaseSample, LinkRow, MalformedRow } from './types.ts';

/** What one sample of a primary says of one of its links. */
export interface ObservedLink {
  link: ReplicationLink;
  observation: LinkObservation;
  atMs: number;
  roundTripMs?: number;
  /** How far samples of this kind are apart at least; left out: as far as sweeps are. */
  grainMs?: number;
  /** What was read besides, in the rounds in which it is asked for. */
  readings?: SignalReadings;
}

/** A row for a partner that Resource Manager did not tell of. */
export interface UnknownRow {
  primary: string;
  partner: string;
}

export interface Observed {
  links: ObservedLink[];
  /** Links whose asked end says that it is the secondary: the roles changed after discovery. The other end has to be asked. */
  swapped: ReplicationLink[];
  unknown: UnknownRow[];
}

/**
 * Matches the rows of one sample with the links that discovery knows. Pure. Every link of the primary is in `links` or in `swapped`,
 * once: a link without a row is absent, not forgotten.
 */
export function observeLinks(primary: Primary, sample: DatabaseSample): Observed {
  const atMs = sample.atMs;
  if (!sample.ok) {
    const observation: LinkObservation = { seen: 'failure', failure: sample.failure };
    return { links: primary.links.map((link) => ({ link, observation, atMs })), swapped: [], unknown: [] };
  }
  const rows = rowsByPartner(sample.rows);
  const observed: Observed = { links: [], swapped: [], unknown: [] };
  for (const link of primary.links) {
    const partner = databaseKey(link.secondary);
    const row = rows.get(partner);
    rows.delete(partner);
    if (row?.role === 'secondary') {
      observed.swapped.push(link);
      continue;
    }
    const observation = observationOf(link, row, sample.malformed ?? []);
    observed.links.push({ link, observation, atMs, roundTripMs: sample.roundTripMs });
  }
  for (const [partner, row] of rows) {
    // A row in which this database is the secondary belongs to a chain: the primary above it answers for that link.
    if (row.role === 'primary') observed.unknown.push({ primary: primary.key, partner });
  }
  return observed;
}

/**
 * The link as its other end tells it, after the asked end said that it is the secondary. The link comes back with its ends turned
 * round; its linkKey is the same.
 */
export function observeSwapped(link: ReplicationLink, sample: DatabaseSample): ObservedLink {
  const turned: ReplicationLink = { ...link, primary: link.secondary, secondary: link.primary };
  const observed = observeLinks({ key: databaseKey(turned.primary), end: turned.primary, links: [turned] }, sample);
  const [told] = observed.links;
  if (told !== undefined) return told;
  const message =
    `Expected ${ends(link.primary, link.secondary)} to have one primary, saw both ends call themselves the secondary. ` +
    'A failover is probably in progress: the next sample will tell. If it lasts, look at the link in the Azure portal.';
  return { link, observation: { seen: 'failure', failure: { kind: 'unavailable', message } }, atMs: sample.atMs };
}

function observationOf(link: ReplicationLink, row: LinkRow | undefined, malformed: MalformedRow[]): LinkObservation {
  if (row !== undefined) return { seen: 'row', row, seedingPercent: seedingPercent(link) };
  const partner = databaseKey(link.secondary);
  // A row whose partner could not be read may be this link's: then its absence is not shown.
  const bad = malformed.find((one) => partnerOf(one) === undefined || partnerOf(one) === partner);
  return bad === undefined ? { seen: 'absent' } : { seen: 'malformed', row: bad };
}

/** Resource Manager keeps the percentage of the last seeding; it only means something while it says SEEDING. */
function seedingPercent(link: ReplicationLink): number | null {
  return link.armState.toUpperCase() === 'SEEDING' ? link.percentComplete : null;
}

function rowsByPartner(rows: readonly LinkRow[]): Map<string, LinkRow> {
  const byPartner = new Map<string, LinkRow>();
  for (const row of rows) {
    const key = partnerKey(row.partnerServer, row.partnerDatabase);
    // Two links to one partner can only be an old and a new one; the primary's side is the one that knows a lag.
    if (byPartner.get(key)?.role !== 'primary') byPartner.set(key, row);
  }
  return byPartner;
}

function partnerOf(row: MalformedRow): string | undefined {
  if (row.partnerServer === undefined || row.partnerDatabase === undefined) return undefined;
  return partnerKey(row.partnerServer, row.partnerDatabase);
}

/** The view names the logical server without its domain; a domain is taken off in case that ever changes. */
function partnerKey(server: string, database: string): string {
  return databaseKey({ server: server.split('.')[0] ?? server, database });
}

function ends(one: LinkEnd, other: LinkEnd): string {
  return `${databaseKey(one)} and ${databaseKey(other)}`;
}
