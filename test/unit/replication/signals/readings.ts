import type {
  PrimarySignals,
  SecondaryAnswer,
  SecondarySignals,
  WaitCounters,
} from '../../../../shared/replication/signalTypes.ts';
import type { LinkState, SampleFailure } from '../../../../shared/replication/types.ts';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const FEEDBACK = 'HADR_THROTTLE_LOG_RATE_MISMATCHED_SLO';

export const NOBODY: SampleFailure = { kind: 'unreachable', message: 'Nobody answered.' };

export const caughtUp = (lagSeconds = 0): LinkState => ({ name: 'caughtUp', lagSeconds });

export const counters = (
  waitedMs: Record<string, number>,
  source: WaitCounters['source'] = 'server',
): WaitCounters => ({
  source,
  waitedMs,
});

export function primarySignals(atMs: number, more: Partial<PrimarySignals> = {}): PrimarySignals {
  return { atMs, waits: [counters({})], throttledRequests: 0, logWrite: null, unread: [], ...more };
}

function secondarySignals(atMs: number, more: Partial<SecondarySignals> = {}): SecondarySignals {
  return { atMs, roundTripMs: 30, lastCommitMs: null, replicaRole: 2, redo: null, unread: [], ...more };
}

export function answering(atMs: number, more: Partial<SecondarySignals> = {}): SecondaryAnswer {
  return { ok: true, signals: secondarySignals(atMs, more) };
}

export function silent(atMs: number, failure: SampleFailure = NOBODY): SecondaryAnswer {
  return { ok: false, closed: false, atMs, failure };
}
