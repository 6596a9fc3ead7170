/** host.json: the settings of it that the local host obeys, checked. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseTimeSpan } from './timeSpan.ts';
import type { LogLevel } from './worker/types.ts';

export interface QueueOptions {
  /** Messages fetched at once. @default 16, at most 32 */
  batchSize: number;
  /** The next batch is fetched when no more than this many messages are running. @default half of batchSize */
  newBatchThreshold: number;
  /** How long a failed message stays invisible before it is tried again. @default 0 */
  visibilityTimeoutMs: number;
  /** The longest pause between looks into an empty queue. @default 2000, as Core Tools has it; a minute in Azure */
  maxPollingIntervalMs: number;
  /** Tries before a message goes to the poison queue. @default 5 */
  maxDequeueCount: number;
  /** @default 'base64' */
  messageEncoding: 'base64' | 'none';
}

export interface HostConfiguration {
  /** What precedes every route. @default 'api' */
  routePrefix: string;
  /** Longest run of one invocation; undefined is without end. @default 30 minutes */
  functionTimeoutMs: number | undefined;
  queues: QueueOptions;
  /** Entries below are not logged. @default 'information' */
  logLevel: LogLevel;
}

const LEVELS: readonly LogLevel[] = ['trace', 'debug', 'information', 'warning', 'error', 'critical', 'none'];
const DEFAULT_FUNCTION_TIMEOUT_MS = 30 * 60_000;
/** Azure Queue Storage hands out at most 32 messages at once. */
const MAX_BATCH_SIZE = 32;

/** Thrown when host.json says something the host cannot follow. */
export class HostJsonError extends Error {
  override name = 'HostJsonError';
  constructor(where: string, expected: string, seen: unknown) {
    super(`host.json, ${where}: expected ${expected}, found ${JSON.stringify(seen)}.`);
  }
}

/** Reads host.json of an app. @throws HostJsonError, or Error when there is no such file. */
export function readHostJson(appFolder: string): HostConfiguration {
  const file = path.join(appFolder, 'host.json');
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Error(`${file} cannot be read: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
  return parseHostJson(content);
}

/** The configuration in host.json's content, with the host's defaults. @throws HostJsonError */
export function parseHostJson(content: unknown): HostConfiguration {
  const root = section(content, 'the whole file');
  if (root.version !== '2.0') throw new HostJsonError('version', '"2.0"', root.version);
  const extensions = section(root.extensions, 'extensions');
  const http = section(extensions.http, 'extensions.http');
  const logging = section(section(root.logging, 'logging').logLevel, 'logging.logLevel');
  const prefix = http.routePrefix ?? 'api';
  if (typeof prefix !== 'string') throw new HostJsonError('extensions.http.routePrefix', 'a text', prefix);
  const level = String(logging.default ?? 'Information').toLowerCase() as LogLevel;
  if (!LEVELS.includes(level)) throw new HostJsonError('logging.logLevel.default', `one of ${LEVELS}`, logging.default);
  return {
    routePrefix: prefix.replace(/^\/+|\/+$/g, ''),
    functionTimeoutMs:
      root.functionTimeout === '-1'
        ? undefined
        : timeSpan(root.functionTimeout, 'functionTimeout', DEFAULT_FUNCTION_TIMEOUT_MS),
    queues: parseQueues(section(extensions.queues, 'extensions.queues')),
    logLevel: level,
  };
}

function parseQueues(queues: Record<string, unknown>): QueueOptions {
  const at = (name: string) => `extensions.queues.${name}`;
  const batchSize = count(queues.batchSize, at('batchSize'), { least: 1, most: MAX_BATCH_SIZE, otherwise: 16 });
  const encoding = String(queues.messageEncoding ?? 'base64').toLowerCase();
  if (encoding !== 'base64' && encoding !== 'none') {
    throw new HostJsonError(at('messageEncoding'), '"base64" or "none"', queues.messageEncoding);
  }
  return {
    batchSize,
    newBatchThreshold: count(queues.newBatchThreshold, at('newBatchThreshold'), {
      least: 0,
      most: 1000,
      otherwise: Math.floor(batchSize / 2),
    }),
    visibilityTimeoutMs: timeSpan(queues.visibilityTimeout, at('visibilityTimeout'), 0),
    maxPollingIntervalMs: Math.max(100, timeSpan(queues.maxPollingInterval, at('maxPollingInterval'), 2_000)),
    maxDequeueCount: count(queues.maxDequeueCount, at('maxDequeueCount'), { least: 1, most: 1000, otherwise: 5 }),
    messageEncoding: encoding,
  };
}

function section(value: unknown, where: string): Record<string, unknown> {
  if (value === undefined) return {};
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new HostJsonError(where, 'an object', value);
  return value as Record<string, unknown>;
}

function timeSpan(value: unknown, where: string, otherwise: number): number {
  if (value === undefined) return otherwise;
  const parsed = typeof value === 'string' ? parseTimeSpan(value) : undefined;
  if (parsed === undefined || parsed < 0) throw new HostJsonError(where, 'a TimeSpan such as "00:00:30"', value);
  return parsed;
}

function count(
  value: unknown,
  where: string,
  { least, most, otherwise }: Record<'least' | 'most' | 'otherwise', number>,
): number {
  if (value === undefined) return otherwise;
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) {
    throw new HostJsonError(where, `a whole number from ${least} to ${most}`, value);
  }
  return value;
}
