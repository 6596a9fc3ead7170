import type { closeSubject } from '../alerting/evaluate.ts';
import type { evaluateLink } from '../alerting/evaluateLink.ts';
import type { DeliveryQueue } from '../alerting/ports.ts';
import type { Configuration } from '../config/types.ts';
import { databaseKey } from '../topology/linkKey.ts';
import type { LinkEnd, ReplicationLink, Topology } from '../topology/types.ts';
import { appendHistory } from './appendHistory.ts';
import type { Records } from './commitShard.ts';
import { type DecisionContext, decideLink } from './decideSubject.ts';
import { runLanes } from './lanes.ts';
import { linkState } from './linkState.ts';
import { loadShards } from './loadShards.ts';
import { type ObservedLink, observeLinks, observeSwapped, type UnknownRow } from './observeLinks.ts';
import type { HistoryStore, ReplicationSampler, SubjectStore } from './ports.ts';
import { type Primary, primariesOf } from './primaries.ts';
import { removeSubjects } from './removeSubjects.ts';
import { shardOf } from './shards.ts';
import { ShardWriter } from './shardWriter.ts';
import { problemFrom, type SweepProblem } from './sweepProblem.ts';
import type { DatabaseSample, HistoryLine, LinkStatus } from './types.ts';

export interface SweepInput {
  topology: Topology;
  configuration: Pick<Configuration, 'sampling' | 'alerts' | 'channels'>;
  ports: { sampler: ReplicationSampler; subjects: SubjectStore; history: HistoryStore; queue: DeliveryQueue };
  /** alerting's pure functions, given so that this room needs none of its insides. */
  alerting: { evaluateLink: typeof evaluateLink; closeSubject: typeof closeSubject };
  now: () => number;
  /** Told of every sample of a primary at once, in the place of that sample: what follows a failure follows it without delay. */
  afterSample?: (primary: LinkEnd, sample: DatabaseSample) => Promise<void>;
}

export interface SweepResult {
  /** Databases that were asked. */
  sampled: number;
  /** Databases that were asked and did not answer. */
  failed: number;
  /** Databases that were not asked because the sweep had used up its time: the next one asks them first. */
  postponed: number;
  durationMs: number;
  /** Outbox entries that were stored. */
  notices: number;
  /** Links that are no longer watched: their alerts are resolved, their records gone. */
  removed: number;
  /** Rows in a primary's view for partners that discovery does not know. */
  unknownRows: UnknownRow[];
  /** linkKeys whose roles are not what discovery said: a reason to discover again. */
  swapped: string[];
  problems: SweepProblem[];
}

/**
 * One sampling sweep over every watched link: sample, decide, store state and outbox in one transaction per subject, tell the queue,
 * append history. Never throws; what went wrong is in `problems`.
 *
 * No database waits for another that hangs: those that did not answer last time have a lane of their own, what is learned is stored
 * while stragglers are still out, and no sample is begun after one sampling interval, so that the next sweep is on time.
 */
export async function runSweep(input: SweepInput): Promise<SweepResult> {
  const { topology, configuration, ports, now } = input;
  const startedAtMs = now();
  const budgetMs = Math.max(configuration.sampling.everyMs, configuration.sampling.timeoutMs);
  const result: SweepResult = emptyResult();
  const primaries = primariesOf(topology.links);
  await retainConnections(ports.sampler, topology.links, result.problems);
  const loaded = await loadShards(ports.subjects, result.problems);
  const writer = new ShardWriter(loaded, ports, (commit) => {
    result.notices += commit.notices;
    result.problems.push(...commit.problems);
  });
  const lines: HistoryLine[] = [];
  const status = (link: ReplicationLink) => writer.record(shardOf(link.linkKey), link.linkKey)?.link;
  const left = await runLanes(primaries, {
    concurrency: configuration.sampling.concurrency,
    isSuspect: (primary) => primary.links.every((link) => status(link)?.state.name === 'unreachable'),
    lastHeardMs: (primary) => Math.min(...primary.links.map((link) => status(link)?.sampledAtMs ?? 0)),
    goOn: () => now() - startedAtMs < budgetMs,
    onDraining: () => writer.flush(),
    task: async (primary) => {
      const { sample, observed } = await sampleOne(primary, ports.sampler, result, now);
      for (const one of observed) gather(one, input, writer, lines);
      await tellOf(sample, primary, input, result);
    },
  });
  await writer.finish();
  await removeUnwatched(input, loaded, result);
  await appendHistory(ports.history, lines, result.problems);
  return { ...result, postponed: left.length, durationMs: Math.max(0, now() - startedAtMs) };
}

async function sampleOne(
  primary: Primary,
  sampler: ReplicationSampler,
  result: SweepResult,
  now: () => number,
): Promise<{ sample: DatabaseSample; observed: ObservedLink[] }> {
  result.sampled += 1;
  const sample = await ask(sampler, primary.end, now);
  if (!sample.ok) result.failed += 1;
  const observed = observeLinks(primary, sample);
  result.unknownRows.push(...observed.unknown);
  const turned = await Promise.all(
    observed.swapped.map(async (link) => {
      result.swapped.push(link.linkKey);
      return observeSwapped(link, await ask(sampler, link.secondary, now));
    }),
  );
  return { sample, observed: [...observed.links, ...turned] };
}

/** Whatever comes of it, the sweep goes on. */
async function tellOf(sample: DatabaseSample, primary: Primary, input: SweepInput, result: SweepResult): Promise<void> {
  try {
    await input.afterSample?.(primary.end, sample);
  } catch (error) {
    result.problems.push(problemFrom('sampling', primary.key, 'after-sample-failed', error));
  }
}

/** The port promises not to throw; a sweep over thousands does not stake everything on that. */
async function ask(sampler: ReplicationSampler, end: LinkEnd, now: () => number): Promise<DatabaseSample> {
  try {
    return await sampler.sample(end);
  } catch (error) {
    const seen = error instanceof Error ? error.message : String(error);
    const message = `Expected a sample of ${databaseKey(end)}, saw an error of our own: ${seen}. Please report it.`;
    return { ok: false, atMs: now(), failure: { kind: 'other', message } };
  }
}

function gather(observed: ObservedLink, input: SweepInput, writer: ShardWriter, lines: HistoryLine[]): void {
  const { linkKey } = observed.link;
  const shard = shardOf(linkKey);
  const state = linkState(observed.observation);
  const lagSeconds = state.name === 'caughtUp' ? state.lagSeconds : null;
  lines.push({ atMs: observed.atMs, linkKey, state: state.name, lagSeconds });
  writer.add(shard, linkKey, (stored, again) => {
    // Somebody stored a newer sample while we were writing: ours is history, not state.
    if (again && isNewer(stored?.link, observed.atMs)) return undefined;
    return decideLink(stored, observed, input.alerting.evaluateLink, contextOf(input, shard));
  });
}

function isNewer(status: LinkStatus | undefined, atMs: number): boolean {
  return status !== undefined && status.sampledAtMs > atMs;
}

function contextOf(input: SweepInput, shard: string): DecisionContext {
  const { alerts, channels } = input.configuration;
  return { shard, rules: alerts, channels, nowMs: input.now() };
}

async function removeUnwatched(input: SweepInput, loaded: Map<string, Records>, result: SweepResult): Promise<void> {
  const watched = new Set(input.topology.links.map((link) => link.linkKey));
  const removal = await removeSubjects({
    loaded,
    isGone: ({ subject }) => subject.kind === 'link' && !watched.has(subject.key),
    ports: input.ports,
    close: input.alerting.closeSubject,
    context: (shard) => contextOf(input, shard),
  });
  result.removed = removal.removed;
  result.notices += removal.notices;
  result.problems.push(...removal.problems);
}

/** Both ends of every link stay: after a role change the other end is the one to ask. */
async function retainConnections(sampler: ReplicationSampler, links: ReplicationLink[], problems: SweepProblem[]) {
  try {
    await sampler.retain(links.flatMap((link) => [link.primary, link.secondary]));
  } catch (error) {
    problems.push(problemFrom('sampling', 'connections', 'retain-failed', error));
  }
}

function emptyResult(): SweepResult {
  return {
    sampled: 0,
    failed: 0,
    postponed: 0,
    durationMs: 0,
    notices: 0,
    removed: 0,
    unknownRows: [],
    swapped: [],
    problems: [],
  };
}
