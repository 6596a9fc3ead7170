import type { Matcher } from '../../config/types.ts';
import type { Labels } from '../types.ts';
import { inhibitedBy } from './inhibitions.ts';
import { compileMatcher } from './matchers.ts';
import type { ActiveAlert, DispatchWorld, Muted } from './types.ts';

/**
 * Why each alert is not told now: because it follows from another, because a person silenced it, because of maintenance; in this order, since
 * the first is the one that explains it. Made once for a look at all alerts.
 */
export function mutesOf(
  alerts: Iterable<ActiveAlert>,
  world: Pick<DispatchWorld, 'nowMs' | 'silences' | 'maintenance'>,
  isFiring: (alert: ActiveAlert) => boolean,
): (alert: ActiveAlert) => Muted | undefined {
  const { nowMs } = world;
  const inhibited = inhibitedBy(alerts, isFiring);
  const silences = world.silences
    .filter(({ startsAtMs, endsAtMs }) => startsAtMs <= nowMs && nowMs < endsAtMs)
    .map(({ match, author, endsAtMs }) => mute(match, { because: 'silenced', by: author, untilMs: endsAtMs }));
  const windows = world.maintenance.map(({ match, name, untilMs }) =>
    mute(match, { because: 'maintenance', by: name, untilMs }),
  );
  const mutes = [...silences, ...windows];
  return (alert) => inhibited(alert) ?? mutes.find(({ matches }) => matches(alert.labels))?.muted;
}

/** The answer is made once: it is the same for every alert that matches. */
function mute(match: Matcher, muted: Muted): { matches: (labels: Labels) => boolean; muted: Muted } {
  return { matches: compileMatcher(match), muted };
}
