/** Where the ports of an evaluation and of an operation meet the app's stores. */
import { randomUUID } from 'node:crypto';
import { appendRecords } from '../audit/appendRecords.ts';
import type { Configuration } from '../config/types.ts';
import type { OperationPorts } from '../operations/ports.ts';
import { probeLifetimeMs } from '../outage/lifetimes.ts';
import type { ReactionPorts } from '../reaction/ports.ts';
import { makeRevalidate } from '../reaction/revalidate.ts';
import { makeTell } from '../reaction/tell.ts';
import type { ReactionSettings } from '../reaction/types.ts';
import { shardOf } from '../replication/shards.ts';
import type { HistoryLine } from '../replication/types.ts';
import type { AppContext } from './context.ts';
import { deploymentName } from './deploymentName.ts';
import { directTargets } from './dispatchDirect.ts';
import { KeptAnswers } from './keptAnswers.ts';
import { readPause } from './readPause.ts';
import { readSight } from './sight.ts';

/** Lines of history that are looked through for the last one before an outage. */
const MOST_LINES = 20_000;
/** Links of outages whose past is kept in memory. */
const MOST_KEPT = 2_000;

/** What was sampled before an onset does not change: each process reads it once, however often it looks. */
const pasts = new WeakMap<AppContext, KeptAnswers<HistoryLine>>();

function pastOf(app: AppContext): KeptAnswers<HistoryLine> {
  const known = pasts.get(app) ?? new KeptAnswers<HistoryLine>(MOST_KEPT);
  pasts.set(app, known);
  return known;
}

export async function reactionPorts(app: AppContext, configuration: Configuration): Promise<ReactionPorts> {
  const [storage, reader] = await Promise.all([app.ports.storage(), app.ports.reader(configuration)]);
  return {
    topology: () => storage.topology.load(),
    sight: () => readSight(storage),
    link: async (linkKey) => (await storage.subjects.loadOne(shardOf(linkKey), linkKey))?.value.link,
    sampledBefore: (linkKey, atMs, sinceMs) =>
      pastOf(app).once(`${linkKey} ${atMs}`, async () => {
        const lines = await storage.history.recent(shardOf(linkKey), linkKey, sinceMs, MOST_LINES);
        return lines.findLast((line) => line.atMs <= atMs);
      }),
    evidence: storage.evidence,
    incidents: storage.incidents,
    operations: storage.operations,
    outbox: storage.outbox,
    queue: storage.queue,
    reader,
    fence: { available: async (holder) => (await app.ports.fence()).fence.available(holder) },
    paused: () => readPause(app),
    audit: storage.audit,
    newTokenId: () => randomUUID(),
  };
}

export async function reactionSettings(app: AppContext, configuration: Configuration): Promise<ReactionSettings> {
  const { groups, approval, sampling } = configuration;
  return {
    groups,
    channels: await directTargets(configuration, await app.ports.storage(), app.now()),
    approvalValidForMs: approval.validForMs,
    holder: await deploymentName(app, configuration),
    probeLifetimeMs: probeLifetimeMs(sampling.everyMs, sampling.timeoutMs),
  };
}

export async function operationPorts(
  app: AppContext,
  configuration: Configuration,
  settings: ReactionSettings,
): Promise<OperationPorts> {
  const [storage, ports, { fence }, calls] = await Promise.all([
    app.ports.storage(),
    reactionPorts(app, configuration),
    app.ports.fence(),
    app.ports.calls(configuration),
  ]);
  return {
    store: storage.operations,
    fence,
    calls,
    reader: ports.reader,
    revalidate: makeRevalidate(ports, settings, app.now),
    paused: ports.paused,
    tell: makeTell(ports, settings, app.now),
    audit: (records) => appendRecords(storage.audit, records),
  };
}
