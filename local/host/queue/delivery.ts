/** One queue message from receipt to its end: done, back into the queue, or into the poison queue. */

import type { QueueClient } from '@azure/storage-queue';
import { type DequeuedMessageItem, type QueueServiceClient, RestError } from '@azure/storage-queue';
import type { Clock } from '../clock.ts';
import type { QueueOptions } from '../hostJson.ts';
import type { Invocations } from '../invocations.ts';
import { hostLog, type Log, reason } from '../log.ts';
import type { InvocationResult, RegisteredFunction } from '../worker/types.ts';
import { decodeMessage, queueMetadata } from './message.ts';

export interface QueueDependencies {
  fn: RegisteredFunction;
  service: QueueServiceClient;
  queue: QueueClient;
  options: QueueOptions;
  invocations: Pick<Invocations, 'run'>;
  clock: Clock;
  log: Log;
  /** How long a message that is being run stays invisible; renewed at half of it. @default 10 minutes, as in the host */
  leaseMs?: number;
}

export const DEFAULT_LEASE_MS = 10 * 60_000;
const TIMEOUT_MS = 30_000;

/** Runs one message and settles it. Never rejects: what cannot be settled becomes visible again and is tried once more. */
export async function deliver(dependencies: QueueDependencies, message: DequeuedMessageItem): Promise<void> {
  const { queue, options, log } = dependencies;
  const lease = keepInvisible(dependencies, message);
  const result = await runMessage(dependencies, message);
  const popReceipt = await lease.stop();
  try {
    if (result.status === 'success') {
      await queue.deleteMessage(message.messageId, popReceipt, { abortSignal: deadline() });
    } else if (message.dequeueCount >= options.maxDequeueCount) {
      await movetoPoison(dependencies, message, popReceipt);
    } else {
      const seconds = Math.round(options.visibilityTimeoutMs / 1000);
      await queue.updateMessage(message.messageId, popReceipt, message.messageText, seconds, {
        abortSignal: deadline(),
      });
    }
  } catch (error) {
    // 404 is a message that was deleted or whose lease was lost: someone else has it now.
    const gone = error instanceof RestError && error.statusCode === 404;
    const what = gone ? 'was gone before it could be settled' : `could not be settled: ${reason(error)}`;
    hostLog(log, 'warning', `Message ${message.messageId} of queue '${queue.name}' ${what}.`);
  }
}

async function runMessage(
  { fn, options, invocations, log }: QueueDependencies,
  message: DequeuedMessageItem,
): Promise<InvocationResult> {
  let text: string;
  try {
    text = decodeMessage(message.messageText, options.messageEncoding);
  } catch (error) {
    const exception = { message: error instanceof Error ? error.message : String(error) };
    hostLog(log, 'error', `Message ${message.messageId} for '${fn.name}' cannot be read. ${exception.message}`);
    return { status: 'failure', exception };
  }
  return invocations.run(fn, { data: { string: text }, metadata: queueMetadata(text, message) });
}

/** The message itself is copied unchanged to `QUEUE-poison`, made when it is missing. */
async function movetoPoison(
  { service, queue, log }: QueueDependencies,
  message: DequeuedMessageItem,
  popReceipt: string,
): Promise<void> {
  const poison = service.getQueueClient(`${queue.name}-poison`);
  await poison.createIfNotExists({ abortSignal: deadline() });
  await poison.sendMessage(message.messageText, { abortSignal: deadline(), messageTimeToLive: -1 });
  await queue.deleteMessage(message.messageId, popReceipt, { abortSignal: deadline() });
  hostLog(
    log,
    'warning',
    `Message has reached MaxDequeueCount of ${message.dequeueCount}. Moving message to queue '${poison.name}'.`,
  );
}

/** Renews the message's invisibility while its function runs; `stop` gives the receipt that is valid then. */
function keepInvisible(
  { queue, clock, log, leaseMs = DEFAULT_LEASE_MS }: QueueDependencies,
  message: DequeuedMessageItem,
) {
  const over = new AbortController();
  let popReceipt = message.popReceipt;
  const renewing = (async () => {
    while (!over.signal.aborted) {
      await clock.wait(leaseMs / 2, over.signal);
      if (over.signal.aborted) return;
      try {
        const seconds = Math.ceil(leaseMs / 1000);
        const updated = await queue.updateMessage(message.messageId, popReceipt, message.messageText, seconds, {
          abortSignal: deadline(),
        });
        popReceipt = updated.popReceipt ?? popReceipt;
      } catch (error) {
        hostLog(
          log,
          'warning',
          `The invisibility of message ${message.messageId} could not be renewed: ${reason(error)}`,
        );
        if (error instanceof RestError && error.statusCode !== undefined && error.statusCode < 500) return;
      }
    }
  })();
  return {
    async stop(): Promise<string> {
      over.abort();
      await renewing;
      return popReceipt;
    },
  };
}

function deadline(): AbortSignal {
  return AbortSignal.timeout(TIMEOUT_MS);
}
