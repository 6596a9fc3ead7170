import type { ReplicationLink } from '../topology/types.ts';
import type { Primary } from './primaries.ts';
import type { LinkStatus } from './types.ts';

/** When a primary was heard of last, by the link that was heard of longest ago. */
export function heardOf(status: (link: ReplicationLink) => LinkStatus | undefined): (primary: Primary) => number {
  const heard = new Map<Primary, number>();
  return (primary) => {
    const known = heard.get(primary);
    if (known !== undefined) return known;
    const atMs = Math.min(...primary.links.map((link) => status(link)?.sampledAtMs ?? 0));
    heard.set(primary, atMs);
    return atMs;
  };
}

/** One primary of each set: the one that was heard of longest ago, so that they take turns. */
export function firstOf(
  sets: ReadonlyArray<ReadonlySet<string>>,
  primaries: readonly Primary[],
  lastHeardMs: (primary: Primary) => number,
): ReadonlySet<Primary> {
  const first = new Set<Primary>();
  for (const set of sets) {
    const [longestAgo] = primaries
      .filter(({ key }) => set.has(key))
      .sort((one, other) => lastHeardMs(one) - lastHeardMs(other));
    if (longestAgo !== undefined) first.add(longestAgo);
  }
  return first;
}
