import { failureVote } from '../outage/failureVote.ts';
import type { SweepSight } from '../outage/types.ts';
import { isOurOwnTrouble } from '../replication/ownTrouble.ts';
import type { FailureKind } from '../replication/types.ts';
import { databaseKey } from '../topology/linkKey.ts';
import { regionName } from '../topology/regionName.ts';
import type { DatabaseRef } from '../topology/types.ts';

/** What one look showed of the way to a database. */
export type Seen = 'reached' | 'ownTrouble' | 'silent';

const RANK: Readonly<Record<Seen, number>> = { reached: 2, ownTrouble: 1, silent: 0 };

/** A failure that shows the database alive is a way that is open. */
export function seenIn(failure: { kind: FailureKind; number?: number }): Seen {
  if (failureVote(failure).vote === 'against') return 'reached';
  return isOurOwnTrouble(failure.kind) ? 'ownTrouble' : 'silent';
}

/** Counts what one round saw, each database once, however often it was looked at: the best look counts. */
export class SightCount {
  readonly #seen = new Map<string, { region: string; seen: Seen }>();

  add(database: DatabaseRef & { region: string }, seen: Seen): void {
    const key = databaseKey(database);
    const known = this.#seen.get(key);
    if (known !== undefined && RANK[known.seen] >= RANK[seen]) return;
    this.#seen.set(key, { region: regionName(database.region), seen });
  }

  /** By region, in the order of their names. */
  regions(): SweepSight['regions'] {
    const counts = new Map<string, SweepSight['regions'][number]>();
    for (const { region, seen } of this.#seen.values()) {
      const count = counts.get(region) ?? { region, tried: 0, reached: 0, ownTrouble: 0 };
      count.tried += 1;
      if (seen !== 'silent') count[seen] += 1;
      counts.set(region, count);
    }
    return [...counts.values()].sort((one, other) => (one.region < other.region ? -1 : 1));
  }
}
