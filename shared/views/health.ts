import type { Configuration } from '../config/types.ts';
import type { SweepMark } from './marks.ts';
import type { HealthView } from './types.ts';

export interface HealthInput {
  /** Undefined when the document has faults. */
  configuration: Configuration | undefined;
  sampling: SweepMark;
  discovery: SweepMark;
  /** Of the supervisor, where it has groups to look after. */
  supervision?: SweepMark;
  /** When this process began: a sweep cannot be late before it had the time to run once. */
  processStartedAtMs: number;
  nowMs: number;
  /**
   * Servers of watched databases, primary or geo-secondary, in the region in which the app runs (serversInRegion). The guard falls silent
   * with them: people must know, but it does its work today.
   */
  sharesFateWith?: readonly string[];
}

/** More names than these say no more. */
const MOST_NAMES = 5;

/** Sweeps missed before one is called late. One may fall victim to a restart; three in a row are silence. */
const MISSED_SWEEPS = 3;
/** Clocks of two instances may differ by this much. */
const CLOCKS_APART_MS = 60_000;

/**
 * Is Geowarden itself doing its work? `late` when no sweep has ended for three intervals (and one timeout); `starting` until the
 * first sweep had its time. A shared fate is a reason and no status. Discovery is judged the same way, so that a topology nobody refreshes is not taken for the truth.
 */
export function judgeHealth(input: HealthInput): HealthView {
  const { configuration } = input;
  if (!configuration) {
    return {
      status: 'misconfigured',
      reasons: ['The configuration has faults: see configurationFaults in /api/status.'],
    };
  }
  const verdicts = verdictsOf(configuration, input);
  const late = verdicts.flatMap((verdict) => (verdict.reason === undefined ? [] : [verdict.reason]));
  const reasons = [...late, ...sharedFate(input.sharesFateWith ?? [])];
  const status = verdicts.some((verdict) => verdict.status === 'late')
    ? 'late'
    : verdicts.some((verdict) => verdict.status === 'starting')
      ? 'starting'
      : 'ok';
  return { status, reasons };
}

/** One sentence for each sweep that is late; nothing while the configuration has faults, for then nothing is swept at all. */
export function lateSweeps(input: HealthInput): string[] {
  if (!input.configuration) return [];
  return verdictsOf(input.configuration, input).flatMap(({ status, reason = '' }) =>
    status === 'late' ? [reason] : [],
  );
}

function verdictsOf(configuration: Configuration, input: HealthInput): SweepVerdict[] {
  return [
    judgeSweep('sampling', input.sampling, configuration.sampling, input),
    judgeSweep('discovery', input.discovery, configuration.discovery, input),
    ...judgeSupervision(configuration, input),
  ];
}

/** A tick drives what is open before it ends: so much longer than its interval may it take. */
const SUPERVISION_TIMEOUT_MS = 5 * 60_000;

/** Only who has recovery groups, and may tell of them or act, needs a supervisor. */
function judgeSupervision({ groups, role, supervision }: Configuration, input: HealthInput): SweepVerdict[] {
  if (groups.length === 0 || role === 'witness' || input.supervision === undefined) return [];
  const timing = { everyMs: supervision.everyMs, timeoutMs: SUPERVISION_TIMEOUT_MS };
  const verdict = judgeSweep('supervision', input.supervision, timing, input);
  // Sampling looks at outages too: an app that samples is not held up by a supervisor whose first tick is still to come.
  return verdict.status === 'late' ? [verdict] : [];
}

function sharedFate(servers: readonly string[]): string[] {
  if (servers.length === 0) return [];
  const more = servers.length > MOST_NAMES ? ` and ${servers.length - MOST_NAMES} more` : '';
  const named = `${servers.slice(0, MOST_NAMES).join(', ')}${more}`;
  return [
    `The app runs in a region that it guards, with ${named}: when that region fails, nobody watches and nothing is moved. Run it in a third region.`,
  ];
}

interface SweepVerdict {
  status: 'ok' | 'late' | 'starting';
  reason?: string;
}

/** True when the sweep's last end is longer ago than it may be. */
export function isLate(
  mark: SweepMark,
  timing: { everyMs: number; timeoutMs: number },
  clock: { nowMs: number; processStartedAtMs: number },
): boolean {
  return judgeSweep('sweep', mark, timing, clock).status === 'late';
}

function judgeSweep(
  name: string,
  mark: SweepMark,
  timing: { everyMs: number; timeoutMs: number },
  clock: { nowMs: number; processStartedAtMs: number },
): SweepVerdict {
  const allowedMs = MISSED_SWEEPS * timing.everyMs + timing.timeoutMs;
  const { finishedAtMs } = mark;
  // An end that lies in the future was written by a clock that was ahead: how long ago it was is not known.
  const silentMs = finishedAtMs === null ? Number.POSITIVE_INFINITY : clock.nowMs - finishedAtMs;
  if (silentMs <= allowedMs && silentMs >= -CLOCKS_APART_MS) return { status: 'ok' };
  const seen =
    finishedAtMs === null
      ? 'none ever ended'
      : silentMs < 0
        ? `the last one says that it ended ${seconds(-silentMs)} from now`
        : `the last ended ${seconds(silentMs)} ago`;
  if (clock.nowMs - clock.processStartedAtMs <= allowedMs) {
    return { status: 'starting', reason: `${name}: no sweep has ended since the app started; ${seen}.` };
  }
  return {
    status: 'late',
    reason: `${name}: expected a sweep every ${seconds(timing.everyMs)}, ${seen}. Look at the timer's log and at storage.`,
  };
}

const seconds = (ms: number) => `${Math.round(ms / 1000)} s`;
