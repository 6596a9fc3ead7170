import type { Configuration } from '../config/types.ts';
import type { KnownSubjects } from '../replication/loadShards.ts';
import { planOf } from '../replication/plan.ts';
import type { Topology } from '../topology/types.ts';
import { type AppContext, readReport, withBeginnings, writeReport } from './context.ts';
import { discoverTopology } from './discoverTopology.ts';
import { beginHeartbeat, endHeartbeat, endSharedHeartbeat } from './heartbeat.ts';
import { judgeDatabases } from './judgeDatabases.ts';
import { type Log, samplingProblem, sharedOut } from './log.ts';
import { tidyEvidence } from './observeSweep.ts';
import type { Storage } from './ports.ts';
import { shardsOfTick } from './samplingReport.ts';
import { sharedLoads } from './sharedLoads.ts';
import { sweepPart } from './sweepPart.ts';
import { lookAsWitness } from './witness.ts';

/**
 * One tick of sampling, or one round of a witness; discovers first when nothing was discovered under this configuration yet. A small estate
 * is swept here and now; a large one is shared out over a queue, so that all instances sample side by side.
 */
export async function sampleReplication(app: AppContext, log: Log): Promise<void> {
  const { configuration } = app;
  if (!configuration) return;
  // Beside the sweep, which does not wait for an address elsewhere.
  const begun = beginHeartbeat(app, configuration, log);
  try {
    const went = await sweep(app, configuration, log);
    await begun;
    if (went === 'sharedOut') await endSharedHeartbeat(app, configuration, log);
    else await endHeartbeat(app, configuration, went.failure, log);
  } catch (error) {
    await begun;
    await endHeartbeat(app, configuration, 'The sweep failed; the log of the app says why.', log);
    throw error;
  }
}

/** `failure`: why it was not complete; undefined: it was. */
async function sweep(
  app: AppContext,
  configuration: Configuration,
  log: Log,
): Promise<'sharedOut' | { failure: string | undefined }> {
  const storage = await app.ports.storage();
  const topology = await currentTopology(app, storage, log);
  if (!topology) return { failure: 'It is not known what to sweep: nothing was discovered yet.' };
  if (configuration.role === 'witness') return { failure: await lookAsWitness(app, configuration, topology, log) };
  const judge = (known?: KnownSubjects) => judgeDatabases(app, configuration, topology, known);
  const isLarge = planOf(topology).primaries.length > configuration.sampling.shardAbove;
  const swept = isLarge
    ? await shareOut(app, configuration, storage, { topology, judge }, log)
    : { failure: await sweepPart(app, configuration, { topology, judge }, log) };
  if (configuration.groups.length > 0) await tidyEvidence(app, configuration, storage);
  return swept;
}

/** The stored topology while it was found under this configuration; otherwise it is found now. */
async function currentTopology(app: AppContext, storage: Storage, log: Log): Promise<Topology | undefined> {
  const [topology, report] = await Promise.all([storage.topology.load(), readReport(storage, 'discovery')]);
  if (topology && report.configurationHash === app.configurationHash) return topology;
  return await discoverTopology(app, log);
}

/** One message for every shard that has anything to sample. @throws whatever the queue throws: then this tick is none */
async function shareOut(
  app: AppContext,
  { sampling }: Configuration,
  storage: Storage,
  { topology, judge }: { topology: Topology; judge: (known: KnownSubjects) => ReturnType<typeof judgeDatabases> },
  log: Log,
): Promise<'sharedOut'> {
  const startedAtMs = app.now();
  const { primaries, shards } = planOf(topology);
  const before = await readReport(storage, 'sampling');
  const ticks = shards.map((shard) => ({ shard, tickMs: startedAtMs }));
  await storage.shardQueue.enqueue(ticks, sampling.everyMs / 1_000);
  sharedOut(log, primaries.length, shards.length);
  const problems = await judge(sharedLoads(app, storage.subjects, startedAtMs));
  for (const problem of problems) samplingProblem(log, problem.subject, problem.message);
  await writeReport(storage, 'sampling', {
    mark: { startedAtMs, finishedAtMs: app.now(), durationMs: app.now() - startedAtMs },
    problems: withBeginnings(problems, before.problems, startedAtMs),
    configurationHash: app.configurationHash,
    shards: shardsOfTick(shards, before),
  });
  return 'sharedOut';
}
