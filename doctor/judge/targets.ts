import type { Primary } from '../../shared/replication/primaries.ts';
import type { LinkEnd, ReplicationLink } from '../../shared/topology/types.ts';

/** At most so many primaries: one of each server first, so that every firewall is met before the second database of any. */
export function choosePrimaries(primaries: readonly Primary[], most: number): Primary[] {
  const sorted = [...primaries].sort((one, other) => (one.key < other.key ? -1 : 1));
  const perServer = [...Map.groupBy(sorted, ({ end }) => hostOf(end)).values()];
  const rounds = Math.max(0, ...perServer.map((group) => group.length));
  const inTurn = Array.from({ length: rounds }, (_, round) => perServer.flatMap((group) => group[round] ?? []));
  return inTurn.flat().slice(0, Math.max(0, most));
}

/** One geo-secondary on every server that holds no watched primary: where the app would have to go after a failover. */
export function chooseSecondaries(links: readonly ReplicationLink[], most: number): LinkEnd[] {
  const withPrimaries = new Set(links.map(({ primary }) => hostOf(primary)));
  const secondaries = new Map<string, LinkEnd>();
  for (const { secondary } of links) {
    const host = hostOf(secondary);
    if (!withPrimaries.has(host) && !secondaries.has(host)) secondaries.set(host, secondary);
  }
  return [...secondaries.values()].slice(0, Math.max(0, most));
}

export function hostOf(end: LinkEnd): string {
  return end.fullyQualifiedDomainName.toLowerCase();
}
