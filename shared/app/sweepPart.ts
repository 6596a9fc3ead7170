import { closeSubject, type Rules } from '../alerting/evaluate.ts';
import { evaluateLink } from '../alerting/evaluateLink.ts';
import { rulesFor } from '../alerting/rulesFor.ts';
import type { Configuration } from '../config/types.ts';
import { membersOf } from '../failover/membersOf.ts';
import { type LanePlaces, lanePlaces } from '../replication/lanes.ts';
import { runSweep } from '../replication/sweep.ts';
import type { SweepProblem } from '../replication/sweepProblem.ts';
import type { SweepResult } from '../replication/sweepResult.ts';
import type { Subject } from '../replication/types.ts';
import { databaseKey } from '../topology/linkKey.ts';
import type { Topology } from '../topology/types.ts';
import { type AppContext, readReport, type SweepReport, withBeginnings, writeReport } from './context.ts';
import { type Log, malformed, sampled, samplingProblem } from './log.ts';
import { endObservation, observeSweep } from './observeSweep.ts';
import { evaluateNow } from './react.ts';
import { rediscover } from './rediscover.ts';
import { movedSince } from './rediscovery.ts';
import { sharedLoads } from './sharedLoads.ts';
import { sweepMetrics } from './sweepMetrics.ts';
import { sweepSignals } from './sweepSignals.ts';

/** What one sweep is about. */
export interface Part {
  topology: Topology;
  /** With the moment in which its tick began; left out: the whole topology. */
  tick?: { shard: string; tickMs: number };
  /** What comes of the databases when their links are known. */
  judge?: () => Promise<SweepProblem[]>;
}

/** Sweeps a part of the topology, says in its report how it went, and acts on what was seen. Why it was not complete; undefined: it was. */
export async function sweepPart(
  app: AppContext,
  configuration: Configuration,
  part: Part,
  log: Log,
): Promise<string | undefined> {
  const { topology, tick } = part;
  const storage = await app.ports.storage();
  const startedAtMs = app.now();
  const name = tick === undefined ? 'sampling' : (`sampling-${tick.shard}` as const);
  const before = await readReport(storage, name);
  const shard = tick?.shard;
  const observed = { topology, ...(shard === undefined ? {} : { shard }) };
  const observation = await observeSweep(app, configuration, observed, log);
  const result = await runSweep({
    topology,
    configuration,
    ...knownOf(topology, configuration),
    ...(tick === undefined ? {} : sharingOf(app, configuration, tick)),
    ports: { ...storage, sampler: await app.ports.sampler(configuration) },
    ...(tick === undefined ? {} : { known: sharedLoads(app, storage.subjects, tick.tickMs) }),
    metrics: await sweepMetrics(app, configuration, topology),
    signals: await sweepSignals(app, configuration, topology),
    alerting: { evaluateLink, closeSubject },
    now: app.now,
    pause: app.wait,
    ...(observation === undefined ? {} : { afterSample: observation.afterSample }),
  });
  if (observation !== undefined) await endObservation(app, observation, { shard, postponed: result.postponed }, log);
  const problems = [...result.problems, ...unknownPartners(result), ...((await part.judge?.()) ?? [])];
  for (const problem of problems) samplingProblem(log, problem.subject, problem.message);
  const unreadable = app.malformed.since(startedAtMs);
  for (const { subject, message } of unreadable) malformed(log, subject, message);
  const met = [...result.swapped, ...result.unknownRows.map(({ primary, partner }) => `${primary} to ${partner}`)];
  const incomplete = incompleteness(result);
  const moved = movedSince(met, before.moved ?? {}, startedAtMs);
  const report: SweepReport = {
    mark: { startedAtMs, finishedAtMs: app.now(), durationMs: result.durationMs },
    problems: withBeginnings([...problems, ...unreadable], before.problems, startedAtMs),
    configurationHash: app.configurationHash,
    moved,
    ...(incomplete === undefined ? {} : { incomplete }),
  };
  await writeReport(storage, name, report);
  sampled(log, result);
  // Whether or not Event Grid brings it: what was just seen is judged now.
  if (observation !== undefined) await evaluateNow(app, log);
  await rediscover(app, storage, moved, log);
  return incomplete;
}

/** For somebody elsewhere: without a name of anything. */
function incompleteness({ postponed, problems }: SweepResult): string | undefined {
  if (postponed > 0) return `The sweep ran out of time: ${postponed} primaries were not asked.`;
  if (problems.some(({ area }) => area === 'storage')) return 'What the sweep learned could not all be stored.';
  return undefined;
}

function unknownPartners(result: SweepResult): SweepProblem[] {
  return result.unknownRows.map((row) => ({
    area: 'sampling',
    subject: row.primary,
    code: 'unknown-partner',
    message: `The primary's catalog names a partner that discovery did not find: ${row.partner}. It is watched once discovery finds it.`,
  }));
}

/** All sweeps of a process are within one bound, however many shards come to it. */
const places = new WeakMap<AppContext, LanePlaces>();

function sharingOf(app: AppContext, { sampling }: Configuration, { shard, tickMs }: { shard: string; tickMs: number }) {
  const shared = places.get(app) ?? lanePlaces(sampling.concurrency);
  places.set(app, shared);
  return { shard, places: shared, untilMs: tickMs + Math.max(sampling.everyMs, sampling.timeoutMs) };
}

interface Known {
  rulesOf: (subject: Subject) => Rules;
  first: Array<ReadonlySet<string>>;
}

const known = new WeakMap<Topology, Known>();

/** What follows from the topology and the configuration of this process: made once for both. */
export function knownOf(topology: Topology, configuration: Configuration): Known {
  const made = known.get(topology) ?? {
    rulesOf: rulesFor(configuration, topology),
    first: configuration.groups.map((group) => new Set(membersOf(group, topology).map(databaseKey))),
  };
  known.set(topology, made);
  return made;
}
