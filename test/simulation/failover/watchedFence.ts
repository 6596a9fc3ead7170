import type { Fence } from '../../../shared/operations/ports.ts';

export interface WatchedFence extends Fence {
  /** Every token that was ever handed out, in order. */
  readonly tokens: number[];
  /** Whether this token is the newest one, not given back, and not lapsed. */
  inForce(token: number): boolean;
}

/** The fence, with somebody beside it who notes who really holds it. */
export function watchFence(fence: Fence, now: () => number): WatchedFence {
  const tokens: number[] = [];
  let untilMs = Number.NEGATIVE_INFINITY;
  return {
    tokens,
    inForce: (token) => tokens.at(-1) === token && untilMs > now(),
    acquire: async (holder, leaseMs) => {
      const taken = await fence.acquire(holder, leaseMs);
      if (taken === undefined) return undefined;
      tokens.push(taken.token);
      untilMs = now() + leaseMs;
      return taken;
    },
    note: fence.note,
    renew: async (holder, token, leaseMs) => {
      const kept = await fence.renew(holder, token, leaseMs);
      if (kept) untilMs = now() + leaseMs;
      return kept;
    },
    release: async (holder, token) => {
      await fence.release(holder, token);
      if (tokens.at(-1) === token) untilMs = Number.NEGATIVE_INFINITY;
    },
  };
}
