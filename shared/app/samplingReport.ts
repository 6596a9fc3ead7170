import { readReport, type SweepReport } from './context.ts';
import type { Moved } from './rediscovery.ts';

type WithState = Parameters<typeof readReport>[0];

/** What sampling said of itself last: one sweep's report, or those of all shards as one. */
export async function readSampling(storage: WithState): Promise<SweepReport> {
  const tick = await readReport(storage, 'sampling');
  const { shards } = tick;
  if (shards === undefined) return tick;
  const reports = await Promise.all(Object.keys(shards).map((shard) => readReport(storage, `sampling-${shard}`)));
  return mergeReports(tick, shards, reports);
}

/**
 * As late as the latest shard: a shard that is silent is not covered up by the others. Pure.
 * @param shards each with what counts as its end until it has one of its own
 * @param reports of these shards, in their order
 */
export function mergeReports(
  tick: SweepReport,
  shards: Record<string, number | null>,
  reports: readonly SweepReport[],
): SweepReport {
  const ends = Object.values(shards).map((countsAs, index) =>
    later(reports[index]?.mark.finishedAtMs ?? null, countsAs),
  );
  const known = ends.filter((atMs) => atMs !== null);
  const durations = reports.flatMap(({ mark }) => mark.durationMs ?? []);
  const moved: Moved = Object.assign({}, ...reports.map((report) => report.moved));
  return {
    mark: {
      startedAtMs: tick.mark.startedAtMs,
      finishedAtMs: known.length < ends.length || known.length === 0 ? null : Math.min(...known),
      durationMs: durations.length === 0 ? null : Math.max(...durations),
    },
    problems: [...tick.problems, ...reports.flatMap(({ problems }) => problems)],
    configurationHash: tick.configurationHash,
    moved,
  };
}

/**
 * The shards of this tick. One that was shared out before keeps what counts as its end; one that is new counts as swept when all were
 * swept last, so that growing over the limit makes nothing late.
 */
export function shardsOfTick(
  shards: readonly string[],
  before: Pick<SweepReport, 'shards' | 'mark'>,
): Record<string, number | null> {
  return Object.fromEntries(shards.map((shard) => [shard, before.shards?.[shard] ?? before.mark.finishedAtMs]));
}

function later(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other);
}
