import { DISPATCH } from '../alerting/dispatch/dispatchChannel.ts';
import { mapBounded } from '../limits/mapBounded.ts';
import { SHARDS, shardOf } from '../replication/shards.ts';
import type { Subject, SubjectRecord } from '../replication/types.ts';
import { serversInRegion } from '../topology/serversInRegion.ts';
import { conditionPageReply } from '../views/conditionPage.ts';
import { toHardenView } from '../views/harden.ts';
import { judgeHealth } from '../views/health.ts';
import { linkViews, toFullLinkView } from '../views/link.ts';
import { NO_MARK } from '../views/marks.ts';
import { jsonReply, pageReply, problemReply, type Reply } from '../views/reply.ts';
import { buildStatus, type StatusInput } from '../views/status.ts';
import { iso } from '../views/time.ts';
import type { HealthView, LinkDetailView, MeasuredLinkView } from '../views/types.ts';
import { type AppContext, readReport } from './context.ts';
import { type HardenTime, readHardenTimes } from './hardenTimes.ts';
import { readLogSignals } from './logSignals.ts';
import type { Storage } from './ports.ts';
import { readSampling } from './samplingReport.ts';

/** Messages shown on the status page. */
const RECENT_MESSAGES = 50;
/** The history a link is shown with. */
const RECENT_SAMPLES = 600;
const RECENT_MS = 60 * 60_000;
const SHARDS_AT_ONCE = 4;

/** GET /api/status. Without storage the configuration's faults and the trouble itself are still shown. */
export async function readStatus(app: AppContext): Promise<Reply> {
  const input = await readStatusInput(app);
  return jsonReply(200, buildStatus(input));
}

async function readStatusInput(app: AppContext): Promise<StatusInput> {
  const base = {
    version: app.version,
    configuration: app.configuration,
    faults: app.faults,
    processStartedAtMs: app.processStartedAtMs,
    nowMs: app.now(),
  };
  try {
    const storage = await app.ports.storage();
    const [topology, records, outbox, sampling, discovery, delivery, supervision, health, heartbeat, logSignals] =
      await Promise.all([
        storage.topology.load(),
        readRecords(storage),
        storage.outbox.recent(RECENT_MESSAGES),
        readSampling(storage),
        readReport(storage, 'discovery'),
        readReport(storage, 'delivery'),
        readReport(storage, 'supervision'),
        readReport(storage, 'health'),
        readReport(storage, 'heartbeat'),
        readLogSignals(storage),
      ]);
    return {
      ...base,
      topology,
      records,
      outbox,
      logSignals,
      sampling: sampling.mark,
      discovery: discovery.mark,
      supervision: supervision.mark,
      storedProblems: [
        ...discovery.problems,
        ...sampling.problems,
        ...delivery.problems,
        ...supervision.problems,
        ...health.problems,
        ...heartbeat.problems,
        ...app.malformed.since(base.nowMs),
      ],
    };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const trouble = {
      area: 'storage',
      subject: 'AzureWebJobsStorage',
      code: 'unreadable',
      message,
      sinceMs: null,
    } as const;
    return {
      ...base,
      topology: undefined,
      records: new Map(),
      outbox: [],
      sampling: NO_MARK,
      discovery: NO_MARK,
      storedProblems: [trouble],
    };
  }
}

async function readRecords(storage: Storage): Promise<Map<string, SubjectRecord>> {
  const shards = await mapBounded([...SHARDS, DISPATCH], SHARDS_AT_ONCE, (shard) => storage.subjects.load(shard));
  const records = shards.flatMap((shard) => [...shard.values()].map(({ value }) => value));
  // A channel may be called as anything.
  const keyOf = ({ kind, key }: Subject) => (kind === 'channel' ? `channel ${key}` : key);
  return new Map(records.map((record) => [keyOf(record.subject), record]));
}

/** GET /api/links and GET /api/links/{linkKey}. */
export async function readLinks(app: AppContext, linkKey: string | undefined): Promise<Reply> {
  const storage = await app.ports.storage();
  const nowMs = app.now();
  const topology = await storage.topology.load();
  if (linkKey === undefined || linkKey === '') {
    const [records, times] = await Promise.all([readRecords(storage), readHardenTimes(storage)]);
    const links = linkViews({ topology, records, nowMs }, toFullLinkView);
    return jsonReply(200, {
      links: links.map((link): MeasuredLinkView => ({ ...link, timeToHarden: measured(times.get(link.linkKey)) })),
    });
  }
  // A host may hand on what it could not decode safely: `%2F` in the place of a slash.
  const keys = [linkKey, decoded(linkKey)].map((key) => key.toLowerCase());
  const link = topology?.links.find((candidate) => keys.includes(candidate.linkKey));
  if (!topology || !link) {
    const detail = `Expected the linkKey of a watched link, 'server/database~server/database'; GET /api/links lists them all.`;
    return problemReply(404, 'No such replication link', detail);
  }
  const shard = shardOf(link.linkKey);
  const [record, samples, times] = await Promise.all([
    storage.subjects.loadOne(shard, link.linkKey),
    storage.history.recent(shard, link.linkKey, nowMs - RECENT_MS, RECENT_SAMPLES),
    readHardenTimes(storage, [shard]),
  ]);
  const view: LinkDetailView = {
    ...toFullLinkView(link, record?.value, topology.discoveredAtMs, nowMs),
    timeToHarden: measured(times.get(link.linkKey)),
    samples: samples.map((sample) => ({ at: iso(sample.atMs), state: sample.state, lagSeconds: sample.lagSeconds })),
  };
  return jsonReply(200, view);
}

const measured = (time: HardenTime | undefined) => (time === undefined ? null : toHardenView(time));

/** As it stands where it cannot be decoded: a database may be called `100%`. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** GET /api/health: 503 when a sweep is late, when the configuration has faults, or when storage does not answer. */
export async function readHealth(app: AppContext): Promise<Reply> {
  const health = await judgeFromStorage(app);
  return jsonReply(health.status === 'ok' || health.status === 'starting' ? 200 : 503, health);
}

async function judgeFromStorage(app: AppContext): Promise<HealthView> {
  try {
    const storage = await app.ports.storage();
    const [sampling, discovery, supervision, topology] = await Promise.all([
      readSampling(storage),
      readReport(storage, 'discovery'),
      readReport(storage, 'supervision'),
      storage.topology.load(),
    ]);
    const ends = (topology?.links ?? []).flatMap(({ primary, secondary }) => [primary, secondary]);
    return judgeHealth({
      ...app,
      sampling: sampling.mark,
      discovery: discovery.mark,
      supervision: supervision.mark,
      nowMs: app.now(),
      sharesFateWith: serversInRegion(app.region, ends),
    });
  } catch {
    return {
      status: 'late',
      reasons: ['Storage does not answer: nothing is kept and nothing can be told. See /api/status.'],
    };
  }
}

/** GET /conditions and GET /conditions/{name}. */
export async function readConditionPage(app: AppContext, name: string | undefined, url: string): Promise<Reply> {
  const endsInSlash = new URL(url).pathname.endsWith('/');
  return conditionPageReply(await app.ports.conditionPages(), name ?? '', { endsInSlash });
}

/** GET /: the status page. */
export async function readPage(app: AppContext): Promise<Reply> {
  const { html, hashes } = await app.ports.page();
  return pageReply(html, hashes);
}
