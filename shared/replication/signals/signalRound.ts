import { databaseKey } from '../../topology/linkKey.ts';
import type { LinkEnd, ReplicationLink } from '../../topology/types.ts';
import { linkState } from '../linkState.ts';
import type { ObservedLink } from '../observeLinks.ts';
import type { Primary } from '../primaries.ts';
import type { PrimaryAnswer, SecondaryAnswer, SignalReadings, SignalSampler } from '../signalTypes.ts';
import type { SweepProblem } from '../sweepProblem.ts';
import type { DatabaseSample, LinkStatus, SampleFailure } from '../types.ts';
import { isDue } from './isDue.ts';
import { isAsked } from './nextSignals.ts';
import type { QuestionQueue } from './questionQueue.ts';

/** What a sweep needs to read signals. */
export interface SweepSignals {
  sampler: SignalSampler;
  queue: QuestionQueue;
  everyMs: number;
  /** Whether each geo-secondary is asked too. */
  secondaries: boolean;
  /** Links that were never asked wait for their turn: too many of them at once would hold the samples up. */
  spreadFirst: boolean;
  rpoMs: number;
}

/** The sweep itself. */
interface Sweep {
  sampleEveryMs: number;
  statusOf: (link: ReplicationLink) => LinkStatus | undefined;
  now: () => number;
  /** Nothing is begun from here on. */
  untilMs: number;
}

/**
 * What one sweep reads besides the links. A primary is asked in its own lane, after its sample; a geo-secondary beside the lanes, and
 * what is known of its link waits for its answer, so that both are stored at once. A failure is an answer and costs no sample.
 */
export class SignalRound {
  readonly #signals: SweepSignals;
  readonly #sweep: Sweep;
  readonly #suspectsUntilMs: number;
  readonly #running = new Set<Promise<void>>();
  #notBegun = 0;

  constructor(signals: SweepSignals, sweep: Sweep) {
    this.#signals = signals;
    this.#sweep = sweep;
    const startedAtMs = sweep.now();
    // The second half is for what was begun in the first to end: a silent secondary makes no sweep late.
    this.#suspectsUntilMs = startedAtMs + (sweep.untilMs - startedAtMs) / 2;
  }

  /**
   * Asks what is due. `gather` is told of every link once, with what was read: at once where nobody is asked, otherwise after the answers.
   * Never throws.
   */
  async ask(
    primary: Primary,
    sample: DatabaseSample,
    observed: readonly ObservedLink[],
    gather: (one: ObservedLink) => void,
  ): Promise<void> {
    const askedAtMs = this.#sweep.now();
    const due = new Set(observed.filter(({ link }) => this.#isDue(link, primary.key, askedAtMs)));
    for (const one of observed) if (!due.has(one)) gather(one);
    if (due.size === 0) return;
    const answer = sample.ok ? await this.#askPrimary(primary.end) : undefined;
    const readings: SignalReadings = { askedAtMs, ...(answer === undefined ? {} : { primary: answer }) };
    for (const one of due) {
      if (this.#signals.secondaries && isAsked(linkState(one.observation))) this.#later(one, readings, gather);
      else gather({ ...one, readings });
    }
  }

  /** Waits for the answers that are still out, and says what could not be asked. */
  async finish(): Promise<SweepProblem[]> {
    while (this.#running.size > 0) await Promise.all(this.#running);
    if (this.#notBegun === 0) return [];
    const message =
      `Expected to ask every geo-secondary whose turn it is, but there was no time for ${this.#notBegun}, because others do not answer. ` +
      'They come first in the next sweep; their replication is sampled all the same.';
    return [{ area: 'sampling', subject: 'signals', code: 'signals-postponed', message }];
  }

  /** All links of a primary have their turn together. After a role change the next discovery says whom to ask. */
  #isDue(link: ReplicationLink, primaryKey: string, nowMs: number): boolean {
    if (databaseKey(link.primary) !== primaryKey) return false;
    const { everyMs, spreadFirst } = this.#signals;
    if (everyMs <= this.#sweep.sampleEveryMs) return true;
    const status = this.#sweep.statusOf(link);
    const neverAsked = spreadFirst ? (status?.sampledAtMs ?? nowMs) : undefined;
    return isDue(status?.signals?.askedAtMs ?? neverAsked, everyMs, primaryKey, nowMs);
  }

  #later(one: ObservedLink, readings: SignalReadings, gather: (one: ObservedLink) => void): void {
    const running = this.#askSecondary(one.link).then((secondary) => {
      if (secondary === undefined) this.#notBegun += 1;
      // One that could not be asked is as due as before.
      const askedAtMs = secondary === undefined ? this.#askedBefore(one.link) : readings.askedAtMs;
      gather({ ...one, readings: { ...readings, askedAtMs, ...(secondary === undefined ? {} : { secondary }) } });
      this.#running.delete(running);
    });
    this.#running.add(running);
  }

  #askedBefore(link: ReplicationLink): number {
    return this.#sweep.statusOf(link)?.signals?.askedAtMs ?? 0;
  }

  async #askPrimary(end: LinkEnd): Promise<PrimaryAnswer> {
    try {
      return await this.#signals.sampler.primary(end);
    } catch (error) {
      return { ok: false, atMs: this.#sweep.now(), failure: ourError(end, error) };
    }
  }

  async #askSecondary(link: ReplicationLink): Promise<SecondaryAnswer | undefined> {
    const { sampler, queue } = this.#signals;
    const { statusOf, now, untilMs } = this.#sweep;
    const known = statusOf(link)?.signals;
    const isSuspect = known?.secondary?.is === 'silent';
    const latestMs = isSuspect ? this.#suspectsUntilMs : untilMs;
    const ask = async (): Promise<SecondaryAnswer> => {
      try {
        return await sampler.secondary(link.secondary);
      } catch (error) {
        return { ok: false, closed: false, atMs: now(), failure: ourError(link.secondary, error) };
      }
    };
    return queue.put({ isSuspect, askedAtMs: known?.askedAtMs ?? 0, goOn: () => now() < latestMs, ask });
  }
}

/** The port promises not to throw; a sweep over thousands does not stake everything on that. */
function ourError(end: LinkEnd, error: unknown): SampleFailure {
  const seen = error instanceof Error ? error.message : String(error);
  return {
    kind: 'other',
    message: `Expected signals of ${databaseKey(end)}, saw an error of our own: ${seen}. Please report it.`,
  };
}
