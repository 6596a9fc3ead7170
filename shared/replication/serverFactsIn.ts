import type { ServerFacts } from '../alerting/conditions/definition.ts';
import type { ReplicationLink, Topology } from '../topology/types.ts';
import { isOurOwnTrouble } from './ownTrouble.ts';
import { planOf } from './plan.ts';
import type { LinkStatus } from './types.ts';

/** What is known of each server with watched primaries. A primary that nobody has asked yet counts as one that answers. Pure. */
export function serverFactsIn(
  topology: Topology,
  statusOf: (linkKey: string) => LinkStatus | undefined,
): Map<string, ServerFacts> {
  const facts = new Map<string, ServerFacts>();
  for (const { end, links } of planOf(topology).primaries) {
    const { primaries, silent } = facts.get(end.server) ?? { primaries: 0, silent: 0 };
    const isOut = links.length > 0 && links.every((link) => isSilent(link, statusOf));
    facts.set(end.server, { primaries: primaries + 1, silent: silent + (isOut ? 1 : 0) });
  }
  return facts;
}

function isSilent({ linkKey }: ReplicationLink, statusOf: (linkKey: string) => LinkStatus | undefined): boolean {
  const state = statusOf(linkKey)?.state;
  return state?.name === 'unreachable' && state.failure.kind !== 'busy' && !isOurOwnTrouble(state.failure.kind);
}
