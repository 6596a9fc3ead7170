/** What really went on, for the judge: nothing of it comes from the product. */
import type { Matcher } from '../../../shared/config/types.ts';
import { FOLLOWS, followsFromRegion, MINUTE, SECOND, TIMING, TROUBLES, type Trouble } from './estate.ts';

/** One spell of one alert; moments are when its events were stored, from when on everybody could know. */
export interface Spell {
  trouble: number;
  firedAtMs: number;
  beganAtMs: number;
  criticalAtMs?: number;
  endedAtMs?: number;
}

export interface Quiet {
  match: Matcher;
  fromMs: number;
  untilMs: number;
}

export interface Truth {
  spells: Spell[];
  silences: Quiet[];
  windows: Quiet[];
  outages: Array<{ region: string; fromMs: number; untilMs?: number }>;
  /** The names that the channel of the people had, and since when. */
  people: Array<{ name: string; fromMs: number }>;
  endMs: number;
}

interface Stretch {
  fromMs: number;
  untilMs: number;
}

/** Two clocks, a look that takes a while, and what was stored in the middle of it. */
const BLURRED_MS = 8 * SECOND;
/** The end of what mutes something is known later, and what flaps goes on as long as it is not calm. */
const LINGERS_MS = TIMING.flapping.calmMs + 5 * MINUTE;

/** When a person or another alert kept it quiet, without any doubt. */
export function surelyMuted(trouble: number, truth: Truth): Stretch[] {
  return mutes(trouble, truth)
    .map(({ fromMs, untilMs }) => ({ fromMs: fromMs + BLURRED_MS, untilMs: untilMs - BLURRED_MS }))
    .filter(({ fromMs, untilMs }) => fromMs < untilMs);
}

/** When it may have been kept quiet. */
export function maybeMuted(trouble: number, truth: Truth): Stretch[] {
  const silenced = quiets(trouble, truth, true).map(({ fromMs, untilMs }) => ({
    fromMs: fromMs - BLURRED_MS,
    untilMs: untilMs + BLURRED_MS,
  }));
  const inhibited = sources(trouble, truth).map(({ fromMs, untilMs }) => ({
    fromMs: fromMs - BLURRED_MS,
    untilMs: untilMs + LINGERS_MS,
  }));
  return [...silenced, ...inhibited];
}

/** The longest stretches between `fromMs` and `untilMs` that none of these cover. */
export function uncovered({ fromMs, untilMs }: Stretch, covers: readonly Stretch[]): Stretch[] {
  let at = fromMs;
  const free: Stretch[] = [];
  for (const cover of [...covers].sort((one, other) => one.fromMs - other.fromMs)) {
    if (cover.fromMs > at) free.push({ fromMs: at, untilMs: Math.min(cover.fromMs, untilMs) });
    at = Math.max(at, cover.untilMs);
  }
  return [...free, { fromMs: at, untilMs }].filter((one) => one.untilMs > one.fromMs);
}

function mutes(trouble: number, truth: Truth): Stretch[] {
  return [...quiets(trouble, truth, false), ...sources(trouble, truth)];
}

function quiets(trouble: number, { silences, windows }: Truth, isGenerous: boolean): Stretch[] {
  const about = TROUBLES[trouble];
  if (about === undefined) return [];
  return [...silences, ...windows].filter(({ match }) => fits(match, about, isGenerous));
}

function sources(trouble: number, { spells, outages, endMs }: Truth): Stretch[] {
  const about = TROUBLES[trouble];
  if (about === undefined) return [];
  const down = outages.filter(({ region }) => followsFromRegion(about, region));
  const causes = new Set(FOLLOWS.filter(({ target }) => target === trouble).map(({ from }) => from));
  const of = spells.filter((spell) => causes.has(spell.trouble));
  return [
    ...down.map(({ fromMs, untilMs = endMs }) => ({ fromMs, untilMs })),
    ...of.map(({ beganAtMs, endedAtMs = endMs }) => ({ fromMs: beganAtMs, untilMs: endedAtMs })),
  ];
}

/** The few matchers of the stories, read by hand. Of a severity, which changes, only the generous say that it may fit. */
function fits({ condition, region, database, severity }: Matcher, about: Trouble, isGenerous: boolean): boolean {
  if (severity !== undefined) return isGenerous;
  if (condition !== undefined) return about.condition.startsWith('Lag');
  if (region !== undefined) return about.regions.includes('we');
  if (database !== undefined) return about.databases.some((key) => key === 'we/a' || key.endsWith('/d'));
  return true;
}
