import { closeSubject } from '../alerting/evaluate.ts';
import { evaluateDatabase } from '../alerting/evaluateDatabase.ts';
import { runSubjects } from '../replication/subjects.ts';
import { discover } from '../topology/discover.ts';
import { subscriptionsOf } from '../topology/scopes.ts';
import type { Topology } from '../topology/types.ts';
import { type AppContext, readReport, type SweepReport, withBeginnings, writeReport } from './context.ts';
import { discovered, discoveryProblem, type Log, malformed } from './log.ts';

/** Subscriptions and servers are read this many at a time: Resource Manager throttles by subscription. */
const CONCURRENCY = 8;

/**
 * One discovery: what there is to watch, and which databases nothing protects. What could not be read keeps what was known of it.
 * @returns the topology now in force; undefined when the configuration has faults.
 */
export async function discoverTopology(app: AppContext, log: Log): Promise<Topology | undefined> {
  const { configuration } = app;
  if (!configuration) return undefined;
  const startedAtMs = app.now();
  const storage = await app.ports.storage();
  const [before, previous] = await Promise.all([readReport(storage, 'discovery'), storage.topology.load()]);
  const found = await discover(
    await app.ports.inventory(configuration),
    configuration.scopes,
    { concurrency: CONCURRENCY, ...(previous ? { previous } : {}) },
    startedAtMs,
  );
  await storage.topology.save(found.topology);
  const subjects = await runSubjects({
    topology: found.topology,
    configuration,
    ports: storage,
    alerting: { evaluateDatabase, closeSubject },
    now: app.now,
  });
  const problems = [
    ...found.problems.map((problem) => ({ area: areaOf(problem.code), ...problem })),
    ...subjects.problems,
  ];
  for (const problem of problems) discoveryProblem(log, problem.subject, problem.message);
  const unreadable = app.malformed.since(startedAtMs);
  for (const { subject, message } of unreadable) malformed(log, subject, message);
  const finishedAtMs = app.now();
  // A discovery that could read no subscription has found out nothing: the mark of the last real one stays, and turns late.
  const readNothing = subscriptionsOf(configuration.scopes).every((id) =>
    found.problems.some((problem) => problem.subject === `subscription ${id}`),
  );
  const report: SweepReport = {
    mark: {
      startedAtMs,
      finishedAtMs: readNothing ? before.mark.finishedAtMs : finishedAtMs,
      durationMs: finishedAtMs - startedAtMs,
    },
    problems: withBeginnings([...problems, ...unreadable], before.problems, startedAtMs),
    configurationHash: app.configurationHash,
  };
  await writeReport(storage, 'discovery', report);
  discovered(log, {
    links: found.topology.links.length,
    databases: found.topology.databases.length,
    problems: problems.length,
    durationMs: finishedAtMs - startedAtMs,
  });
  return found.topology;
}

const areaOf = (code: string): 'identity' | 'discovery' => (code === 'identity' ? 'identity' : 'discovery');
