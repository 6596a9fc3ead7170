import type { DatabaseFacts } from '../alerting/databaseFacts.ts';
import { databaseKey } from '../topology/linkKey.ts';
import { regionName } from '../topology/regionName.ts';
import type { ReplicationLink, Topology } from '../topology/types.ts';
import { planOf } from './plan.ts';
import type { LinkStatus } from './types.ts';

/**
 * What is known of each database that may have something to tell: the primaries, the unprotected ones, those whose links changed, and
 * `besides`, those that told something before. Pure.
 */
export function databaseFactsIn(
  topology: Topology,
  statusOf: (linkKey: string) => LinkStatus | undefined,
  besides: Iterable<string>,
): Map<string, DatabaseFacts> {
  const unread = new Set(topology.unread);
  const unprotected = new Set(topology.unprotected.map(databaseKey));
  const links = new Map(planOf(topology).primaries.map((primary) => [primary.key, primary.links]));
  const events = Map.groupBy(topology.events ?? [], ({ primary }) => primary);
  const facts = new Map<string, DatabaseFacts>();
  for (const key of new Set([...links.keys(), ...unprotected, ...events.keys(), ...besides])) {
    const own = links.get(key) ?? [];
    const isKnown = !unread.has(key) && (own.length > 0 || unprotected.has(key));
    facts.set(key, {
      links: own.flatMap(({ linkKey }) => statusOf(linkKey) ?? []),
      // A finding of an earlier discovery is kept while the links cannot be read, and nothing is concluded from it.
      unprotected: unread.has(key) ? 'unknown' : unprotected.has(key),
      secondaries: isKnown ? own.length : 'unknown',
      elsewhere: isKnown ? own.filter(isElsewhere).length : 'unknown',
      events: events.get(key) ?? [],
    });
  }
  return facts;
}

function isElsewhere({ primary, secondary }: ReplicationLink): boolean {
  return regionName(primary.region) !== regionName(secondary.region);
}
