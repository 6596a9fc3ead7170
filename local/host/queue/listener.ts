/** One storage queue trigger: fetches batches, runs their messages in parallel, bounded. */
import { type DequeuedMessageItem, RestError } from '@azure/storage-queue';
import { hostLog, reason } from '../log.ts';
import { pollingPauseMs } from './backoff.ts';
import { DEFAULT_LEASE_MS, deliver, type QueueDependencies } from './delivery.ts';

const TIMEOUT_MS = 30_000;

/**
 * Listens until the signal is aborted, then lets what it has fetched come to its end. A new batch is fetched when at
 * most `newBatchThreshold` messages are running, so at most batchSize + newBatchThreshold run at once.
 */
export async function listenToQueue(dependencies: QueueDependencies, signal: AbortSignal): Promise<void> {
  const { options, clock } = dependencies;
  const running = new Set<Promise<void>>();
  const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  let emptyLooks = 0;
  while (!signal.aborted) {
    const messages = await fetchBatch(dependencies);
    for (const message of messages) {
      const delivery = deliver(dependencies, message).finally(() => running.delete(delivery));
      running.add(delivery);
    }
    emptyLooks = messages.length > 0 ? 0 : emptyLooks + 1;
    await clock.wait(pollingPauseMs(emptyLooks, options.maxPollingIntervalMs, Math.random()), signal);
    while (running.size > options.newBatchThreshold && !signal.aborted) await Promise.race([...running, stopped]);
  }
  await Promise.all(running);
}

/**
 * The next batch; none while storage does not answer, so that the listener outlives it. A queue that does not exist is
 * an empty one: the host waits for it and does not make it.
 */
async function fetchBatch(dependencies: QueueDependencies): Promise<DequeuedMessageItem[]> {
  const { queue, options, log, fn, leaseMs = DEFAULT_LEASE_MS } = dependencies;
  // Not the listener's own signal: a batch that is given up half-way would be invisible for the whole lease.
  const abortSignal = AbortSignal.timeout(TIMEOUT_MS);
  try {
    const visibilityTimeout = Math.ceil(leaseMs / 1000);
    const batch = await queue.receiveMessages({ numberOfMessages: options.batchSize, visibilityTimeout, abortSignal });
    return batch.receivedMessageItems;
  } catch (error) {
    if (error instanceof RestError && error.statusCode === 404) return [];
    hostLog(log, 'warning', `The queue of '${fn.name}' cannot be read; trying again. ${reason(error)}`);
    return [];
  }
}
