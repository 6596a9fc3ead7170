/** Signs of life to an address elsewhere, once in each interval while sweeps are complete: so that silence is noticed by somebody else. */
import { beginRound, endRound, type HeartbeatRound, type HeartbeatStep } from '../alerting/heartbeat.ts';
import type { Configuration } from '../config/types.ts';
import { type AppContext, readReport, withBeginnings, writeReport } from './context.ts';
import { heartbeatFailed, type Log } from './log.ts';
import type { Storage } from './ports.ts';
import { sentenceOf } from './troubles.ts';

const STATE = 'heartbeat-round';
/** A sweep and what follows it may take this much longer than its interval. */
const PATIENCE_MS = 60_000;

/**
 * A sweep begins. To be awaited when the sweep has ended, so that nothing of it waits; takes as long as the address may take to answer, twice
 * at most. Never throws: what is wrong is logged and shown on /api/status.
 */
export async function beginHeartbeat(app: AppContext, configuration: Configuration, log: Log): Promise<void> {
  const { heartbeat, sampling } = configuration;
  if (heartbeat === undefined) return;
  const pace = {
    everyMs: heartbeat.everyMs,
    sweepEveryMs: sampling.everyMs,
    patienceMs: sampling.everyMs + sampling.timeoutMs + PATIENCE_MS,
  };
  await step(app, configuration, log, (round) => beginRound(round, app.now(), pace));
}

/** A whole sweep has ended. Never throws. @param failure why it was not complete, without a name of anything; undefined: it was */
export async function endHeartbeat(
  app: AppContext,
  configuration: Configuration,
  failure: string | undefined,
  log: Log,
): Promise<void> {
  if (configuration.heartbeat === undefined) return;
  const isKept = await step(app, configuration, log, (round) => endRound(round, failure));
  if (!isKept && failure !== undefined) await failBlindly(app, configuration, failure, log);
}

const lastBlindMs = new WeakMap<AppContext, number>();

/** Storage does not answer: each process says so by itself, once in an interval. */
async function failBlindly(app: AppContext, configuration: Configuration, failure: string, log: Log): Promise<void> {
  const lastMs = lastBlindMs.get(app) ?? Number.NEGATIVE_INFINITY;
  if (app.now() - lastMs < (configuration.heartbeat?.everyMs ?? 0)) return;
  lastBlindMs.set(app, app.now());
  try {
    const heartbeat = await app.ports.heartbeat(configuration);
    const answer = await heartbeat.ping('fail', failure);
    if (!answer.ok) heartbeatFailed(log, answer.message);
  } catch (error) {
    heartbeatFailed(log, sentenceOf(error));
  }
}

/** A part of a shared sweep has ended: the round ends when all shards of the tick have said how they went. Never throws. */
export async function endSharedHeartbeat(app: AppContext, configuration: Configuration, log: Log): Promise<void> {
  if (configuration.heartbeat === undefined) return;
  try {
    const storage = await app.ports.storage();
    const tick = await readReport(storage, 'sampling');
    const shards = Object.keys(tick.shards ?? {});
    const reports = await Promise.all(shards.map((shard) => readReport(storage, `sampling-${shard}`)));
    const tickMs = tick.mark.startedAtMs ?? Number.POSITIVE_INFINITY;
    // Clocks of two instances differ a little; the tick before this one is a whole interval away.
    const sinceMs = tickMs - configuration.sampling.everyMs / 2;
    if (!reports.every(({ mark }) => (mark.startedAtMs ?? 0) >= sinceMs)) return;
    const failure = reports.find(({ incomplete }) => incomplete !== undefined)?.incomplete;
    await step(app, configuration, log, (round) => endRound(round, failure, tickMs));
  } catch (error) {
    heartbeatFailed(log, sentenceOf(error));
  }
}

type Next = (round: HeartbeatRound | undefined) => HeartbeatStep | undefined;

/** The round is kept before anybody is told: of several instances one tells. False where storage does not answer. */
async function step(app: AppContext, configuration: Configuration, log: Log, next: Next): Promise<boolean> {
  try {
    const storage = await app.ports.storage();
    const stored = await storage.state.load(STATE);
    const decided = next(parsed(stored?.value));
    if (decided === undefined) return true;
    if (!(await storage.state.replace(STATE, { ...stored, value: decided.round }))) return true;
    const heartbeat = await app.ports.heartbeat(configuration);
    const failures: string[] = [];
    for (const { signal, reason } of decided.pings) {
      const answer = await heartbeat.ping(signal, reason);
      if (!answer.ok) failures.push(answer.message);
    }
    await report(app, storage, failures[0], log);
    return true;
  } catch (error) {
    heartbeatFailed(log, sentenceOf(error));
    return false;
  }
}

/** Shown on /api/status from the first sign of life that did not arrive to the next that does. */
async function report(app: AppContext, storage: Storage, message: string | undefined, log: Log): Promise<void> {
  if (message !== undefined) heartbeatFailed(log, message);
  const before = await readReport(storage, 'heartbeat');
  const met =
    message === undefined ? [] : [{ area: 'delivery', subject: 'heartbeat', code: 'unheard', message } as const];
  if (met.length + before.problems.length === 0) return;
  await writeReport(storage, 'heartbeat', { ...before, problems: withBeginnings(met, before.problems, app.now()) });
}

/** What cannot be read was never kept: a round too many harms nobody. */
function parsed(value: unknown): HeartbeatRound | undefined {
  const { startedAtMs, ended } = (value ?? {}) as Record<string, unknown>;
  const isKnown = ended === null || ended === 'success' || ended === 'fail';
  return typeof startedAtMs === 'number' && Number.isFinite(startedAtMs) && isKnown
    ? { startedAtMs, ended }
    : undefined;
}
