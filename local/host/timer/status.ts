/** Schedule status: when a timer last ran and when it is due, kept so that a restart notices what it missed. */
import { text } from 'node:stream/consumers';
import { BlobServiceClient, RestError } from '@azure/storage-blob';
import { STORAGE_OPTIONS } from '../storageOptions.ts';
import type { Schedule } from './schedule.ts';

/** Epoch milliseconds. `last` is BEGINNING until the timer has run. */
export interface ScheduleStatus {
  last: number;
  next: number;
  lastUpdated: number;
}

/** .NET's default date, 0001-01-01: "never". */
export const BEGINNING = -62_135_596_800_000;

export interface StatusStore {
  read(timerName: string): Promise<ScheduleStatus | undefined>;
  write(timerName: string, status: ScheduleStatus): Promise<void>;
}

const TIMEOUT_MS = 10_000;

/**
 * The store of the real host: `azure-webjobs-hosts/timers/{hostId}/Host.Functions.{name}/status`, PascalCase JSON.
 * @throws RestError on any storage trouble but a status that does not exist.
 */
export function createBlobStatusStore(connection: string, hostId: string): StatusStore {
  const container = BlobServiceClient.fromConnectionString(connection, STORAGE_OPTIONS).getContainerClient(
    'azure-webjobs-hosts',
  );
  const blob = (timerName: string) =>
    container.getBlockBlobClient(`timers/${hostId}/Host.Functions.${timerName}/status`);
  const deadline = () => AbortSignal.timeout(TIMEOUT_MS);
  return {
    async read(timerName) {
      try {
        // One request: downloadToBuffer asks for the length first, which another host's write may change meanwhile.
        const { readableStreamBody } = await blob(timerName).download(0, undefined, { abortSignal: deadline() });
        return readableStreamBody ? parseStatus(await text(readableStreamBody)) : undefined;
      } catch (error) {
        if (error instanceof RestError && error.statusCode === 404) return undefined;
        throw error;
      }
    },
    async write(timerName, status) {
      await container.createIfNotExists({ abortSignal: deadline() });
      const content = Buffer.from(JSON.stringify(toPascalCase(status)));
      await blob(timerName).upload(content, content.length, { abortSignal: deadline() });
    },
  };
}

/** For an app without storage: nothing outlives the process. */
export function createMemoryStatusStore(): StatusStore {
  const statuses = new Map<string, ScheduleStatus>();
  return {
    read: async (timerName) => statuses.get(timerName),
    write: async (timerName, status) => void statuses.set(timerName, status),
  };
}

/** The status as it is stored, and as the trigger's value carries it. */
export function toPascalCase({ last, next, lastUpdated }: ScheduleStatus) {
  return { Last: formatDate(last), Next: formatDate(next), LastUpdated: formatDate(lastUpdated) };
}

/** The stored text; undefined when it is unreadable, which then counts as never stored. */
export function parseStatus(text: string): ScheduleStatus | undefined {
  try {
    const { Last, Next, LastUpdated } = JSON.parse(text) as Record<string, string>;
    const status = {
      last: Date.parse(Last ?? ''),
      next: Date.parse(Next ?? ''),
      lastUpdated: Date.parse(LastUpdated ?? ''),
    };
    return Object.values(status).every(Number.isFinite) ? status : undefined;
  } catch {
    return undefined;
  }
}

/** ISO 8601 with an offset and without idle zeros, as .NET writes it. */
export function formatDate(atMs: number): string {
  return new Date(atMs).toISOString().replace(/(?:\.000)?Z$/, '+00:00');
}

export interface StartStatus {
  status: ScheduleStatus;
  isPastDue: boolean;
  /** What must be stored now; undefined when the stored status stands. */
  toStore: ScheduleStatus | undefined;
}

/**
 * What a starting host makes of a stored status: a missed occurrence makes the timer past due, a changed schedule
 * starts afresh (azure-webjobs-sdk-extensions, ScheduleMonitor.CheckPastDueAsync).
 */
export function statusAtStart(stored: ScheduleStatus | undefined, schedule: Schedule, nowMs: number): StartStatus {
  if (!stored) {
    const next = schedule.next(nowMs);
    // The host stores when it looked, but shows its first run a status that was never updated.
    return {
      status: { last: BEGINNING, next, lastUpdated: BEGINNING },
      isPastDue: false,
      toStore: { last: BEGINNING, next, lastUpdated: nowMs },
    };
  }
  const reckonedFrom = [stored.last, stored.lastUpdated].find((at) => at > BEGINNING) ?? nowMs;
  const expected = schedule.next(reckonedFrom);
  if (expected === stored.next) return { status: stored, isPastDue: nowMs > stored.next, toStore: undefined };
  const missed = nowMs > expected;
  const status = {
    last: BEGINNING,
    next: missed ? schedule.next(nowMs) : expected,
    lastUpdated: missed ? nowMs : reckonedFrom,
  };
  return { status, isPastDue: false, toStore: status };
}
