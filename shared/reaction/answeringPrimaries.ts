import type { Evidence } from '../outage/types.ts';
import type { LinkStatus } from '../replication/types.ts';
import { databaseKey } from '../topology/linkKey.ts';
import type { DatabaseRef } from '../topology/types.ts';
import type { GroupView } from './groupView.ts';

/**
 * Which primaries of the group answer us now: by our own probe's word where there is one, else by a sample that is young enough. Nobody is
 * asked here: a dead primary answers with a timeout, and a rescue does not wait for it. What was sampled before the outage began is no answer
 * now: in the middle of the sweep that sees a region die half of its databases would still look alive, and the plan would mix both modes.
 * @param statuses by linkKey
 * @param onsetMs of the outage that is judged; null while nobody knows of one
 */
export function answeringPrimaries(
  view: GroupView,
  evidence: readonly Evidence[],
  statuses: ReadonlyMap<string, LinkStatus | undefined>,
  probeLifetimeMs: number,
  onsetMs: number | null,
  nowMs: number,
): DatabaseRef[] {
  return view.members.filter((member) => {
    const key = databaseKey(member);
    const own = evidence.filter(
      ({ source, scope, atMs, expiresAtMs }) =>
        source === 'ownProbe' &&
        scope.kind === 'database' &&
        databaseKey(scope) === key &&
        atMs <= nowMs &&
        nowMs <= expiresAtMs,
    );
    if (own.length > 0) return own.every(({ vote }) => vote === 'against');
    const sampled = view.links
      .filter(({ primary }) => databaseKey(primary) === key)
      .map(({ linkKey }) => statuses.get(linkKey));
    return sampled.some(
      (status) =>
        status !== undefined &&
        status.state.name !== 'unreachable' &&
        nowMs - status.sampledAtMs <= probeLifetimeMs &&
        (onsetMs === null || status.sampledAtMs > onsetMs),
    );
  });
}
