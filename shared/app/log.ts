/** Every line the app logs, as a named function with an event id: what people search for at three in the morning. */

import type { SweepSight } from '../outage/types.ts';

/** The part of the Functions invocation context that is used for logging. */
export interface Log {
  info(...parts: unknown[]): void;
  warn(...parts: unknown[]): void;
  error(...parts: unknown[]): void;
}

export const misconfigured = (log: Log, work: string, faults: number): void =>
  log.error(`[100] ${work} did not run: the configuration has ${faults} fault(s); see /api/status.`);

export const discovered = (
  log: Log,
  found: { links: number; databases: number; problems: number; durationMs: number },
): void =>
  log.info(
    `[200] discovered ${found.links} links of ${found.databases} databases in ${found.durationMs} ms, ${found.problems} problem(s).`,
  );

export const discoveryProblem = (log: Log, subject: string, message: string): void =>
  log.warn(`[201] discovery of ${subject}: ${message}`);

export const refreshing = (log: Log, operation: string): void =>
  log.info(`[202] somebody called ${operation}: discovering now.`);

export const sampled = (
  log: Log,
  sweep: { sampled: number; failed: number; postponed: number; notices: number; durationMs: number },
): void =>
  log.info(
    `[300] sampled ${sweep.sampled} primaries in ${sweep.durationMs} ms: ${sweep.failed} failed, ${sweep.postponed} postponed, ${sweep.notices} message(s) to send.`,
  );

export const samplingProblem = (log: Log, subject: string, message: string): void =>
  log.warn(`[301] sampling of ${subject}: ${message}`);

export const hardened = (log: Log, measured: number, late: number): void =>
  log.info(`[308] measured the time to harden of ${measured} link(s): ${late} did not come to an end.`);

export const rolesMoved = (log: Log, count: number): void =>
  log.info(`[302] ${count} link(s) are not as discovery found them: discovering again.`);

export const malformed = (log: Log, place: string, message: string): void => log.error(`[303] ${place}: ${message}`);

export const sharedOut = (log: Log, primaries: number, shards: number): void =>
  log.info(`[304] ${primaries} primaries are sampled in ${shards} shards.`);

export const shardDropped = (log: Log, shard: string, ageMs: number): void =>
  log.warn(
    `[305] shard ${shard} of a tick ${Math.round(ageMs / 1_000)} s ago is not sampled: the next tick asks for it again.`,
  );

export const shardFailed = (log: Log, shard: string, message: string): void =>
  log.error(`[306] shard ${shard} could not be sampled; the next tick tries again: ${message}`);

export const malformedShard = (log: Log): void =>
  log.error('[307] a message is not a shard to be sampled: expected { shard, tickMs }. It goes to the poison queue.');

export const delivered = (log: Log, outcome: string, id: string): void =>
  log.info(`[400] notification ${id}: ${outcome}.`);

export const malformedPointer = (log: Log): void =>
  log.error(
    '[401] a delivery message is not a pointer to an outbox row: expected { shard, id }. It goes to the poison queue.',
  );

export const outboxSwept = (log: Log, requeued: number, removed: number): void =>
  log.info(`[402] ${requeued} notification(s) were due again, ${removed} old one(s) removed.`);

export const historyCompacted = (log: Log, hours: number): void =>
  log.info(`[403] ${hours} hour(s) of history made compact.`);

export const dispatched = (log: Log, events: number, messages: number): void =>
  log.info(`[410] ${events} event(s) taken in, ${messages} message(s) decided.`);

export const dispatchFailed = (log: Log, error: unknown): void =>
  log.error(
    `[411] what people are told could not be decided now, and is tried again: ${error instanceof Error ? error.message : ''}`,
  );

export const tested = (log: Log, channels: number, delivered: number): void =>
  log.info(`[404] a test was sent through ${channels} channel(s), ${delivered} delivered it.`);

export const heartbeatFailed = (log: Log, message: string): void =>
  log.warn(`[405] the heartbeat was not heard: ${message}`);

export const observed = (log: Log, sight: SweepSight): void => {
  const sum = (what: 'tried' | 'reached' | 'ownTrouble') => sight.regions.reduce((all, one) => all + one[what], 0);
  if (sum('reached') === sum('tried')) return;
  log.warn(
    `[500] of ${sum('tried')} databases ${sum('reached')} were reached, ${sum('ownTrouble')} failed by our own trouble.`,
  );
};

export const observationFailed = (log: Log, message: string): void =>
  log.error(`[501] this sweep gives no evidence of an outage: ${message}`);

export const observationTrouble = (log: Log, trouble: { what: string; subject: string; message: string }): void =>
  log.warn(`[502] evidence (${trouble.what}) of ${trouble.subject}: ${trouble.message}`);

export const witnessed = (log: Log, round: { probed: number; failed: number; postponed: number }): void =>
  log.info(
    `[503] witness: ${round.probed} primaries probed, ${round.failed} did not let us in, ${round.postponed} postponed.`,
  );

export const alertHeard = (log: Log, understood: number, ignored: readonly string[]): void =>
  log.info(`[504] an alert gave ${understood} piece(s) of evidence. ${ignored.slice(0, 10).join(' ')}`.trimEnd());

export const eventHeard = (log: Log, source: string, vote: string, stored: boolean): void =>
  log.info(`[505] an event of Event Grid: ${source} says ${vote}${stored ? '; it is in the table' : ''}.`);

export const eventIgnored = (log: Log, type: string): void =>
  log.info(`[506] an event of Event Grid is not for us: ${type}.`);

export const refused = (log: Log, from: string, reason: string): void =>
  log.warn(`[507] ${from}: not taken in, kept as a dead letter. ${reason}`);

export const deadLetterLost = (log: Log, from: string, message: string): void =>
  log.error(`[508] ${from}: what was not taken in could not be kept either: ${message}`);

export const polled = (log: Log, evidence: number, problems: number): void =>
  log.info(`[509] asked Azure Monitor: ${evidence} piece(s) of evidence, ${problems} problem(s).`);

export const pollingProblem = (log: Log, subject: string, message: string): void =>
  log.warn(`[510] ${subject}: ${message}`);

export const decided = (log: Log, incidentId: string, state: string, by: string | undefined): void =>
  log.info(
    `[600] incident ${incidentId}: ${by === undefined ? `the question ended ${state}` : `${by} ${state} the plan`}.`,
  );

export const automationSwitched = (log: Log, what: 'paused' | 'resumed', by: string): void =>
  log.warn(`[601] automation ${what} by ${by}.`);

export const silenced = (log: Log, what: 'made' | 'ended', by: string, id: string): void =>
  log.warn(`[604] silence ${id} ${what} by ${by}.`);

export const auditFailed = (log: Log, subject: string, error: unknown): void =>
  log.error(
    `[602] the audit did not take a person's word on ${subject}: ${error instanceof Error ? error.message : ''}`,
  );

export const tellingFailed = (log: Log, subject: string, error: unknown): void =>
  log.error(`[603] ${subject} could not be told at once: ${error instanceof Error ? error.message : ''}`);

export const evaluated = (log: Log, evaluation: { open: string[]; started: string[] }): void =>
  log.info(
    `[700] evaluated: ${evaluation.open.length} open incident(s), ${evaluation.started.length} operation(s) started.`,
  );

export const evaluationFailed = (log: Log, message: string): void =>
  log.error(`[701] the evaluation failed and is made again: ${message}`);

export const advanced = (log: Log, operationId: string, outcome: string): void =>
  log.info(`[702] operation ${operationId}: ${outcome}.`);

export const driveFailed = (log: Log, operationId: string, message: string): void =>
  log.error(`[703] operation ${operationId} could not be driven now: ${message}`);

export const malformedOperation = (log: Log): void =>
  log.error('[704] a message is not a pointer to an operation: expected { operationId }. It goes to the poison queue.');

export const breakGlassFailed = (log: Log, group: string, message: string): void =>
  log.warn(`[705] the break-glass page of ${group} could not be kept current: ${message}`);

export const supervisionUnwritten = (log: Log, message: string): void =>
  log.error(`[706] what the supervisor saw could not be kept: ${message}`);
