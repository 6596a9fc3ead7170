/** Runs functions for every trigger: retry policy, timeout, outputs on success, and an account of what is running. */
import { randomUUID } from 'node:crypto';
import type { Clock } from './clock.ts';
import { hostLog, type Log } from './log.ts';
import { retryDelayMs } from './retry.ts';
import type {
  InvocationRequest,
  InvocationResult,
  RegisteredFunction,
  RetryContext,
  RpcTypedData,
} from './worker/types.ts';

/** What a trigger hands over. */
export interface TriggerValue {
  data: RpcTypedData;
  metadata?: Record<string, RpcTypedData>;
}

/** Writes the output bindings of one successful invocation; rejects when one cannot be written. */
export type WriteOutputs = (
  fn: RegisteredFunction,
  result: Extract<InvocationResult, { status: 'success' }>,
  metadata: Record<string, RpcTypedData>,
) => Promise<void>;

interface Dependencies {
  invoke(request: InvocationRequest): Promise<InvocationResult>;
  writeOutputs: WriteOutputs;
  functionTimeoutMs: number | undefined;
  clock: Clock;
  log: Log;
}

export class Invocations {
  readonly #dependencies: Dependencies;
  readonly #running = new Map<Promise<unknown>, string>();
  readonly #draining = new AbortController();

  constructor(dependencies: Dependencies) {
    this.#dependencies = dependencies;
  }

  /** Runs one trigger value to its end, retries included. Never rejects. */
  run(fn: RegisteredFunction, value: TriggerValue): Promise<InvocationResult> {
    const run = this.#withRetries(fn, value);
    this.#running.set(run, fn.name);
    return run.finally(() => this.#running.delete(run));
  }

  /** Names of the functions that are running now. */
  get running(): string[] {
    return [...this.#running.values()];
  }

  /** From now on a failed run is not tried again. */
  stopRetrying(): void {
    this.#draining.abort();
  }

  /** Resolves when nothing is running. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled([...this.#running.keys()]);
  }

  async #withRetries(fn: RegisteredFunction, value: TriggerValue): Promise<InvocationResult> {
    const { clock, log } = this.#dependencies;
    let retryContext: RetryContext | undefined;
    for (let retry = 1; ; retry++) {
      const result = await this.#once(fn, value, retryContext);
      if (result.status === 'success') return result;
      const pause = retryDelayMs(fn.retry, fn.trigger.type, retry);
      if (pause === undefined || this.#draining.signal.aborted) return result;
      hostLog(log, 'information', `'${fn.name}' will be retried in ${pause} ms (retry ${retry}).`);
      await clock.wait(pause, this.#draining.signal);
      if (this.#draining.signal.aborted) return result;
      retryContext = { retryCount: retry, maxRetryCount: fn.retry?.maxRetryCount ?? 0, exception: result.exception };
    }
  }

  async #once(fn: RegisteredFunction, value: TriggerValue, retryContext?: RetryContext): Promise<InvocationResult> {
    const { clock, log, invoke, writeOutputs } = this.#dependencies;
    const started = clock.now();
    const metadata = value.metadata ?? {};
    const invocationId = randomUUID();
    const request = { functionName: fn.name, invocationId, data: value.data, triggerMetadata: metadata };
    let result = await this.#withinTimeout(fn, invoke({ ...request, ...(retryContext ? { retryContext } : {}) }));
    if (result.status === 'success') {
      try {
        await writeOutputs(fn, result, metadata);
      } catch (error) {
        result = { status: 'failure', exception: { message: error instanceof Error ? error.message : String(error) } };
      }
    }
    const took = `Id=${invocationId}, Duration=${clock.now() - started}ms`;
    if (result.status === 'success') hostLog(log, 'information', `Executed '${fn.name}' (Succeeded, ${took})`);
    else
      hostLog(
        log,
        'error',
        `Executed '${fn.name}' (Failed, ${took}) ${result.exception.stackTrace ?? result.exception.message}`,
      );
    return result;
  }

  /** The run itself cannot be stopped; Azure would restart the worker, the local host only stops waiting. */
  async #withinTimeout(fn: RegisteredFunction, run: Promise<InvocationResult>): Promise<InvocationResult> {
    const { functionTimeoutMs, clock } = this.#dependencies;
    if (functionTimeoutMs === undefined) return run;
    const enough = new AbortController();
    const late = clock.wait(functionTimeoutMs, enough.signal).then((): InvocationResult => {
      const message = `Timeout value of ${functionTimeoutMs} ms exceeded by function '${fn.name}' (host.json, functionTimeout).`;
      return { status: 'failure', exception: { message } };
    });
    try {
      return await Promise.race([run, late]);
    } finally {
      enough.abort();
    }
  }
}
