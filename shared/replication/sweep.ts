import type { closeSubject, Rules } from '../alerting/evaluate.ts';
import type { evaluateLink } from '../alerting/evaluateLink.ts';
import type { DeliveryQueue } from '../alerting/ports.ts';
import type { Configuration } from '../config/types.ts';
import type { LinkEnd, ReplicationLink, Topology } from '../topology/types.ts';
import { appendHistory } from './appendHistory.ts';
import type { Records } from './commitShard.ts';
import { type DecisionContext, decideLink, type LinkContext } from './decideSubject.ts';
import { type LanePlaces, runLanes } from './lanes.ts';
import { linkState } from './linkState.ts';
import { type KnownSubjects, loadShards } from './loadShards.ts';
import { partByMetrics, type SweepMetrics } from './metricsSweep.ts';
import type { ObservedLink } from './observeLinks.ts';
import { planOf } from './plan.ts';
import type { HistoryStore, ReplicationSampler, SubjectStore } from './ports.ts';
import type { Primary } from './primaries.ts';
import { removeSubjects } from './removeSubjects.ts';
import { samplePrimary } from './samplePrimary.ts';
import { SHARDS, shardOf } from './shards.ts';
import { ShardWriter } from './shardWriter.ts';
import { SignalRound, type SweepSignals } from './signals/signalRound.ts';
import { firstOf, heardOf } from './sweepOrder.ts';
import { problemFrom, type SweepProblem } from './sweepProblem.ts';
import { emptyResult, type SweepResult } from './sweepResult.ts';
import type { DatabaseSample, HistoryLine, LinkStatus, Subject } from './types.ts';

export interface SweepInput {
  topology: Topology;
  /** Only the primaries that are swept in this shard, side by side with sweeps of the others; left out: all. */
  shard?: string;
  /** The bounds that the sweeps of one process share. */
  places?: LanePlaces;
  /** Nothing is begun from here on. @default one sampling interval from now */
  untilMs?: number;
  /** Sets of databases (`server/database`) of which one primary each is asked before all others. */
  first?: ReadonlyArray<ReadonlySet<string>>;
  configuration: Pick<Configuration, 'sampling' | 'alerts'>;
  /** What Azure Monitor said last; left out: every primary is asked. */
  metrics?: SweepMetrics | undefined;
  /** What is read besides the links; left out: nothing. */
  signals?: SweepSignals;
  /** What differs from the configuration's rules. @default nothing */
  rulesOf?: (subject: Subject) => Rules;
  ports: { sampler: ReplicationSampler; subjects: SubjectStore; history: HistoryStore; queue: DeliveryQueue };
  /** Where what is known is read at first, which may be some seconds old. @default the subjects of the ports */
  known?: KnownSubjects;
  /** alerting's pure functions, given so that this room needs none of its insides. */
  alerting: { evaluateLink: typeof evaluateLink; closeSubject: typeof closeSubject };
  now: () => number;
  /** Lets the last ones come in before what is learned is stored without them; left out: they are not waited for. */
  pause?: (ms: number) => Promise<void>;
  /** Told of every sample of a primary at once, in the place of that sample: what follows a failure follows it without delay. */
  afterSample?: (primary: LinkEnd, sample: DatabaseSample) => Promise<void>;
}

/** Longer than a healthy database takes to answer, and nothing for whoever waits for an alert. */
export const STRAGGLER_PAUSE_MS = 250;

/**
 * One sampling sweep over every watched link, or over those of one shard: sample, decide, store state and outbox in one transaction per
 * subject (where nothing happened, figures of many together), tell the queue, append history. Never throws; what went wrong is in `problems`.
 *
 * No database waits for another that hangs: those that did not answer last time have a lane of their own, what is learned is stored
 * while stragglers are still out, and no sample is begun after one sampling interval, so that the next sweep is on time.
 */
export async function runSweep(input: SweepInput): Promise<SweepResult> {
  const { topology, configuration, ports, now, shard, pause } = input;
  const startedAtMs = now();
  const { everyMs, timeoutMs, concurrency } = configuration.sampling;
  const untilMs = input.untilMs ?? startedAtMs + Math.max(everyMs, timeoutMs);
  const result: SweepResult = emptyResult();
  const plan = planOf(topology);
  const primaries = shard === undefined ? plan.primaries : (plan.byShard.get(shard) ?? []);
  await retainConnections(input, result.problems);
  const loaded = await loadShards(input.known ?? ports.subjects, result.problems, shardsOf(input, primaries));
  const onStored = (commit: Pick<SweepResult, 'notices' | 'problems'>) => {
    result.notices += commit.notices;
    result.problems.push(...commit.problems);
  };
  const writer = new ShardWriter(loaded, ports, onStored, shard ?? 'all');
  const lines: HistoryLine[] = [];
  const status = (link: ReplicationLink) => writer.record(shardOf(link.linkKey), link.linkKey)?.link;
  const round = roundOf(input, status, untilMs);
  const lastHeardMs = heardOf(status);
  const first = firstOf(input.first ?? [], primaries, lastHeardMs);
  const alertsOf = (key: string) => writer.record(shardOf(key), key)?.alerts;
  const { asked, told } = partByMetrics(primaries, input.metrics, { statusOf: status, alertsOf }, startedAtMs);
  for (const one of told) gather(one, input, writer, lines);
  const left = await runLanes(asked, {
    concurrency,
    ...(input.places === undefined ? {} : { places: input.places }),
    isSuspect: (primary) => primary.links.every((link) => status(link)?.state.name === 'unreachable'),
    isFirst: (primary) => first.has(primary),
    lastHeardMs,
    goOn: () => now() < untilMs,
    onDraining: storing(writer, pause),
    task: async (primary) => {
      const { sample, observed } = await samplePrimary(primary, ports.sampler, result, now);
      const keep = (one: ObservedLink) => gather(one, input, writer, lines);
      if (round === undefined) observed.forEach(keep);
      else await round.ask(primary, sample, observed, keep);
      await tellOf(sample, primary, input, result);
    },
  });
  if (round !== undefined) result.problems.push(...(await endRound(round, input, writer)));
  await Promise.all([writer.finish(), appendHistory(ports.history, lines, result.problems)]);
  await removeUnwatched(input, loaded, result);
  result.postponed = left.length;
  if (left.length > 0) result.problems.push(tooLong(left.length, asked.length, shard));
  return { ...result, durationMs: Math.max(0, now() - startedAtMs) };
}

/** Stores what is learned once the last ones have had a moment to come in, and again for those that come later. */
function storing(writer: ShardWriter, pause: SweepInput['pause']): () => void {
  if (pause === undefined) return () => writer.flush();
  let isPausing = false;
  return () => {
    if (isPausing) return;
    isPausing = true;
    void pause(STRAGGLER_PAUSE_MS).then(() => {
      isPausing = false;
      writer.flush();
    });
  };
}

/** A primary with links in other partitions needs those as well, and one that need not be asked that of its own alerts. */
function shardsOf({ shard, metrics, topology }: SweepInput, primaries: readonly Primary[]): readonly string[] {
  if (shard === undefined) return SHARDS;
  const ofLinks = primaries.flatMap(({ links }) => links.map(({ linkKey }) => linkKey));
  const ofDatabases = primaries.filter((primary) => metrics?.sourceOf(primary) === 'economy').map(({ key }) => key);
  return [...new Set([...tidiedBy(shard, planOf(topology).shards), ...[...ofLinks, ...ofDatabases].map(shardOf)])];
}

/** Its own partition; for the first of those that are swept also those that are not: what is left in them is to end as well. */
function tidiedBy(shard: string, swept: readonly string[]): readonly string[] {
  return shard === swept[0] ? [shard, ...SHARDS.filter((other) => !swept.includes(other))] : [shard];
}

/** Whatever comes of it, the sweep goes on. */
async function tellOf(sample: DatabaseSample, primary: Primary, input: SweepInput, result: SweepResult): Promise<void> {
  if (input.afterSample === undefined) return;
  try {
    await input.afterSample(primary.end, sample);
  } catch (error) {
    result.problems.push(problemFrom('sampling', primary.key, 'after-sample-failed', error));
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
    return decideLink(stored, observed, input.alerting.evaluateLink, {
      ...contextOf(input, shard),
      facts: planOf(input.topology).factsOf(observed.link),
      ...foldedBy(input),
    });
  });
}

function roundOf(
  { signals, configuration, now }: SweepInput,
  statusOf: (link: ReplicationLink) => LinkStatus | undefined,
  untilMs: number,
): SignalRound | undefined {
  if (signals === undefined) return undefined;
  return new SignalRound(signals, { sampleEveryMs: configuration.sampling.everyMs, statusOf, now, untilMs });
}

/** What has come in is stored while the silent ones are still out. */
async function endRound(round: SignalRound, { pause }: SweepInput, writer: ShardWriter): Promise<SweepProblem[]> {
  const problems = round.finish();
  if (pause !== undefined) await Promise.race([problems, pause(STRAGGLER_PAUSE_MS)]);
  writer.flush();
  return problems;
}

function foldedBy({ signals, configuration, metrics }: SweepInput): Pick<LinkContext, 'signals' | 'metrics'> {
  if (signals === undefined) return {};
  const { everyMs, rpoMs } = signals;
  const folded = { everyMs, sampleEveryMs: configuration.sampling.everyMs, rpoMs };
  return { signals: folded, ...(metrics === undefined ? {} : { metrics: metrics.stored }) };
}

function isNewer(status: LinkStatus | undefined, atMs: number): boolean {
  return status !== undefined && status.sampledAtMs > atMs;
}

function contextOf(input: SweepInput, shard: string): DecisionContext {
  const { alerts } = input.configuration;
  return { shard, rulesOf: input.rulesOf ?? (() => alerts), nowMs: input.now() };
}

async function removeUnwatched(input: SweepInput, loaded: Map<string, Records>, result: SweepResult): Promise<void> {
  const { linkKeys, shards } = planOf(input.topology);
  const tidied = input.shard === undefined ? SHARDS : tidiedBy(input.shard, shards);
  const mine = [...loaded].filter(([shard]) => tidied.includes(shard));
  const removal = await removeSubjects({
    loaded: new Map(mine),
    isGone: ({ subject }) => subject.kind === 'link' && !linkKeys.has(subject.key),
    ports: input.ports,
    close: input.alerting.closeSubject,
    context: (shard) => contextOf(input, shard),
  });
  result.removed = removal.removed;
  result.notices += removal.notices;
  result.problems.push(...removal.problems);
}

function tooLong(postponed: number, of: number, shard: string | undefined): SweepProblem {
  const message =
    `Expected to ask ${of} primaries within one sampling interval, but ${postponed} of ${of} were postponed to the next sweep; ` +
    'those heard of longest ago go first then. Sample less often, raise sampling.concurrency, or give the app more instances.';
  return {
    area: 'sampling',
    subject: shard === undefined ? 'sweep' : `shard ${shard}`,
    code: 'sweep-too-long',
    message,
  };
}

const retained = new WeakMap<ReplicationSampler, { topology: Topology; atMs: number }>();

/** Both ends of every link stay: after a role change the other end is the one to ask. Once for each interval, however many shards there are. */
async function retainConnections(input: SweepInput, problems: SweepProblem[]): Promise<void> {
  const { topology, configuration, ports, now } = input;
  const { sampler } = ports;
  const last = retained.get(sampler);
  const atMs = now();
  if (last?.topology === topology && Math.abs(atMs - last.atMs) < configuration.sampling.everyMs / 2) return;
  retained.set(sampler, { topology, atMs });
  try {
    await sampler.retain(topology.links.flatMap((link) => [link.primary, link.secondary]));
  } catch (error) {
    problems.push(problemFrom('sampling', 'connections', 'retain-failed', error));
  }
}
