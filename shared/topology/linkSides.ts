/** One side's word about a link, in one shape whichever side it came from. */
import { databaseKey, linkKey } from './linkKey.ts';
import type { InventoryDatabase, InventoryLink } from './ports.ts';
import { regionName } from './regionName.ts';
import { parseDatabaseId } from './resourceId.ts';
import { databaseNamed, type ServerReading } from './snapshot.ts';
import type { DatabaseRef, DiscoveryProblem, LinkEnd, LinkType } from './types.ts';

export interface LinkSide {
  linkKey: string;
  kind: LinkType | 'COPY' | 'NAMED';
  /** What this side says of itself. A copy's source counts as primary. */
  role: 'primary' | 'secondary';
  own: LinkEnd;
  partner: LinkEnd;
  armState: string;
  percentComplete: number;
}

export type SideReading = { side: LinkSide } | { problem: DiscoveryProblem };

/** What the server says of one link, or why that cannot be understood. */
export function readSide(reading: ServerReading, link: InventoryLink): SideReading {
  const own = ownEnd(reading, link.database);
  const partner = partnerEnd(reading, link);
  const subject = databaseKey(own);
  const problem = (code: DiscoveryProblem['code'], message: string): SideReading => ({
    problem: { subject, code, message },
  });
  if (linkKey(own, partner) === `${subject}~${subject}`) {
    return problem('malformed', 'expected a partner on another server; saw a link of the database to itself, left out');
  }
  const role = roleOf(link.role);
  if (role === undefined) {
    return problem(
      'malformed',
      `expected the role Primary, Secondary, Source or Copy; saw '${brief(link.role)}', link left out`,
    );
  }
  const kind = kindOf(link, databaseNamed(reading, link.database));
  if (kind === undefined) {
    const seen = brief(link.linkType ?? '');
    return problem(
      'unknownLinkType',
      `expected a link of type GEO, STANDBY or NAMED; saw '${seen}', not counted as protection`,
    );
  }
  const { replicationState: armState, percentComplete } = link;
  return { side: { linkKey: linkKey(own, partner), kind, role, own, partner, armState, percentComplete } };
}

/** Roles of Microsoft.Sql 2025-01-01: Primary, Secondary, NonReadableSecondary; Source and Copy while a database is being copied. */
function roleOf(role: string): LinkSide['role'] | undefined {
  switch (role.toLowerCase()) {
    case 'primary':
    case 'source':
      return 'primary';
    case 'secondary':
    case 'nonreadablesecondary':
    case 'copy':
      return 'secondary';
    default:
      return undefined;
  }
}

function kindOf(link: InventoryLink, own: InventoryDatabase | undefined): LinkSide['kind'] | undefined {
  if (/^(source|copy)$/i.test(link.role)) return 'COPY';
  if (link.linkType === undefined) return kindOfDatabase(own);
  const type = link.linkType.toUpperCase();
  return type === 'GEO' || type === 'STANDBY' || type === 'NAMED' ? type : undefined;
}

/** Old API versions give no link type; the secondary's own type tells it. */
function kindOfDatabase(own: InventoryDatabase | undefined): LinkSide['kind'] {
  switch (own?.secondaryType?.toLowerCase()) {
    case 'named':
      return 'NAMED';
    case 'standby':
      return 'STANDBY';
    default:
      return 'GEO';
  }
}

function ownEnd(reading: ServerReading, database: string): LinkEnd {
  const known = databaseNamed(reading, database);
  return {
    server: reading.server.name.toLowerCase(),
    database: database.toLowerCase(),
    region: regionName(known?.region ?? reading.server.region),
    fullyQualifiedDomainName: reading.server.fullyQualifiedDomainName.toLowerCase(),
    databaseId: known?.id ?? `${reading.server.id}/databases/${database}`,
  };
}

function partnerEnd(reading: ServerReading, link: InventoryLink): LinkEnd {
  const { server, database } = partnerName(link);
  const own = reading.server;
  // Servers of one cloud share what follows their short name.
  const suffix = own.fullyQualifiedDomainName.toLowerCase().slice(own.name.length);
  const end: LinkEnd = {
    server,
    database,
    region: regionName(link.partnerRegion),
    fullyQualifiedDomainName: `${server}${suffix}`,
  };
  return link.partnerDatabaseId === undefined ? end : { ...end, databaseId: link.partnerDatabaseId };
}

/** The id is the exact word; the plain names serve where it is missing or unreadable. */
function partnerName(link: InventoryLink): DatabaseRef {
  const id = link.partnerDatabaseId === undefined ? undefined : parseDatabaseId(link.partnerDatabaseId);
  if (id) return { server: id.server, database: id.database };
  const [server = ''] = link.partnerServer.toLowerCase().split('.');
  return { server, database: link.partnerDatabase.toLowerCase() };
}

function brief(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
