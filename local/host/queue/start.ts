/** All storage queue triggers of an app. */
import { QueueServiceClient } from '@azure/storage-queue';
import type { Clock } from '../clock.ts';
import type { QueueOptions } from '../hostJson.ts';
import type { Invocations } from '../invocations.ts';
import type { Log } from '../log.ts';
import { connectionString, resolveSettings, type Settings } from '../settings.ts';
import { STORAGE_OPTIONS } from '../storageOptions.ts';
import type { RegisteredFunction } from '../worker/types.ts';
import { listenToQueue } from './listener.ts';

interface QueuesOptions {
  functions: readonly RegisteredFunction[];
  settings: Settings;
  options: QueueOptions;
  invocations: Pick<Invocations, 'run'>;
  clock: Clock;
  log: Log;
  /** Receives a reason for each trigger whose queue cannot be named or reached by any connection string. */
  faults: Map<string, string>;
}

/** Starts a listener per trigger. `stop` fetches no more and resolves when the fetched messages are settled. */
export function startQueues({ functions, settings, faults, ...shared }: QueuesOptions): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const listeners: Promise<void>[] = [];
  for (const fn of functions) {
    if (fn.trigger.type.toLowerCase() !== 'queuetrigger') continue;
    try {
      const service = QueueServiceClient.fromConnectionString(
        connectionString(fn.trigger.connection, settings),
        STORAGE_OPTIONS,
      );
      const queue = service.getQueueClient(resolveSettings(String(fn.trigger.queueName ?? ''), settings));
      listeners.push(listenToQueue({ ...shared, fn, service, queue }, stopping.signal));
    } catch (error) {
      faults.set(fn.name, error instanceof Error ? error.message : String(error));
    }
  }
  return {
    async stop() {
      stopping.abort();
      await Promise.allSettled(listeners);
    },
  };
}
