import type { Configuration } from '../config/types.ts';
import { type Advance, advanceOperation } from '../operations/advance.ts';
import { DEFAULT_OPERATION_RULES } from '../operations/rules.ts';
import type { Operation } from '../operations/types.ts';
import { hasMoved, mayStillMove } from '../reaction/pastOperations.ts';
import type { AppContext } from './context.ts';
import { discoverTopology } from './discoverTopology.ts';
import { advanced, driveFailed, type Log } from './log.ts';
import { operationPorts, reactionSettings } from './reactionPorts.ts';
import { sentenceOf } from './troubles.ts';

/** How an operation is driven. */
export interface Driving {
  /** How long this invocation stays with it; at least one turn is made. */
  staysMs: number;
  /** Whether the queue goes on with it. The supervisor does not ask for that: it comes again by itself. */
  goesOn: boolean;
}

/** By whoever started it: to the call, and then by the queue. */
const AT_ONCE: Driving = { staysMs: 0, goesOn: true };

/** What this process drives already: two turns of one operation would take the fence from each other. */
const underWay = new Set<string>();

/**
 * Drives one operation as far as it goes now. What is left is put on the queue, or found by the supervisor. Never throws: what goes wrong is
 * logged.
 */
export async function driveOperation(
  app: AppContext,
  operationId: string,
  log: Log,
  driving: Driving = AT_ONCE,
): Promise<void> {
  const { configuration } = app;
  if (configuration === undefined || configuration.role === 'witness' || underWay.has(operationId)) return;
  underWay.add(operationId);
  try {
    await drive(app, configuration, operationId, log, driving);
  } catch (error) {
    driveFailed(log, operationId, sentenceOf(error));
    app.troubles.report({ subject: `operation ${operationId}`, code: 'not-driven', message: sentenceOf(error) });
  } finally {
    underWay.delete(operationId);
  }
}

async function drive(
  app: AppContext,
  configuration: Configuration,
  operationId: string,
  log: Log,
  { staysMs, goesOn }: Driving,
): Promise<void> {
  const settings = await reactionSettings(app, configuration);
  const [storage, ports] = await Promise.all([app.ports.storage(), operationPorts(app, configuration, settings)]);
  const before = (await storage.operations.load(operationId))?.value;
  const untilMs = app.now() + staysMs;
  let advance: Advance;
  for (;;) {
    const { holder } = settings;
    advance = await advanceOperation({ operationId, ports, now: app.now, holder, rules: DEFAULT_OPERATION_RULES });
    advanced(log, operationId, advance.outcome);
    if (!('afterMs' in advance) || app.now() + advance.afterMs > untilMs) break;
    await app.wait(advance.afterMs);
  }
  const after = (await storage.operations.load(operationId))?.value;
  // Watching for the old primary's return takes days: that is the supervisor's.
  if (goesOn && 'afterMs' in advance && after !== undefined && isUnderWay(after)) {
    await storage.operationQueue.enqueue(operationId, Math.ceil(advance.afterMs / 1_000));
  }
  // The roles are others now: what is watched has to follow.
  if (after !== undefined && hasMoved(after) && before?.state !== after.state) await discoverTopology(app, log);
}

function isUnderWay(operation: Operation): boolean {
  return operation.state === 'told' || (operation.state !== 'failed' && mayStillMove(operation));
}
