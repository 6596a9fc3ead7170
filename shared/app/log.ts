/** Every line the app logs, as a named function with an event id: what people search for at three in the morning. */

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

export const sampled = (
  log: Log,
  sweep: { sampled: number; failed: number; postponed: number; notices: number; durationMs: number },
): void =>
  log.info(
    `[300] sampled ${sweep.sampled} primaries in ${sweep.durationMs} ms: ${sweep.failed} failed, ${sweep.postponed} postponed, ${sweep.notices} message(s) to send.`,
  );

export const samplingProblem = (log: Log, subject: string, message: string): void =>
  log.warn(`[301] sampling of ${subject}: ${message}`);

export const rolesMoved = (log: Log, count: number): void =>
  log.info(`[302] ${count} link(s) are not as discovery found them: discovering again.`);

export const malformed = (log: Log, place: string, message: string): void => log.error(`[303] ${place}: ${message}`);

export const delivered = (log: Log, outcome: string, id: string): void =>
  log.info(`[400] notification ${id}: ${outcome}.`);

export const malformedPointer = (log: Log): void =>
  log.error(
    '[401] a delivery message is not a pointer to an outbox row: expected { shard, id }. It goes to the poison queue.',
  );

export const outboxSwept = (log: Log, requeued: number, removed: number): void =>
  log.info(`[402] ${requeued} notification(s) were due again, ${removed} old one(s) removed.`);

export const decided = (log: Log, incidentId: string, state: string, by: string | undefined): void =>
  log.info(
    `[600] incident ${incidentId}: ${by === undefined ? `the question ended ${state}` : `${by} ${state} the plan`}.`,
  );

export const automationSwitched = (log: Log, what: 'paused' | 'resumed', by: string): void =>
  log.warn(`[601] automation ${what} by ${by}.`);

export const auditFailed = (log: Log, subject: string, error: unknown): void =>
  log.error(
    `[602] the audit did not take a person's word on ${subject}: ${error instanceof Error ? error.message : ''}`,
  );

export const tellingFailed = (log: Log, subject: string, error: unknown): void =>
  log.error(`[603] ${subject} could not be told at once: ${error instanceof Error ? error.message : ''}`);

export const evaluated = (log: Log, evaluation: { open: string[]; started: string[] }): void =>
  log.info(
    `[600] evaluated: ${evaluation.open.length} open incident(s), ${evaluation.started.length} operation(s) started.`,
  );

export const evaluationFailed = (log: Log, message: string): void =>
  log.error(`[601] the evaluation failed and is made again: ${message}`);

export const advanced = (log: Log, operationId: string, outcome: string): void =>
  log.info(`[602] operation ${operationId}: ${outcome}.`);

export const driveFailed = (log: Log, operationId: string, message: string): void =>
  log.error(`[603] operation ${operationId} could not be driven now: ${message}`);

export const malformedOperation = (log: Log): void =>
  log.error('[604] a message is not a pointer to an operation: expected { operationId }. It goes to the poison queue.');

export const breakGlassFailed = (log: Log, group: string, message: string): void =>
  log.warn(`[605] the break-glass page of ${group} could not be kept current: ${message}`);
