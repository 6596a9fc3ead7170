import type { LinkSignals } from '../signalTypes.ts';
import type { LinkState } from '../types.ts';

/**
 * The percentage while a link is seeding, and when it last moved, in either direction: a seeding that began anew moves too. Silence and a
 * percentage that is not known leave it as it is; any other state ends it.
 */
export function nextSeeding(previous: LinkSignals['seeding'], state: LinkState, nowMs: number): LinkSignals['seeding'] {
  if (state.name === 'unreachable') return previous;
  if (state.name !== 'seeding') return undefined;
  if (state.percent === null || state.percent === previous?.percent) return previous;
  return { percent: state.percent, movedAtMs: nowMs };
}
