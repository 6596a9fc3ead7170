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
    .map(({ match, author, endsAtMs }) => ({ matches: compileMatcher(match), by: author, untilMs: endsAtMs }));
  const windows = world.maintenance.map(({ match, name, untilMs }) => ({
    matches: compileMatcher(match),
    by: name,
    untilMs,
  }));
  return (alert) => {
    const follows = inhibited(alert);
    if (follows !== undefined) return follows;
    const silence = silences.find(({ matches }) => matches(alert.labels));
    if (silence !== undefined) return { because: 'silenced', by: silence.by, untilMs: silence.untilMs };
    const window = windows.find(({ matches }) => matches(alert.labels));
    return window === undefined ? undefined : { because: 'maintenance', by: window.by, untilMs: window.untilMs };
  };
}
