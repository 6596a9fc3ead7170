/**
 * The timers' singleton: of several hosts on one storage account and host id, one runs the timers.
 *
 * Azure holds a blob lease and waits for the former holder's to expire. Here the host that starts takes the lease over at
 * once, because the former one is usually dead (a laptop is restarted more often than scaled out). What stays the same:
 * a host that loses the lease starts no further run, and a run it has begun may overlap with one of the new holder.
 */
import { randomUUID } from 'node:crypto';
import { BlobServiceClient, RestError } from '@azure/storage-blob';
import type { Clock } from '../clock.ts';
import { hostLog, type Log, reason } from '../log.ts';
import { STORAGE_OPTIONS } from '../storageOptions.ts';

/** Azure's shortest lease. */
const LEASE_SECONDS = 15;
const RENEW_EVERY_MS = 5_000;
const TIMEOUT_MS = 10_000;

export interface TimerLease {
  /** Aborted when another host has taken the lease. */
  lost: AbortSignal;
  release(): Promise<void>;
}

interface LeaseOptions {
  connection: string;
  hostId: string;
  clock: Clock;
  log: Log;
  /** @default 5000 */
  renewEveryMs?: number;
}

/** Takes the lease, from another holder if need be, and keeps it. @throws RestError when storage does not answer. */
export async function takeTimerLease(options: LeaseOptions): Promise<TimerLease> {
  const { connection, hostId } = options;
  const container = BlobServiceClient.fromConnectionString(connection, STORAGE_OPTIONS).getContainerClient(
    'azure-webjobs-hosts',
  );
  await container.createIfNotExists({ abortSignal: deadline() });
  const blob = container.getBlockBlobClient(`locks/${hostId}/timers`);
  await ignoring([409, 412], () => blob.upload('', 0, { conditions: { ifNoneMatch: '*' }, abortSignal: deadline() }));
  const lease = blob.getBlobLeaseClient(randomUUID());
  await ignoring([409], () => lease.breakLease(0, { abortSignal: deadline() }));
  await lease.acquireLease(LEASE_SECONDS, { abortSignal: deadline() });

  const lost = new AbortController();
  const over = new AbortController();
  const renewing = renew(() => lease.renewLease({ abortSignal: deadline() }), options, { lost, over: over.signal });
  return {
    lost: lost.signal,
    async release() {
      over.abort();
      await renewing;
      if (!lost.signal.aborted) await lease.releaseLease({ abortSignal: deadline() }).catch(() => {});
    },
  };
}

async function renew(
  renewLease: () => Promise<unknown>,
  { clock, log, renewEveryMs = RENEW_EVERY_MS }: LeaseOptions,
  { lost, over }: { lost: AbortController; over: AbortSignal },
): Promise<void> {
  while (!over.aborted) {
    await clock.wait(renewEveryMs, over);
    if (over.aborted) return;
    try {
      await renewLease();
    } catch (error) {
      if (error instanceof RestError && (error.statusCode === 409 || error.statusCode === 412)) {
        hostLog(
          log,
          'warning',
          'Singleton lock renewal failed: another host has taken the timers over; this one starts no more runs.',
        );
        lost.abort();
        return;
      }
      hostLog(log, 'warning', `Singleton lock renewal failed and is tried again. ${reason(error)}`);
    }
  }
}

async function ignoring(statusCodes: number[], action: () => Promise<unknown>): Promise<void> {
  try {
    await action();
  } catch (error) {
    if (!(error instanceof RestError) || !statusCodes.includes(error.statusCode ?? 0)) throw error;
  }
}

function deadline(): AbortSignal {
  return AbortSignal.timeout(TIMEOUT_MS);
}
