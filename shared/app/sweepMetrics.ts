import type { Configuration } from '../config/types.ts';
import type { StoredMetrics } from '../replication/metricsPorts.ts';
import type { SweepMetrics } from '../replication/metricsSweep.ts';
import type { Primary } from '../replication/primaries.ts';
import { type Source, sourcesFor } from '../replication/sources.ts';
import type { Topology } from '../topology/types.ts';
import type { AppContext } from './context.ts';
import { sentenceOf } from './troubles.ts';

/** The shards of one tick share what was loaded; the next tick loads again. */
const KEPT_FOR = 0.5;
const LONGEST_KEPT_MS = 10_000;

interface Kept {
  untilMs: number;
  stored: Promise<StoredMetrics>;
}

const kept = new WeakMap<AppContext, Kept>();
const sources = new WeakMap<Topology, (primary: Primary) => Source>();

/** What Azure Monitor said last, and whom to ask instead of it. Undefined where it is asked for nothing. */
export async function sweepMetrics(
  app: AppContext,
  configuration: Configuration,
  topology: Topology,
): Promise<SweepMetrics | undefined> {
  const { scopes, signals, objectives, alerts, sampling } = configuration;
  if (!signals.metrics && scopes.every(({ source }) => source === 'sql')) return undefined;
  const sourceOf = sources.get(topology) ?? sourcesFor(scopes, topology);
  sources.set(topology, sourceOf);
  const calmLagSeconds = alerts.LagHigh.threshold ?? objectives.rpoMs / 1_000;
  return { stored: await load(app, Math.min(LONGEST_KEPT_MS, sampling.everyMs * KEPT_FOR)), sourceOf, calmLagSeconds };
}

/** Without them sampling goes on: whoever may be asked is asked. */
async function load(app: AppContext, keptMs: number): Promise<StoredMetrics> {
  const known = kept.get(app);
  const nowMs = app.now();
  const fresh = known !== undefined && known.untilMs > nowMs ? known : { untilMs: nowMs + keptMs, stored: read(app) };
  kept.set(app, fresh);
  return await fresh.stored;
}

async function read(app: AppContext): Promise<StoredMetrics> {
  try {
    return await (await app.ports.storage()).metrics.load();
  } catch (error) {
    app.troubles.report({ subject: 'metrics', code: 'not-observed', message: sentenceOf(error) });
    return {};
  }
}
