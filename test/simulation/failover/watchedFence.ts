import type { Fence } from '../../../shared/operations/ports.ts';

export interface WatchedFence extends Fence {
  /** Every token that was ever handed out, in order. */
  readonly tokens: number[];
  /**
   * Whether whoever got this token holds the fence now. Two turns of one deployment may take it over from each other: between those the ETag
   * of the operation decides.
   */
  inForce(token: number): boolean;
}

/** The fence, with somebody beside it who notes who really holds it. */
export function watchFence(fence: Fence, now: () => number): WatchedFence {
  const tokens: number[] = [];
  const holders = new Map<number, string>();
  let current: string | undefined;
  let untilMs = Number.NEGATIVE_INFINITY;
  return {
    tokens,
    inForce: (token) => current !== undefined && holders.get(token) === current && untilMs > now(),
    acquire: async (holder, leaseMs) => {
      const taken = await fence.acquire(holder, leaseMs);
      if (taken === undefined) return undefined;
      tokens.push(taken.token);
      holders.set(taken.token, holder);
      current = holder;
      untilMs = now() + leaseMs;
      return taken;
    },
    note: fence.note,
    renew: async (holder, token, leaseMs) => {
      const kept = await fence.renew(holder, token, leaseMs);
      if (kept) untilMs = now() + leaseMs;
      return kept;
    },
    available: (holder) => fence.available(holder),
    release: async (holder, token) => {
      await fence.release(holder, token);
      if (tokens.at(-1) === token) current = undefined;
    },
  };
}
