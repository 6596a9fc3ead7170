/** The orderly end of a host: nothing new begins, what runs may end, then the app is told. */
import type { Clock } from './clock.ts';
import type { HttpServer } from './http/server.ts';
import type { Invocations } from './invocations.ts';
import { hostLog, type Log, reason } from './log.ts';

interface DrainParts {
  server: HttpServer;
  /** Timers and queues. */
  background: readonly { stop(): Promise<void> }[];
  invocations: Invocations;
  /** The app's appTerminate hooks. */
  terminate(): Promise<void>;
  clock: Clock;
  log: Log;
}

/** The app's appTerminate hooks may take this long. */
const TERMINATE_TIMEOUT_MS = 5_000;
/** Answers that are complete may still be on their way out. */
const LAST_ANSWERS_MS = 1_000;

/** Resolves when everything has ended, or `timeoutMs` and a few seconds are over; never rejects. What is left behind is logged. */
export async function drain(parts: DrainParts, timeoutMs: number): Promise<void> {
  const { server, background, invocations, clock, log } = parts;
  const answered = server.close();
  invocations.stopRetrying();
  // Queues first: a batch that was on its way when they stopped still begins, and must be waited for.
  const ended = Promise.allSettled(background.map((part) => part.stop())).then(() => invocations.idle());
  if (!(await inTime(clock, timeoutMs, ended))) {
    const left = [...new Set(invocations.running)].join(', ') || 'no function, but a timer or a queue';
    hostLog(log, 'warning', `The drain ended after ${timeoutMs} ms; left behind: ${left}.`);
  }
  await inTime(clock, LAST_ANSWERS_MS, answered);
  server.abandon();
  const told = parts.terminate().catch((error: unknown) => {
    hostLog(log, 'error', `An appTerminate hook failed: ${reason(error)}`);
  });
  if (!(await inTime(clock, TERMINATE_TIMEOUT_MS, told))) {
    hostLog(log, 'warning', `The appTerminate hooks did not end within ${TERMINATE_TIMEOUT_MS} ms.`);
  }
}

async function inTime(clock: Clock, timeoutMs: number, work: Promise<unknown>): Promise<boolean> {
  const enough = new AbortController();
  const late = clock.wait(timeoutMs, enough.signal).then(() => false);
  const result = await Promise.race([work.then(() => true), late]);
  enough.abort();
  return result;
}
