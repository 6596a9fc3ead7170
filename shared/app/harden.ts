/** The time to harden: what a critical transaction would wait that calls sp_wait_for_database_copy_sync, measured on request and on a schedule. */
import type { Configuration } from '../config/types.ts';
import { mapBounded } from '../limits/mapBounded.ts';
import { planOf } from '../replication/plan.ts';
import type { CopySyncAnswer } from '../replication/serverTypes.ts';
import { shardOf } from '../replication/shards.ts';
import { sourcesFor } from '../replication/sources.ts';
import type { ReplicationLink } from '../topology/types.ts';
import { toHardenView } from '../views/harden.ts';
import { jsonReply, problemReply, type Reply } from '../views/reply.ts';
import { BodyFields } from './bodyFields.ts';
import type { AppContext } from './context.ts';
import { type HardenTime, keepHardenTimes, readHardenTimes } from './hardenTimes.ts';
import { hardened, type Log } from './log.ts';
import { type Incoming, readBody } from './requestBody.ts';

/** Two names of 128 characters and two of 63, and what stands between them. */
const LONGEST_KEY = 400;
/** A wait longer than this says no more than that the link does not keep up. */
const TIMEOUT_MS = 30_000;
/** A request must answer before Azure's front end gives up, after 230 seconds. */
const LONGEST_SECONDS = 120;
/** Every wait holds a connection of its own. */
const AT_ONCE = 8;
/** The host ends a function after five minutes. */
const ROUND_MS = 210_000;

const waiting = new WeakMap<AppContext, number>();

/** POST /api/harden { linkKey, timeoutSeconds? }: measures one link now. */
export async function hardenLink(app: AppContext, incoming: Incoming, log: Log): Promise<Reply> {
  const read = readBody(incoming, { forms: false });
  if (!read.ok) return read.reply;
  const fields = new BodyFields(read.fields);
  const linkKey = fields.text('linkKey', { longest: LONGEST_KEY }).toLowerCase();
  const timeoutMs = fields.seconds('timeoutSeconds', LONGEST_SECONDS) ?? TIMEOUT_MS;
  fields.refuseOthers();
  const problem = fields.problem();
  if (problem !== undefined) return problem;
  const { configuration } = app;
  if (!configuration)
    return problemReply(503, 'The configuration has faults', 'Nothing is asked before they are mended.');
  const links = (await (await app.ports.storage()).topology.load())?.links ?? [];
  const link = links.find((one) => one.linkKey === linkKey);
  if (link === undefined) {
    const detail = `Expected the linkKey of a watched link, 'server/database~server/database'; GET /api/links lists them all.`;
    return problemReply(404, 'No such replication link', detail);
  }
  const running = waiting.get(app) ?? 0;
  if (running >= AT_ONCE) {
    return problemReply(503, 'Too many waits', `Expected at most ${AT_ONCE} at the same time. Send it again later.`);
  }
  waiting.set(app, running + 1);
  try {
    const { time, sentence } = await measure(app, configuration, link, timeoutMs);
    await keep(app, new Map([[linkKey, time]]), links);
    hardened(log, 1, time.hardenedMs === null ? 1 : 0);
    return jsonReply(200, { linkKey, ...toHardenView(time), sentence });
  } finally {
    waiting.set(app, (waiting.get(app) ?? 1) - 1);
  }
}

/**
 * On the schedule of `signals.harden`: every link that keeps up, those first that were measured longest ago. What does not keep up is told
 * by its state already, and would hold a connection for the whole time; where only metrics are read nobody may log in. What there is no time
 * for comes first in the next round.
 */
export async function hardenLinks(app: AppContext, log: Log): Promise<void> {
  const { configuration } = app;
  if (!configuration || configuration.role === 'witness') return;
  const endMs = app.now() + ROUND_MS;
  const storage = await app.ports.storage();
  const topology = await storage.topology.load();
  if (topology === undefined) return;
  const { links } = topology;
  const sourceOf = sourcesFor(configuration.scopes, topology);
  const readable = planOf(topology).primaries.filter((primary) => sourceOf(primary) !== 'metricsOnly');
  const before = await readHardenTimes(storage);
  const lastMs = ({ linkKey }: ReplicationLink) => before.get(linkKey)?.atMs ?? 0;
  const keepingUp = await linksKeepingUp(
    app,
    readable.flatMap((primary) => primary.links),
  );
  const due = keepingUp.toSorted((one, other) => lastMs(one) - lastMs(other));
  const measured = new Map<string, HardenTime>();
  await mapBounded(due, AT_ONCE, async (link) => {
    if (app.now() + TIMEOUT_MS > endMs) return;
    measured.set(link.linkKey, (await measure(app, configuration, link, TIMEOUT_MS)).time);
  });
  await keep(app, measured, links);
  hardened(log, measured.size, [...measured.values()].filter(({ hardenedMs }) => hardenedMs === null).length);
}

async function linksKeepingUp(app: AppContext, links: readonly ReplicationLink[]): Promise<ReplicationLink[]> {
  const { subjects } = await app.ports.storage();
  const shards = [...new Set(links.map(({ linkKey }) => shardOf(linkKey)))];
  const loaded = await mapBounded(shards, AT_ONCE, (shard) => subjects.load(shard));
  const records = new Map(loaded.flatMap((shard) => [...shard]));
  return links.filter(({ linkKey }) => records.get(linkKey)?.value.link?.state.name === 'caughtUp');
}

async function measure(
  app: AppContext,
  configuration: Configuration,
  { primary, secondary }: ReplicationLink,
  timeoutMs: number,
): Promise<{ time: HardenTime; sentence: string }> {
  const copySync = await app.ports.copySync(configuration);
  const answer = await copySync.wait({
    primary,
    targetServer: secondary.server,
    targetDatabase: secondary.database,
    timeoutMs,
  });
  return { time: toTime(answer, timeoutMs), sentence: sentenceOf(answer) };
}

function toTime(answer: CopySyncAnswer, timeoutMs: number): HardenTime {
  const { atMs } = answer;
  if (answer.ok) return { atMs, hardenedMs: answer.hardenedMs, problem: null };
  const { kind, number } = answer.failure;
  const isTooLate = answer.waitedMs !== null && kind === 'unreachable' && answer.waitedMs >= timeoutMs / 2;
  const problem = isTooLate
    ? `not hardened within ${timeoutMs / 1_000} s`
    : `${kind}${number === undefined ? '' : ` (${number})`}`;
  return { atMs, hardenedMs: null, problem };
}

function sentenceOf(answer: CopySyncAnswer): string {
  if (!answer.ok) return answer.failure.message;
  return `What was committed on the primary was hardened on the secondary ${answer.hardenedMs} ms later; a transaction that waits for it would have waited that long.`;
}

async function keep(
  app: AppContext,
  measured: ReadonlyMap<string, HardenTime>,
  links: readonly ReplicationLink[],
): Promise<void> {
  const watched = new Set(links.map(({ linkKey }) => linkKey));
  await keepHardenTimes(await app.ports.storage(), measured, (linkKey) => watched.has(linkKey));
}
