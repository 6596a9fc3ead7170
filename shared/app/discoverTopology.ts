import { discover } from '../topology/discover.ts';
import { subscriptionsOf } from '../topology/scopes.ts';
import { topologyChanges } from '../topology/topologyChanges.ts';
import { topologyEvents } from '../topology/topologyEvents.ts';
import type { Topology } from '../topology/types.ts';
import { keepBreakGlass } from './breakGlassPages.ts';
import { compareServers } from './compareServers.ts';
import { type AppContext, readReport, type SweepReport, withBeginnings, writeReport } from './context.ts';
import { discovered, discoveryProblem, type Log, malformed } from './log.ts';
import { nameCallers } from './nameCallers.ts';
import { ownFailovers } from './ownFailovers.ts';
import type { Storage } from './ports.ts';

/** Subscriptions and servers are read this many at a time: Resource Manager throttles by subscription. */
const CONCURRENCY = 8;

/**
 * One discovery: what there is to watch, and which databases nothing protects. What could not be read keeps what was known of it.
 * @returns the topology now in force; undefined when there is none yet: the configuration has faults, or nothing could be read.
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
  const readNothing = subscriptionsOf(configuration.scopes).every((id) =>
    found.problems.some((problem) => problem.subject === `subscription ${id}`),
  );
  // An empty topology that nobody read would make everything that is stored look removed.
  const isKnown = !readNothing || previous !== undefined;
  if (found.unread !== undefined && found.unread.size > 0) found.topology.unread = [...found.unread];
  await addEvents(app, storage, { before, previous, found: found.topology });
  found.problems.push(...(await nameCallers(app, configuration, found.topology)));
  // Another discovery that began later has ended already: what it found is in force, and what it told of as well.
  if (isKnown && !(await storage.topology.save(found.topology))) return await storage.topology.load();
  const pages = isKnown ? await keepBreakGlass(app, found.topology, log) : [];
  // The first sweep is not to wait for an option.
  const compared =
    previous === undefined || readNothing ? [] : await compareServers(app, configuration, found.topology);
  const differing = compared.map((problem) => ({ area: 'discovery' as const, ...problem }));
  const problems = [
    ...pages,
    ...differing,
    ...found.problems.map((problem) => ({ area: areaOf(problem.code), ...problem })),
  ];
  for (const problem of problems) discoveryProblem(log, problem.subject, problem.message);
  const unreadable = app.malformed.since(startedAtMs);
  for (const { subject, message } of unreadable) malformed(log, subject, message);
  const finishedAtMs = app.now();
  const durationMs = finishedAtMs - startedAtMs;
  await writeReport(storage, 'discovery', {
    // A discovery that read nothing has found out nothing: the mark of the last real one stays, and turns late.
    mark: { startedAtMs, finishedAtMs: readNothing ? before.mark.finishedAtMs : finishedAtMs, durationMs },
    problems: withBeginnings([...problems, ...unreadable], before.problems, startedAtMs),
    configurationHash: app.configurationHash,
  });
  const { links, databases } = found.topology;
  discovered(log, { links: links.length, databases: databases.length, problems: problems.length, durationMs });
  return isKnown ? found.topology : undefined;
}

/** What changed since the discovery before goes with the topology: conditions look at it for a while. */
async function addEvents(
  app: AppContext,
  storage: Storage,
  seen: { before: SweepReport; previous: Topology | undefined; found: Topology },
): Promise<void> {
  // Other scopes show other links: nobody added or removed them.
  const before = seen.before.configurationHash === app.configurationHash ? seen.previous : undefined;
  const isSwapped = before !== undefined && topologyChanges(before, seen.found).swapped.length > 0;
  const events = topologyEvents({
    before,
    found: seen.found,
    ownFailovers: isSwapped ? await ownFailovers(storage) : [],
    nowMs: app.now(),
  });
  if (events.length > 0) seen.found.events = events;
}

const areaOf = (code: string): 'identity' | 'discovery' => (code === 'identity' ? 'identity' : 'discovery');
