import type { AppContext } from './context.ts';
import type { Log } from './log.ts';

/** Evaluates every recovery group once, and drives what that starts. Never throws: what goes wrong is logged, and the supervisor looks again. */
export async function evaluateNow(_app: AppContext, _log: Log): Promise<void> {}

/** Drives one operation as far as it goes now. Never throws. */
export async function driveOperation(_app: AppContext, _operationId: string, _log: Log): Promise<void> {}
