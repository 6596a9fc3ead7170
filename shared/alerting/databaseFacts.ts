import type { LinkStatus } from '../replication/types.ts';
import type { TopologyEvent } from '../topology/types.ts';

/** What is known of one watched database, for its conditions. */
export interface DatabaseFacts {
  /** The links of which it is the primary, as they were stored last. Empty for a database that is not a primary. */
  links: readonly LinkStatus[];
  /** A watched primary without any geo-secondary; `unknown` when discovery could not read its links. */
  unprotected: boolean | 'unknown';
  /** How many geo-secondaries it has; `unknown` likewise. */
  secondaries: number | 'unknown';
  /** How many of them are in another region than the primary: only these outlive it (active-geo-replication-overview); `unknown` likewise. */
  elsewhere: number | 'unknown';
  /** What happened to its links, the newest last. */
  events: readonly TopologyEvent[];
}
