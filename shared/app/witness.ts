import type { Configuration } from '../config/types.ts';
import { membersOf } from '../failover/membersOf.ts';
import { mapBounded } from '../limits/mapBounded.ts';
import { evidenceFromLogin } from '../outage/evidenceFromLogin.ts';
import type { Look } from '../outage/evidenceFromSample.ts';
import { probeLifetimeMs } from '../outage/lifetimes.ts';
import { byLastLook } from '../reaction/byLastLook.ts';
import { EvidenceWire } from '../reaction/evidenceWire.ts';
import { troubleOf } from '../reaction/trouble.ts';
import { primariesOf } from '../replication/primaries.ts';
import { databaseKey } from '../topology/linkKey.ts';
import type { LinkEnd, Topology } from '../topology/types.ts';
import type { AppContext } from './context.ts';
import { readReport, withBeginnings, writeReport } from './context.ts';
import { deploymentName } from './deploymentName.ts';
import { type Log, observationTrouble, witnessed } from './log.ts';
import { openPublisher, tidyEvidence } from './observeSweep.ts';

/**
 * One round of a witness: a fresh login to every primary, kept as evidence and published each time, whatever it says, for the guardians
 * have no other way to hear of it. It keeps no link states, tells nobody and acts on nothing. Why the round was not complete; undefined: it was.
 */
export async function lookAsWitness(
  app: AppContext,
  configuration: Configuration,
  topology: Topology,
  log: Log,
): Promise<string | undefined> {
  const startedAtMs = app.now();
  const { sampling } = configuration;
  const storage = await app.ports.storage();
  const [before, probe, publisher, reporter, known] = await Promise.all([
    readReport(storage, 'sampling'),
    app.ports.probe(configuration),
    openPublisher(app, configuration, log),
    deploymentName(app, configuration),
    storage.evidence.load(),
  ]);
  const wire = new EvidenceWire({
    evidence: storage.evidence,
    publisher,
    onTrouble: (trouble) => observationTrouble(log, trouble),
  });
  const lookOf = looksFrom(app.region, reporter, configuration, topology);
  const ends = byLastLook(primariesToWitness(topology, configuration), known, { source: 'witnessProbe', reporter });
  const budgetMs = Math.max(sampling.everyMs, sampling.timeoutMs);
  const round = { probed: 0, failed: 0, postponed: 0 };
  await mapBounded(ends, sampling.concurrency, async (end) => {
    if (app.now() - startedAtMs >= budgetMs) {
      round.postponed += 1;
      return;
    }
    round.probed += 1;
    // The port promises not to throw; a round over hundreds does not stake everything on that.
    const login = await probe.probe(end).catch((error: unknown) => {
      observationTrouble(log, troubleOf('probe', databaseKey(end), error));
    });
    if (login?.ok !== true) round.failed += 1;
    if (login !== undefined) await wire.put(evidenceFromLogin(lookOf(end), login), 'always');
  });
  await wire.settle();
  await tidyEvidence(app, configuration, storage);
  const finishedAtMs = app.now();
  await writeReport(storage, 'sampling', {
    mark: { startedAtMs, finishedAtMs, durationMs: finishedAtMs - startedAtMs },
    problems: withBeginnings(app.malformed.since(startedAtMs), before.problems, startedAtMs),
    configurationHash: app.configurationHash,
  });
  witnessed(log, round);
  return round.postponed === 0 ? undefined : `The round ran out of time: ${round.postponed} primaries were not probed.`;
}

/** Those of the groups, or all that are watched where there are none. */
export function primariesToWitness(
  topology: Pick<Topology, 'links' | 'unprotected'>,
  { groups }: Pick<Configuration, 'groups'>,
): LinkEnd[] {
  const members = new Set(groups.flatMap((group) => membersOf(group, topology)).map(databaseKey));
  return primariesOf(topology.links)
    .filter(({ key }) => groups.length === 0 || members.has(key))
    .map(({ end }) => end);
}

function looksFrom(path: string, reporter: string, { sampling }: Configuration, topology: Topology) {
  const armStatus = new Map(topology.databases.map((database) => [databaseKey(database), database.status]));
  const lifetimeMs = probeLifetimeMs(sampling.everyMs, sampling.timeoutMs);
  return (database: LinkEnd): Look => {
    const status = armStatus.get(databaseKey(database));
    const look = { source: 'witnessProbe' as const, reporter, path, database, lifetimeMs };
    return status === undefined ? look : { ...look, armStatus: status };
  };
}
