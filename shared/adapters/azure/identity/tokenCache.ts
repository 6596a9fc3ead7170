/** Tokens, kept until shortly before they end. One request at a time per scope, however many ask. */
import type { AccessToken } from '@azure/identity';

/** Refreshed this long before the end: a sweep that starts now must not end with a dead token. */
export const REFRESH_BEFORE_END_MS = 5 * 60_000;
/**
 * A failure is remembered this long. A thousand databases that all wait for the same dead endpoint would else queue behind one timeout
 * after another.
 */
export const FAILURE_MEMORY_MS = 2000;

interface Entry {
  token?: AccessToken;
  pending?: Promise<AccessToken>;
  failure?: { error: unknown; untilMs: number };
}

export interface TokenCache {
  /** @throws whatever `acquire` throws, unless a token that still lives can be given instead. */
  get(scope: string): Promise<AccessToken>;
}

/** @param now epoch milliseconds. */
export function createTokenCache(acquire: (scope: string) => Promise<AccessToken>, now: () => number): TokenCache {
  const entries = new Map<string, Entry>();
  const entryOf = (scope: string): Entry => {
    const entry = entries.get(scope) ?? {};
    entries.set(scope, entry);
    return entry;
  };
  const refresh = async (scope: string, entry: Entry): Promise<AccessToken> => {
    try {
      const token = await acquire(scope);
      entry.token = token;
      delete entry.failure;
      return token;
    } catch (error) {
      entry.failure = { error, untilMs: now() + FAILURE_MEMORY_MS };
      if (entry.token && entry.token.expiresOnTimestamp > now()) return entry.token;
      throw error;
    } finally {
      delete entry.pending;
    }
  };
  return {
    async get(scope) {
      const entry = entryOf(scope);
      if (entry.token && isFresh(entry.token, now())) return entry.token;
      if (entry.failure && entry.failure.untilMs > now()) {
        if (entry.token && entry.token.expiresOnTimestamp > now()) return entry.token;
        throw entry.failure.error;
      }
      entry.pending ??= refresh(scope, entry);
      return entry.pending;
    },
  };
}

function isFresh(token: AccessToken, nowMs: number): boolean {
  const refreshAtMs = token.refreshAfterTimestamp ?? Number.POSITIVE_INFINITY;
  return nowMs < Math.min(token.expiresOnTimestamp - REFRESH_BEFORE_END_MS, refreshAtMs);
}
