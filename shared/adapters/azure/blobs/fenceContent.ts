import type { FenceIntent } from '../../../operations/ports.ts';
import { databaseKey } from '../../../topology/linkKey.ts';

/** What the fence's blob says. When it was last written is the storage service's to say, by its own clock. */
export interface FenceContent {
  /** Of whoever holds the fence, or held it last. */
  token: number;
  holder: string;
  /** The fence is held for so long after the blob was last written. */
  leaseMs: number;
  released: boolean;
  /** The newest note for each primary database, the newest last. */
  intents: FenceIntent[];
}

/** Undefined for what is no fence. */
export function parseFence(text: string): FenceContent | undefined {
  try {
    const value = JSON.parse(text) as Partial<FenceContent> | null;
    const { token, holder, leaseMs, released, intents } = value ?? {};
    const right =
      Number.isSafeInteger(token) &&
      typeof holder === 'string' &&
      typeof leaseMs === 'number' &&
      Number.isFinite(leaseMs) &&
      typeof released === 'boolean' &&
      Array.isArray(intents) &&
      intents.every(isIntent);
    return right ? (value as FenceContent) : undefined;
  } catch {
    return undefined;
  }
}

function isIntent(value: Partial<FenceIntent> | null): boolean {
  const { operationId, deadlineMs, link } = value ?? {};
  const primary = link?.primary;
  const names = [operationId, link?.linkKey, primary?.server, primary?.database];
  return typeof deadlineMs === 'number' && names.every((name) => typeof name === 'string');
}

/** More databases than that are never moved at once; the oldest notes, long past their deadline, go first. */
const MOST_INTENTS = 1_000;

/** With this note in the place of the one for the same primary database. */
export function withIntent(intents: readonly FenceIntent[], intent: FenceIntent): FenceIntent[] {
  const key = databaseKey(intent.link.primary);
  return [...intents.filter(({ link }) => databaseKey(link.primary) !== key), intent].slice(-MOST_INTENTS);
}

/**
 * Greater than every token that was handed out before. A blob that is new, or was deleted, restored or damaged, begins with the present
 * second: the fence is taken less often than once a second, so no earlier token was as great.
 */
export function nextToken(content: FenceContent | undefined, nowMs: number): number {
  return content === undefined ? Math.floor(nowMs / 1_000) : content.token + 1;
}

/** Both moments are told in whole seconds, and perhaps by two servers of the service. */
const CLOCK_MARGIN_MS = 3_000;

/** Whether `holder` may take the fence. Both moments by the storage service's clock, so that nobody's own clock matters. */
export function isFree(content: FenceContent, holder: string, writtenAtMs: number, serviceNowMs: number): boolean {
  if (content.released || content.holder === holder) return true;
  return serviceNowMs - writtenAtMs >= content.leaseMs + CLOCK_MARGIN_MS;
}

/** Whether the lease still runs. Early by up to a second, and well before somebody else may take it. */
export function isInForce(content: FenceContent, writtenAtMs: number, serviceNowMs: number): boolean {
  return !content.released && serviceNowMs - writtenAtMs < content.leaseMs;
}
