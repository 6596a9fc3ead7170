import type { Configuration } from '../config/types.ts';
import type { EvidencePublisher } from '../outage/ports.ts';
import { beginObservation, type Observation } from '../reaction/observe.ts';
import { planOf } from '../replication/plan.ts';
import { shardOf } from '../replication/shards.ts';
import { databaseKey } from '../topology/linkKey.ts';
import type { LinkEnd, Topology } from '../topology/types.ts';
import type { AppContext } from './context.ts';
import { deploymentName } from './deploymentName.ts';
import { type Log, observationFailed, observationTrouble, observed } from './log.ts';
import type { Storage } from './ports.ts';
import { readPreviousSight, writeSight } from './sight.ts';
import { sentenceOf } from './troubles.ts';

/** Rows removed in one sweep. */
const MOST_REMOVED = 500;

/** What of the estate one sweep observes. */
export interface ObservedPart {
  topology: Topology;
  /** Left out: all of it. */
  shard?: string;
}

/** Undefined without groups, and where it could not begin: sampling and its alerts go on without it. */
export async function observeSweep(
  app: AppContext,
  configuration: Configuration,
  part: ObservedPart,
  log: Log,
): Promise<Observation | undefined> {
  const { groups, sampling } = configuration;
  if (groups.length === 0) return undefined;
  try {
    const storage = await app.ports.storage();
    const [evidence, incidents, previousSight, probe, reader, publisher, reporter] = await Promise.all([
      storage.evidence.load(),
      storage.incidents.open(),
      readPreviousSight(storage, part.shard),
      app.ports.probe(configuration),
      app.ports.reader(configuration),
      openPublisher(app, configuration, log),
      deploymentName(app, configuration),
    ]);
    return beginObservation({
      topology: part.topology,
      ...(part.shard === undefined ? {} : { looksAfter: looksAfter(part.topology, part.shard) }),
      groups,
      incidents: incidents.map(({ value }) => value),
      evidence,
      previousSight,
      ports: { evidence: storage.evidence, probe, reader, publisher },
      sampling,
      path: app.region,
      reporter,
      now: app.now,
      onTrouble: (trouble) => noteTrouble(app, log, trouble),
    });
  } catch (error) {
    notObserved(app, log, error);
    return undefined;
  }
}

/** Each old primary is looked after by one of the shards that are swept at all. */
function looksAfter(topology: Topology, shard: string): (end: LinkEnd) => boolean {
  const { shards } = planOf(topology);
  return (end) => shards[Number(shardOf(databaseKey(end))) % shards.length] === shard;
}

/** Keeps what the sweep saw. Never throws. */
export async function endObservation(
  app: AppContext,
  observation: Observation,
  { shard, postponed }: { shard: string | undefined; postponed: number },
  log: Log,
): Promise<void> {
  try {
    const storage = await app.ports.storage();
    const sight = await observation.finish(postponed);
    observed(log, sight);
    await writeSight(storage, shard, sight);
  } catch (error) {
    notObserved(app, log, error);
  }
}

/** A sign of life within the longest confirmFor still restarts a clock: so long it is kept after it expired. */
export async function tidyEvidence(
  app: AppContext,
  { groups }: Pick<Configuration, 'groups'>,
  { evidence }: Pick<Storage, 'evidence'>,
): Promise<void> {
  const keepMs = Math.max(0, ...groups.map(({ confirmForMs }) => confirmForMs));
  await evidence.removeExpired(app.now() - keepMs, MOST_REMOVED);
}

/** Without it the table and the timer still tell: a topic that cannot be opened stops nothing. */
export async function openPublisher(
  app: AppContext,
  configuration: Configuration,
  log: Log,
): Promise<EvidencePublisher | undefined> {
  try {
    return await app.ports.publisher(configuration);
  } catch (error) {
    noteTrouble(app, log, { what: 'publish', subject: 'events.topics', message: sentenceOf(error) });
    return undefined;
  }
}

/** Logged, and shown on /api/status. */
export function noteTrouble(
  app: AppContext,
  log: Log,
  trouble: { what: string; subject: string; message: string },
): void {
  observationTrouble(log, trouble);
  const code = trouble.what === 'publish' ? 'not-published' : 'not-observed';
  app.troubles.report({ subject: trouble.subject, code, message: trouble.message });
}

function notObserved(app: AppContext, log: Log, error: unknown): void {
  observationFailed(log, sentenceOf(error));
  app.troubles.report({ subject: 'observation', code: 'not-observed', message: sentenceOf(error) });
}
