import type { LinkSignals, SignalReadings } from '../signalTypes.ts';
import type { LinkState } from '../types.ts';
import { nextBurn } from './burn.ts';
import { newerLogWrite } from './foldLogWrite.ts';
import { logWriteOf } from './logWrite.ts';
import { nextSecondaryView } from './secondaryView.ts';
import { nextSeeding } from './seeding.ts';
import { nextThrottle } from './throttle.ts';

/** What one sample of a link brought, and what was read besides. */
export interface SignalObservation {
  /** `server/database` of the primary as this sample knows it. */
  primary: string;
  state: LinkState;
  /** The primary's last_commit in this very sample; null without one. */
  lastCommitMs: number | null;
  /** How long ago the link was sampled before; 0 for the first time. */
  sinceLastMs: number;
  /** Left out when nobody was asked this time. */
  readings?: SignalReadings;
  /** Azure Monitor's figure as it is known now; left out when it is not read. */
  metrics?: LinkSignals['metrics'];
  /** The log that the primary writes, as Azure Monitor knows it. */
  metricLogWrite?: LinkSignals['logWrite'];
}

export interface SignalOptions {
  /** Between two rounds of questions, and between two samples. */
  everyMs: number;
  sampleEveryMs: number;
  rpoMs: number;
  /** Windows in which the time outside the objective is counted. */
  windowsMs: readonly number[];
}

/** What was not renewed for so many rounds is forgotten: nothing is concluded from it any more. */
const LASTS_ROUNDS = 5;
/** A sample speaks for the time since the one before, up to so many intervals: nobody knows what was in a longer gap. */
const SPEAKS_FOR_INTERVALS = 3;

/**
 * The signals of a link after one more sample. Pure. Undefined while there is nothing to keep.
 *
 * Where the roles have changed nothing of the old primary and secondary is kept but the time outside the objective, which is the link's.
 * A round that brought nothing leaves what an earlier one brought, until it is too old.
 * @param nowMs when the sample was taken
 */
export function nextSignals(
  previous: LinkSignals | undefined,
  observation: SignalObservation,
  nowMs: number,
  options: SignalOptions,
): LinkSignals | undefined {
  const { primary, state, readings, metrics, metricLogWrite } = observation;
  const lastsMs = LASTS_ROUNDS * Math.max(options.everyMs, options.sampleEveryMs);
  const before: LinkSignals = (previous?.primary === primary ? previous : onlyBurn(previous)) ?? {};
  const asked = readings?.primary?.ok === true ? readings.primary.signals : undefined;
  const sinceLastMs = Math.min(observation.sinceLastMs, SPEAKS_FOR_INTERVALS * options.sampleEveryMs);
  const kept = {
    secondary: secondaryOf(before.secondary, observation),
    throttle: asked === undefined ? before.throttle : nextThrottle(before.throttle, asked, lastsMs),
    logWrite:
      asked === undefined ? newerLogWrite(before.logWrite, metricLogWrite) : (logWriteOf(asked) ?? metricLogWrite),
  };
  const signals = {
    askedAtMs: readings?.askedAtMs ?? before.askedAtMs,
    unread: readings === undefined ? before.unread : unreadIn(readings),
    ...mapFresh(kept, nowMs - lastsMs),
    metrics,
    seeding: nextSeeding(before.seeding, state, nowMs),
    burn: nextBurn(before.burn, { state, sinceLastMs, atMs: nowMs }, options),
  };
  const known = Object.entries(signals).filter(([, value]) => value !== undefined);
  return known.length === 0 ? undefined : { primary, ...(Object.fromEntries(known) as LinkSignals) };
}

/** A database that is not yet a copy lets nobody in, and one whose link is gone is no secondary: neither is silent. */
export function isAsked(state: LinkState): boolean {
  return state.name !== 'pending' && state.name !== 'seeding' && state.name !== 'absent';
}

function onlyBurn(previous: LinkSignals | undefined): LinkSignals | undefined {
  return previous?.burn === undefined ? undefined : { burn: previous.burn };
}

function secondaryOf(before: LinkSignals['secondary'], observation: SignalObservation): LinkSignals['secondary'] {
  const { state, readings, lastCommitMs } = observation;
  if (!isAsked(state)) return undefined;
  return readings?.secondary === undefined ? before : nextSecondaryView(before, readings.secondary, lastCommitMs);
}

/** Undefined where everything could be read. */
function unreadIn({ primary, secondary }: SignalReadings): string[] | undefined {
  const views = [primary, secondary].flatMap((answer) => (answer?.ok === true ? answer.signals.unread : []));
  return views.length === 0 ? undefined : [...new Set(views.map(({ view }) => view))];
}

function mapFresh<T extends Record<string, { atMs: number } | undefined>>(parts: T, sinceMs: number): Partial<T> {
  return Object.fromEntries(
    Object.entries(parts).filter(([, part]) => part !== undefined && part.atMs >= sinceMs),
  ) as Partial<T>;
}
