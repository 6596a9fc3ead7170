/** One round of reading metrics: who is due, region by region, within the time there is. */
import { mapBounded } from '../limits/mapBounded.ts';
import { isTurn } from './isTurn.ts';
import { digestMetrics } from './metricsDigest.ts';
import type { DatabaseMetrics, MetricsAnswer, MetricsFailure, MetricsReader, StoredMetrics } from './metricsPorts.ts';
import type { SweepProblem } from './sweepProblem.ts';

export interface MetricsTarget {
  /** `server/database` */
  key: string;
  resourceId: string;
  region: string;
  /** How often it is read. */
  everyMs: number;
}

export interface RoundInput {
  reader: MetricsReader;
  stored: StoredMetrics;
  targets: readonly MetricsTarget[];
  now: () => number;
  /** Nothing is begun from here on. */
  untilMs: number;
}

export interface RoundResult {
  /** Everything that is watched: what was read now, and what was known before. */
  stored: StoredMetrics;
  /** Keys that were read now. */
  read: string[];
  problems: SweepProblem[];
}

/** Databases of one region asked in one go: a few batches side by side, and time is looked at in between. */
const PART = 200;
const REGIONS_AT_ONCE = 4;
const SINCE_MS = 10 * 60_000;
/** Where these come, the rest of the region would only wait for the same. */
const REGION_IS_GONE: ReadonlySet<MetricsFailure['kind']> = new Set(['timeout', 'unreachable', 'identity']);

/** Those read longest ago go first. Never throws; a region that does not answer holds up no other. */
export async function readMetricsRound(input: RoundInput): Promise<RoundResult> {
  const { stored, targets, now } = input;
  const startedAtMs = now();
  const triedAtMs = ({ key }: MetricsTarget) => lastTry(stored[key]);
  const due = targets
    .filter((target) => isTurn(triedAtMs(target), target.everyMs, startedAtMs))
    .sort((one, other) => triedAtMs(one) - triedAtMs(other));
  const regions = [...Map.groupBy(due, ({ region }) => region)];
  const rounds = await mapBounded(regions, REGIONS_AT_ONCE, ([region, asked]) => readRegion(region, asked, input));
  const kept = Object.fromEntries(targets.flatMap(({ key }) => (stored[key] ? [[key, stored[key]] as const] : [])));
  const all: StoredMetrics = Object.assign(kept, ...rounds.map((round) => round.stored));
  const late = rounds.reduce((sum, round) => sum + round.left, 0);
  return {
    stored: all,
    read: rounds.flatMap((round) => round.read),
    problems: [...unreadProblems(all), ...lateProblem(late, due.length)],
  };
}

function lastTry(known: DatabaseMetrics | undefined): number {
  return Math.max(known?.atMs ?? 0, known?.unread?.atMs ?? 0);
}

interface RegionRound {
  stored: StoredMetrics;
  read: string[];
  /** Databases that were not asked. */
  left: number;
}

async function readRegion(region: string, due: readonly MetricsTarget[], input: RoundInput): Promise<RegionRound> {
  const { now, untilMs, stored } = input;
  const round: RegionRound = { stored: {}, read: [], left: 0 };
  for (let at = 0; at < due.length; at += PART) {
    if (now() >= untilMs) return { ...round, left: due.length - at };
    const part = due.slice(at, at + PART);
    const answer = await ask(region, part, input);
    takeIn(answer, part, stored, round, now());
    if (answer.resources.length === 0 && answer.failures.some(({ kind }) => REGION_IS_GONE.has(kind))) {
      return { ...round, left: Math.max(0, due.length - at - PART) };
    }
  }
  return round;
}

/** The port promises not to throw; a round over thousands does not stake everything on that. */
async function ask(
  region: string,
  part: readonly MetricsTarget[],
  { reader, now }: RoundInput,
): Promise<MetricsAnswer> {
  const resourceIds = part.map(({ resourceId }) => resourceId);
  try {
    return await reader.read({ region, resourceIds, sinceMs: now() - SINCE_MS });
  } catch (error) {
    const seen = error instanceof Error ? error.message : String(error);
    const message = `Expected metrics of ${region}, saw an error of our own: ${seen}. Please report it.`;
    return { resources: [], failures: [{ subject: region, kind: 'other', message, resourceIds }] };
  }
}

function takeIn(
  { resources, failures }: MetricsAnswer,
  part: readonly MetricsTarget[],
  before: StoredMetrics,
  round: RegionRound,
  nowMs: number,
): void {
  const keys = new Map(part.map(({ key, resourceId }) => [resourceId.toLowerCase(), key]));
  for (const resource of resources) {
    const key = keys.get(resource.resourceId);
    if (key === undefined) continue;
    round.stored[key] = digestMetrics(resource, nowMs);
    round.read.push(key);
  }
  for (const { subject, kind, message, resourceIds } of failures) {
    for (const id of resourceIds) {
      const key = keys.get(id.toLowerCase());
      if (key !== undefined)
        round.stored[key] = { ...(before[key] ?? NOTHING), unread: { kind, atMs: nowMs, subject, message } };
    }
  }
}

/** Never read: older than everything. */
const NOTHING: DatabaseMetrics = {
  atMs: 0,
  lag: {},
  availability: null,
  connectionFailed: null,
  logWritePercent: null,
};

/** One for each place and kind, also of those whose turn did not come now: what was refused stays so until it is asked again. */
function unreadProblems(stored: StoredMetrics): SweepProblem[] {
  const first = new Map<string, SweepProblem>();
  for (const { unread } of Object.values(stored)) {
    if (unread === undefined) continue;
    const { kind, subject, message } = unread;
    const key = `${kind} ${subject}`;
    if (!first.has(key)) {
      first.set(key, { area: 'sampling', subject: `metrics of ${subject}`, code: `metrics-${kind}`, message });
    }
  }
  return [...first.values()];
}

function lateProblem(late: number, due: number): SweepProblem[] {
  if (late === 0) return [];
  const message =
    `Expected to read the metrics of ${due} databases in one round, but ${late} of them were not asked in time. ` +
    'They come first in the next round; a longer signals.metricsEvery helps.';
  return [{ area: 'sampling', subject: 'metrics', code: 'metrics-late', message }];
}
