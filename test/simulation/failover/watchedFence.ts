import type { Fence } from '../../../shared/operations/ports.ts';

export interface WatchedFence extends Fence {
  /** Every token that was ever handed out, in order. */
  readonly tokens: number[];
  /**
   * Whether the operation whose turn got this token holds the fence now, for its deployment. Turns of one operation may take it over from
   * each other: between those the ETag of the operation decides.
   */
  inForce(token: number): boolean;
}

/** The fence, with somebody beside it who notes who really holds it. */
export function watchFence(fence: Fence, now: () => number): WatchedFence {
  const tokens: number[] = [];
  const takers = new Map<number, { holder: string; operationId: string }>();
  /** Of whoever holds it now: each operation's turn. */
  const turns = new Map<string, { token: number; untilMs: number }>();
  let current: string | undefined;
  return {
    tokens,
    inForce: (token) => {
      const { holder, operationId = '' } = takers.get(token) ?? {};
      return holder !== undefined && holder === current && (turns.get(operationId)?.untilMs ?? 0) > now();
    },
    acquire: async (holder, operationId, leaseMs) => {
      const taken = await fence.acquire(holder, operationId, leaseMs);
      if (taken === undefined) return undefined;
      const { token } = taken;
      tokens.push(token);
      takers.set(token, { holder, operationId });
      if (current !== holder) turns.clear();
      current = holder;
      turns.set(operationId, { token, untilMs: now() + leaseMs });
      return taken;
    },
    note: fence.note,
    renew: async (holder, token, leaseMs) => {
      const kept = await fence.renew(holder, token, leaseMs);
      const operationId = takers.get(token)?.operationId;
      if (kept && operationId !== undefined) turns.set(operationId, { token, untilMs: now() + leaseMs });
      return kept;
    },
    available: (holder) => fence.available(holder),
    release: async (holder, token) => {
      await fence.release(holder, token);
      const operationId = takers.get(token)?.operationId ?? '';
      if (turns.get(operationId)?.token === token) turns.delete(operationId);
    },
  };
}
