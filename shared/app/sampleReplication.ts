import { closeSubject } from '../alerting/evaluate.ts';
import { evaluateLink } from '../alerting/evaluateLink.ts';
import { runSweep } from '../replication/sweep.ts';
import type { Topology } from '../topology/types.ts';
import { type AppContext, readReport, type SweepReport, withBeginnings, writeReport } from './context.ts';
import { discoverTopology } from './discoverTopology.ts';
import { type Log, malformed, rolesMoved, sampled, samplingProblem } from './log.ts';
import { endObservation, observeSweep } from './observeSweep.ts';
import type { Storage } from './ports.ts';
import { evaluateNow } from './react.ts';
import { isWorthDiscovering, type Moved, movedSince } from './rediscovery.ts';
import { lookAsWitness } from './witness.ts';

/** One sampling sweep over every watched link, or one round of a witness; discovers first when nothing was discovered under this configuration yet. */
export async function sampleReplication(app: AppContext, log: Log): Promise<void> {
  const { configuration } = app;
  if (!configuration) return;
  const storage = await app.ports.storage();
  const topology = await currentTopology(app, storage, log);
  if (!topology) return;
  if (configuration.role === 'witness') return lookAsWitness(app, configuration, topology, log);
  const startedAtMs = app.now();
  const before = await readReport(storage, 'sampling');
  const observation = await observeSweep(app, configuration, topology, log);
  const result = await runSweep({
    topology,
    configuration,
    ports: { ...storage, sampler: await app.ports.sampler(configuration) },
    alerting: { evaluateLink, closeSubject },
    now: app.now,
    ...(observation === undefined ? {} : { afterSample: observation.afterSample }),
  });
  if (observation !== undefined) await endObservation(app, configuration, observation, result.postponed, log);
  const problems = [
    ...result.problems,
    ...result.unknownRows.map((row) => ({
      area: 'sampling' as const,
      subject: row.primary,
      code: 'unknown-partner',
      message: `The primary's catalog names a partner that discovery did not find: ${row.partner}. It is watched once discovery finds it.`,
    })),
  ];
  for (const problem of problems) samplingProblem(log, problem.subject, problem.message);
  const unreadable = app.malformed.since(startedAtMs);
  for (const { subject, message } of unreadable) malformed(log, subject, message);
  const met = [...result.swapped, ...result.unknownRows.map(({ primary, partner }) => `${primary} to ${partner}`)];
  const moved = movedSince(met, before.moved ?? {}, startedAtMs);
  const report: SweepReport = {
    mark: { startedAtMs, finishedAtMs: app.now(), durationMs: result.durationMs },
    problems: withBeginnings([...problems, ...unreadable], before.problems, startedAtMs),
    configurationHash: app.configurationHash,
    moved,
  };
  await writeReport(storage, 'sampling', report);
  sampled(log, result);
  // Whether or not Event Grid brings it: what was just seen is judged now.
  if (observation !== undefined) await evaluateNow(app, log);
  await rediscover(app, storage, moved, log);
}

/** The stored topology while it was found under this configuration; otherwise it is found now. */
async function currentTopology(app: AppContext, storage: Storage, log: Log): Promise<Topology | undefined> {
  const [topology, report] = await Promise.all([storage.topology.load(), readReport(storage, 'discovery')]);
  if (topology && report.configurationHash === app.configurationHash) return topology;
  return await discoverTopology(app, log);
}

async function rediscover(app: AppContext, storage: Storage, moved: Moved, log: Log): Promise<void> {
  const count = Object.keys(moved).length;
  if (count === 0) return;
  const { mark } = await readReport(storage, 'discovery');
  if (!isWorthDiscovering(moved, mark.startedAtMs, app.now())) return;
  rolesMoved(log, count);
  await discoverTopology(app, log);
}
