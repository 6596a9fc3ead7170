/** What is read besides a link, in a few words each: only what is worth a look. Pure. */
import type { LinkSignalsView } from '../../shared/views/linkSignalsTypes.ts';
import { clockWords, durationWords } from './words.ts';

/** A gap below this is two clocks, not a gap. */
const LEAST_SECONDS = 1;

export function signalWords(signals: LinkSignalsView | null): string[] {
  if (signals === null) return [];
  const { logWrite, rpoMissed, unread } = signals;
  const missed = rpoMissed.at(-1);
  return [
    ...secondaryWords(signals.secondary),
    ...throttleWords(signals.throttle),
    ...(logWrite === null ? [] : [`log write ${Math.round(logWrite.sustainedPercent)} %`]),
    ...(missed === undefined
      ? []
      : [`RPO missed for ${durationWords(missed.seconds)} of ${durationWords(missed.windowSeconds)}`]),
    ...(unread.length === 0 ? [] : [`may not read ${unread.join(', ')}`]),
  ];
}

function secondaryWords(secondary: LinkSignalsView['secondary']): string[] {
  if (secondary === null) return [];
  const { state, since, commitGapSeconds, redoLagSeconds, failure } = secondary;
  if (state === 'silent')
    return [`the secondary is silent since ${clockWords(since)}: ${failure ?? 'no reason is known'}`];
  if (state === 'closed') return ['the secondary lets nobody in'];
  return [...behind('commits', commitGapSeconds), ...behind('readers', redoLagSeconds)];
}

function behind(who: string, seconds: number | null): string[] {
  return seconds === null || seconds < LEAST_SECONDS ? [] : [`${who} ${durationWords(seconds)} behind`];
}

function throttleWords(throttle: LinkSignalsView['throttle']): string[] {
  const waited = throttle?.waitedMsPerSecond ?? 0;
  return waited > 0 ? [`throttled: ${Math.ceil(waited)} ms waited in a second`] : [];
}
