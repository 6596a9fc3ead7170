import type { LinkSignals, SecondaryAnswer } from '../signalTypes.ts';
import { commitGapSeconds } from './commitGap.ts';
import { redoLagSeconds } from './redoLag.ts';

type SecondaryView = NonNullable<LinkSignals['secondary']>;

const NOTHING_READ = { commitGapSeconds: null, redoLagSeconds: null, redoQueueKb: null, replicaRole: null };

/**
 * What a geo-secondary said, or that it is silent or closed, and since when it is so. One that is too busy for us answers all the same.
 * @param primaryCommitMs the primary's last_commit as it was read before the secondary was asked; null when it was not
 */
export function nextSecondaryView(
  previous: SecondaryView | undefined,
  answer: SecondaryAnswer,
  primaryCommitMs: number | null,
): SecondaryView {
  const is = answer.ok || answer.failure.kind === 'busy' ? 'answering' : answer.closed ? 'closed' : 'silent';
  const atMs = answer.ok ? answer.signals.atMs : answer.atMs;
  // A clock that went back is believed: no spell begins after the moment at which it was seen.
  const view = { atMs, is, sinceMs: previous?.is === is ? Math.min(previous.sinceMs, atMs) : atMs } as const;
  if (!answer.ok) return { ...view, failure: answer.failure, ...NOTHING_READ };
  const { lastCommitMs, redo, replicaRole } = answer.signals;
  return {
    ...view,
    commitGapSeconds: commitGapSeconds(primaryCommitMs, lastCommitMs),
    redoLagSeconds: redoLagSeconds(redo),
    redoQueueKb: redo === null ? null : redo.queueKb,
    replicaRole,
  };
}
