/** The one thing a deadline needs of a timer: rooms may not use timers, so the caller brings it. */
export interface Timer {
  /** Calls back once after `ms`; the returned function cancels. */
  after(ms: number, callback: () => void): () => void;
}

/** Thrown when the work did not end in time. */
export class DeadlineExceeded extends Error {
  readonly timeoutMs: number;
  constructor(timeoutMs: number) {
    super(`expected an answer within ${timeoutMs} ms; none came`);
    this.name = 'DeadlineExceeded';
    this.timeoutMs = timeoutMs;
  }
}

/**
 * The work's own result, or DeadlineExceeded after `timeoutMs`. The work is told through the signal and is not waited for any longer:
 * a promise that ignores its signal cannot hold the caller up.
 */
export async function withDeadline<Result>(
  timer: Timer,
  timeoutMs: number,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const controller = new AbortController();
  const { promise: late, reject } = Promise.withResolvers<never>();
  const cancel = timer.after(timeoutMs, () => {
    const error = new DeadlineExceeded(timeoutMs);
    controller.abort(error);
    reject(error);
  });
  try {
    return await Promise.race([work(controller.signal), late]);
  } finally {
    cancel();
  }
}
