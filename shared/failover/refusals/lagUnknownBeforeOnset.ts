import { sayMoment } from '../../alerting/spokenTime.ts';
import type { LinkStatus } from '../../replication/types.ts';
import type { Judge } from '../judgeContext.ts';

/**
 * Rule 1: NULL is not zero. The primary answers NULL when it does not know how far behind the secondary is, which may be any distance.
 * Silence does not end such a spell, and a number that is no lag is none.
 */
export const lagUnknownBeforeOnset: Judge = ({ statusBeforeOnset }) => {
  if (statusBeforeOnset === undefined) return undefined;
  const since = unknownSince(statusBeforeOnset);
  if (since === undefined) return undefined;
  return {
    rule: 'lagUnknownBeforeOnset',
    sentence: `Expected a known replication lag before the outage; it was unknown since ${sayMoment(since)}. NULL is not zero: the secondary may be behind by any amount.`,
  };
};

function unknownSince({ state, sinceMs, sampledAtMs, interrupted }: LinkStatus): number | undefined {
  if (state.name === 'lagUnknown') return sinceMs;
  if (state.name === 'unreachable' && interrupted?.name === 'lagUnknown') return interrupted.sinceMs;
  if (state.name === 'caughtUp' && !(Number.isFinite(state.lagSeconds) && state.lagSeconds >= 0)) return sampledAtMs;
  return undefined;
}
