import type { Configuration } from '../config/types.ts';
import { membersOf } from '../failover/membersOf.ts';
import { evidenceFromMetrics } from '../outage/evidenceFromMetrics.ts';
import type { Evidence } from '../outage/types.ts';
import type { StoredMetrics } from '../replication/metricsPorts.ts';
import { type MetricsTarget, readMetricsRound } from '../replication/metricsRound.ts';
import { planOf } from '../replication/plan.ts';
import { sourcesFor } from '../replication/sources.ts';
import type { SweepProblem } from '../replication/sweepProblem.ts';
import { databaseKey } from '../topology/linkKey.ts';
import type { Topology } from '../topology/types.ts';
import type { AppContext } from './context.ts';
import type { Storage } from './ports.ts';

/** Where Azure Monitor is the routine source it is read at its own grain. */
const LONGEST_ROUTINE_MS = 60_000;
/** The timer fires every minute; what is not begun within this is late. */
const ROUND_MS = 45_000;

/** Reads the metrics of every watched primary whose turn it is; what they say of an outage is returned, to be taken in. */
export async function pollMetrics(
  app: AppContext,
  configuration: Configuration,
  storage: Storage,
  topology: Topology,
): Promise<{ evidence: Evidence[]; problems: SweepProblem[] }> {
  const targets = targetsOf(configuration, topology);
  if (targets.length === 0) return { evidence: [], problems: [] };
  const result = await readMetricsRound({
    reader: await app.ports.metrics(configuration),
    stored: await storage.metrics.load(),
    targets,
    now: app.now,
    untilMs: app.now() + ROUND_MS,
  });
  // A round in which nobody was due changes nothing; one in which all were refused is noted, so that sweeps know.
  if (result.read.length > 0 || result.problems.length > 0) await storage.metrics.save(result.stored);
  const evidence = await evidenceOf(app, configuration, storage, { topology, read: result });
  return { evidence, problems: result.problems };
}

/** A primary without a resource id lives where this deployment may not read. */
function targetsOf({ scopes, signals }: Configuration, topology: Topology): MetricsTarget[] {
  const sourceOf = sourcesFor(scopes, topology);
  const routineMs = Math.min(LONGEST_ROUTINE_MS, signals.metricsEveryMs);
  return planOf(topology).primaries.flatMap((primary) => {
    const { databaseId: resourceId, region } = primary.end;
    const isRoutine = sourceOf(primary) !== 'sql';
    if (resourceId === undefined || !(isRoutine || signals.metrics)) return [];
    return [{ key: primary.key, resourceId, region, everyMs: isRoutine ? routineMs : signals.metricsEveryMs }];
  });
}

/** Of the members of groups only. That logins work is written down where the metric, or an alert on it, said otherwise before. */
async function evidenceOf(
  app: AppContext,
  { groups }: Configuration,
  storage: Storage,
  { topology, read }: { topology: Topology; read: { stored: StoredMetrics; read: string[] } },
): Promise<Evidence[]> {
  const members = new Set(groups.flatMap((group) => membersOf(group, topology).map(databaseKey)));
  const keys = read.read.filter((key) => members.has(key));
  if (keys.length === 0) return [];
  const ends = new Map(planOf(topology).primaries.map(({ key, end }) => [key, end]));
  const said = keys.flatMap((key) => {
    const [end, metrics] = [ends.get(key), read.stored[key]];
    const one = end && metrics && evidenceFromMetrics(end, metrics, app.now());
    return one === undefined ? [] : [one];
  });
  if (said.length === 0) return [];
  const stored = new Map((await storage.evidence.load()).map((one) => [one.id, one]));
  return said.filter(({ id, vote }) => vote === 'down' || stored.get(id)?.vote === 'down');
}
