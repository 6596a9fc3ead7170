import type { ReplicationLink, Topology } from '../topology/types.ts';
import { linkFactsIn } from './linkFacts.ts';
import { type Primary, primariesOf, shardsWithPrimaries, sweptIn } from './primaries.ts';
import type { LinkFacts } from './signalTypes.ts';

/** What every sweep over one topology needs of it, made once: at ten thousand links it would cost more than the storing. */
export interface SweepPlan {
  primaries: Primary[];
  /** The shards that have primaries, in order. */
  shards: string[];
  /** By the shard that sweeps them. */
  byShard: Map<string, Primary[]>;
  linkKeys: ReadonlySet<string>;
  factsOf: (link: ReplicationLink) => LinkFacts;
}

const plans = new WeakMap<Topology, SweepPlan>();

/** The same for the same topology, which nobody changes. */
export function planOf(topology: Topology): SweepPlan {
  const known = plans.get(topology);
  if (known !== undefined) return known;
  const primaries = primariesOf(topology.links);
  const plan: SweepPlan = {
    primaries,
    shards: shardsWithPrimaries(primaries),
    byShard: Map.groupBy(primaries, sweptIn),
    linkKeys: new Set(topology.links.map(({ linkKey }) => linkKey)),
    factsOf: linkFactsIn(topology),
  };
  plans.set(topology, plan);
  return plan;
}
