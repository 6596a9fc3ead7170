/**
 * How much forcing could lose, from above (rule 5). Every commit up to `hardenedThrough` is in the secondary's log; what was committed
 * after it may be lost.
 *
 * Three things can be known of `hardenedThrough`, and the latest of them holds:
 * - the last commit that the secondary shows now: log is hardened in order, so all before it is there;
 * - the lag of the last sample before onset: at `sampledAt` all that was committed before `sampledAt − lag` was hardened. The lag is in
 *   whole seconds, cut off, so it may have been up to one second more;
 * - `sampledAt` itself, where the primary's last commit of that sample is the secondary's last commit: nothing was outstanding then. Many
 *   commits can bear the same time, so the equality counts only once the sampled lag has left that time behind.
 *
 * Commit times are on the primary's clock, the moment of forcing and `sampledAt` on ours: the bound is longer by `clockSkewMs`, once,
 * because each number above compares one moment of ours with one of the primary's.
 */
import { sayAtMost, sayMoment } from '../alerting/spokenTime.ts';
import type { FailoverLimits } from './limits.ts';
import type { CandidateFacts, LossBound } from './types.ts';

/** sys.dm_geo_replication_link_status.replication_lag_sec is an int of seconds: 0 may be 0.999. */
const LAG_RESOLUTION_MS = 1000;

export interface LossContext {
  /** The moment of forcing; before it is known, now. */
  atMs: number;
  onsetMs: number | null;
  limits: Pick<FailoverLimits, 'clockSkewMs'>;
}

interface Known {
  from: Exclude<LossBound['from'], 'nothing'>;
  throughMs: number;
}

export function lossBound(facts: CandidateFacts, context: LossContext): LossBound {
  const known = hardenedThrough(facts, context);
  if (known === undefined) {
    return {
      hardenedThroughMs: null,
      boundMs: null,
      from: 'nothing',
      sentence:
        'Nothing bounds what would be lost: neither the secondary nor a sample before the outage says what it has.',
    };
  }
  // To the moment of forcing, not to onset: nobody can show that a partitioned primary takes no writes.
  const boundMs = Math.max(0, context.atMs - known.throughMs) + context.limits.clockSkewMs;
  return {
    hardenedThroughMs: known.throughMs,
    boundMs,
    from: known.from,
    sentence: `At most the last ${sayAtMost(boundMs)} of commits would be lost: the secondary has all until ${sayMoment(known.throughMs)} (${source(known, facts)}), and the old primary may still take writes.`,
  };
}

/** The latest of what is known; undefined when nothing is. */
function hardenedThrough({ statusBeforeOnset, answer }: CandidateFacts, context: LossContext): Known | undefined {
  const known: Known[] = [];
  const { onsetMs, atMs } = context;
  const secondaryMs = answer?.reachable === true ? answer.lastCommitMs : null;
  if (secondaryMs !== null) known.push({ from: 'secondaryLastCommit', throughMs: secondaryMs });
  if (statusBeforeOnset !== undefined && (onsetMs === null || statusBeforeOnset.sampledAtMs <= onsetMs)) {
    const { state, sampledAtMs, lastCommitMs } = statusBeforeOnset;
    if (state.name === 'caughtUp' && state.lagSeconds >= 0) {
      const throughMs = sampledAtMs - state.lagSeconds * 1000 - LAG_RESOLUTION_MS;
      known.push({ from: 'sampledLag', throughMs });
      const isQuiet = lastCommitMs !== null && lastCommitMs + context.limits.clockSkewMs < throughMs;
      if (isQuiet && lastCommitMs === secondaryMs) {
        known.push({ from: 'equalCommits', throughMs: sampledAtMs });
      }
    }
  }
  // A moment that has not come yet, or is no number, proves nothing: it would make the bound shorter than it is.
  const believed = known.filter(({ throughMs }) => throughMs <= atMs + context.limits.clockSkewMs);
  return believed.reduce<Known | undefined>(
    (best, next) => (best === undefined || next.throughMs > best.throughMs ? next : best),
    undefined,
  );
}

function source({ from }: Known, { statusBeforeOnset }: CandidateFacts): string {
  const sampled = statusBeforeOnset === undefined ? '' : sayMoment(statusBeforeOnset.sampledAtMs);
  switch (from) {
    case 'secondaryLastCommit':
      return 'its last commit';
    case 'sampledLag':
      return `by the lag sampled at ${sampled}`;
    case 'equalCommits':
      return `both sides had the same last commit at ${sampled}`;
  }
}
