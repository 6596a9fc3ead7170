import type { LinkState, LinkStateName, LinkStatus } from './types.ts';

/** What one sample adds to what is known of a link. */
export interface StatusSample {
  state: LinkState;
  lastReplicationMs: number | null;
  lastCommitMs: number | null;
  roundTripMs?: number;
}

export interface StatusOptions {
  /** A lag at or below this ends an excursion, and the peak starts again. The threshold of LagHigh. @default 0 */
  calmLagSeconds?: number;
}

/**
 * The link's status after one more sample. Pure; the record it continues is keyed by linkKey, so a spell survives restarts and
 * role swaps.
 *
 * A spell lasts as long as the state keeps its name, whatever its number. An unreachable gap ends a spell of health, but not one of
 * trouble: `lagUnknown`, silence, `lagUnknown` is one spell, because nobody saw the lag known in between; `caughtUp`, silence,
 * `caughtUp` is two, because health has to be seen. While the link is silent its state is `unreachable` with a spell of its own.
 *
 * A clock that went back is believed: elapsed times are kept and moments are moved, so that no duration is negative or lost.
 * @param nowMs when the sample was taken
 */
export function nextStatus(
  previous: LinkStatus | undefined,
  sample: StatusSample,
  nowMs: number,
  options: StatusOptions = {},
): LinkStatus {
  const before = previous === undefined ? undefined : rebase(previous, nowMs);
  const spell = nextSpell(before, sample.state.name, nowMs);
  const lastKnownLag = lastKnownLagOf(before, sample.state, nowMs);
  const peakLagSeconds = peakOf(before, sample.state, options.calmLagSeconds ?? 0);
  const lastAnswer = lastAnswerOf(before, sample.state.name);
  const silent = sample.state.name === 'unreachable' || sample.state.name === 'absent';
  const status: LinkStatus = {
    state: sample.state,
    ...spell,
    longestMs: longestOf(before?.longestMs ?? {}, sample.state.name, nowMs - spell.sinceMs, before, nowMs),
    sampledAtMs: nowMs,
    // What the primary last said stays readable while it says nothing: it is all there is to judge loss by.
    lastReplicationMs: silent ? (before?.lastReplicationMs ?? null) : sample.lastReplicationMs,
    lastCommitMs: silent ? (before?.lastCommitMs ?? null) : sample.lastCommitMs,
  };
  if (lastAnswer !== undefined) status.lastAnswer = lastAnswer;
  if (lastKnownLag !== undefined) status.lastKnownLag = lastKnownLag;
  if (peakLagSeconds !== undefined) status.peakLagSeconds = peakLagSeconds;
  if (sample.roundTripMs !== undefined) status.roundTripMs = sample.roundTripMs;
  return status;
}

type Spell = Pick<LinkStatus, 'sinceMs' | 'interrupted'>;

function nextSpell(before: LinkStatus | undefined, name: LinkStateName, nowMs: number): Spell {
  if (before === undefined) return { sinceMs: nowMs };
  const stays = before.state.name === name;
  if (name === 'unreachable') {
    if (stays) return { sinceMs: before.sinceMs, ...(before.interrupted ? { interrupted: before.interrupted } : {}) };
    return { sinceMs: nowMs, interrupted: { name: before.state.name, sinceMs: before.sinceMs } };
  }
  if (stays) return { sinceMs: before.sinceMs };
  const { interrupted } = before;
  const resumes = interrupted !== undefined && interrupted.name === name && name !== 'caughtUp';
  return { sinceMs: resumes ? interrupted.sinceMs : nowMs };
}

/** Kept while nobody answers, through however many tries; an answer makes it void. */
function lastAnswerOf(before: LinkStatus | undefined, name: LinkStateName): LinkStatus['lastAnswer'] {
  if (before === undefined || name !== 'unreachable') return undefined;
  if (before.state.name === 'unreachable') return before.lastAnswer;
  const { state, sinceMs, sampledAtMs, lastReplicationMs, lastCommitMs } = before;
  return { state, sinceMs, sampledAtMs, lastReplicationMs, lastCommitMs };
}

/** The spell that ends now was running until now: nobody saw it end earlier, and an upper bound is what a warning needs. */
function longestOf(
  longest: LinkStatus['longestMs'],
  name: LinkStateName,
  runningMs: number,
  before: LinkStatus | undefined,
  nowMs: number,
): LinkStatus['longestMs'] {
  const result = { ...longest };
  const raise = (of: LinkStateName, ms: number) => {
    result[of] = Math.max(result[of] ?? 0, ms);
  };
  if (before !== undefined && before.state.name !== name) {
    // Health is counted to the last sample that showed it, trouble to the first that showed its end.
    raise(before.state.name, (before.state.name === 'caughtUp' ? before.sampledAtMs : nowMs) - before.sinceMs);
  }
  raise(name, runningMs);
  return result;
}

function lastKnownLagOf(before: LinkStatus | undefined, state: LinkState, nowMs: number): LinkStatus['lastKnownLag'] {
  return state.name === 'caughtUp' ? { lagSeconds: state.lagSeconds, atMs: nowMs } : before?.lastKnownLag;
}

/** Only a lag that was seen to be calm ends an excursion: silence and NULL do not. */
function peakOf(before: LinkStatus | undefined, state: LinkState, calmLagSeconds: number): number | undefined {
  if (state.name !== 'caughtUp') return before?.peakLagSeconds;
  if (state.lagSeconds <= calmLagSeconds) return state.lagSeconds;
  return Math.max(before?.peakLagSeconds ?? 0, state.lagSeconds);
}

/** Moves a record that lies in the future to now, keeping every elapsed time. */
function rebase(status: LinkStatus, nowMs: number): LinkStatus {
  const aheadMs = status.sampledAtMs - nowMs;
  if (aheadMs <= 0) return status;
  const { interrupted, lastKnownLag, lastAnswer } = status;
  return {
    ...status,
    sampledAtMs: nowMs,
    sinceMs: status.sinceMs - aheadMs,
    ...(interrupted ? { interrupted: { ...interrupted, sinceMs: interrupted.sinceMs - aheadMs } } : {}),
    ...(lastKnownLag ? { lastKnownLag: { ...lastKnownLag, atMs: lastKnownLag.atMs - aheadMs } } : {}),
    ...(lastAnswer ? { lastAnswer: movedBack(lastAnswer, aheadMs) } : {}),
  };
}

/** The moments that we stamped; what the primary stamped is on its own clock. */
function movedBack<T extends Pick<LinkStatus, 'sinceMs' | 'sampledAtMs'>>(known: T, aheadMs: number): T {
  return { ...known, sinceMs: known.sinceMs - aheadMs, sampledAtMs: known.sampledAtMs - aheadMs };
}
