import type { Fence, FenceIntent } from '../../shared/operations/ports.ts';
import { databaseKey } from '../../shared/topology/linkKey.ts';

export interface MemoryFence extends Fence {
  /** Whether this token is the one in force at this moment. */
  inForce(token: number): boolean;
  readonly tokens: number[];
}

/** The fence as its storage keeps it: by the storage's own clock, never by the holder's. */
export function createMemoryFence(now: () => number): MemoryFence {
  let held: { holder: string; token: number; untilMs: number } | undefined;
  const intents = new Map<string, string>();
  const tokens: number[] = [];
  const mine = (holder: string, token: number): boolean =>
    held !== undefined && held.holder === holder && held.token === token && held.untilMs > now();
  return {
    tokens,
    inForce: (token) => held !== undefined && held.token === token && held.untilMs > now(),
    acquire: async (holder, leaseMs) => {
      if (held !== undefined && held.holder !== holder && held.untilMs > now()) return undefined;
      const token = (tokens.at(-1) ?? 0) + 1;
      tokens.push(token);
      held = { holder, token, untilMs: now() + leaseMs };
      return { token, intents: [...intents.values()].map((json) => JSON.parse(json) as FenceIntent) };
    },
    note: async (holder, token, intent) => {
      if (!mine(holder, token)) return false;
      const key = databaseKey(intent.link.primary);
      // Deleted first, so that the newest is last.
      intents.delete(key);
      intents.set(key, JSON.stringify(intent));
      return true;
    },
    renew: async (holder, token, leaseMs) => {
      if (!mine(holder, token)) return false;
      held = { holder, token, untilMs: now() + leaseMs };
      return true;
    },
    available: async (holder) => held === undefined || held.holder === holder || held.untilMs <= now(),
    release: async (holder, token) => {
      if (mine(holder, token)) held = undefined;
    },
  };
}
