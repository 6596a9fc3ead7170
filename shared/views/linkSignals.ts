import { burntMs } from '../replication/signals/burn.ts';
import type { LinkSignals } from '../replication/signalTypes.ts';
import type { LinkSignalsView } from './linkSignalsTypes.ts';
import { iso, isoOrNull } from './time.ts';

/** The signals of a link as HTTP shows them; null while there are none. */
export function toLinkSignalsView(signals: LinkSignals | undefined, nowMs: number): LinkSignalsView | null {
  if (signals === undefined) return null;
  const { logWrite, metrics } = signals;
  return {
    askedAt: isoOrNull(signals.askedAtMs ?? null),
    secondary: secondaryOf(signals.secondary),
    throttle: throttleOf(signals.throttle),
    logWrite:
      logWrite === undefined
        ? null
        : { at: iso(logWrite.atMs), sustainedPercent: logWrite.sustainedPercent, peakPercent: logWrite.peakPercent },
    seedingMoved: isoOrNull(signals.seeding?.movedAtMs ?? null),
    rpoMissed: missedOf(signals.burn, nowMs),
    metric: metrics === undefined ? null : { at: iso(metrics.atMs), lagSeconds: metrics.lagSeconds },
    unread: signals.unread ?? [],
  };
}

function secondaryOf(secondary: LinkSignals['secondary']): LinkSignalsView['secondary'] {
  if (secondary === undefined) return null;
  const { atMs, is, sinceMs, commitGapSeconds, redoLagSeconds, redoQueueKb, failure } = secondary;
  return {
    at: iso(atMs),
    state: is,
    since: iso(sinceMs),
    commitGapSeconds,
    redoLagSeconds,
    redoQueueKb,
    failure: failure?.message ?? null,
  };
}

function throttleOf(throttle: LinkSignals['throttle']): LinkSignalsView['throttle'] {
  if (throttle === undefined) return null;
  const { atMs, waitedPerSecond, others, requests } = throttle;
  return { at: iso(atMs), waitedMsPerSecond: waitedPerSecond, others, requests };
}

/** The shortest window first. */
function missedOf(burn: LinkSignals['burn'], nowMs: number): LinkSignalsView['rpoMissed'] {
  return Object.keys(burn ?? {})
    .map((window) => ({
      windowSeconds: Number(window) / 1_000,
      seconds: Math.round(burntMs(burn, Number(window), nowMs) / 1_000),
    }))
    .filter(({ seconds }) => seconds > 0)
    .sort((one, other) => one.windowSeconds - other.windowSeconds);
}
