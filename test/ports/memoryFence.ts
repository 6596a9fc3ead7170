import type { Fence, FenceIntent } from '../../shared/operations/ports.ts';
import { databaseKey } from '../../shared/topology/linkKey.ts';

interface Held {
  token: number;
  holder: string;
  untilMs: number;
  intents: FenceIntent[];
}

/** The fence in memory. One clock for all who hold it, as the storage service's is in Azure. */
export function createMemoryFence(nowMs: () => number): Fence & { token(): number } {
  let held: Held = { token: 0, holder: '', untilMs: Number.NEGATIVE_INFINITY, intents: [] };
  const isHeldBy = (holder: string, token: number) =>
    held.holder === holder && held.token === token && held.untilMs > Number.NEGATIVE_INFINITY;
  return {
    /** The greatest token that was handed out. */
    token: () => held.token,
    acquire: async (holder, leaseMs) => {
      if (held.holder !== holder && nowMs() < held.untilMs) return undefined;
      held = { ...held, token: held.token + 1, holder, untilMs: nowMs() + leaseMs };
      return { token: held.token, intents: structuredClone(held.intents) };
    },
    note: async (holder, token, intent) => {
      if (!isHeldBy(holder, token)) return false;
      const others = held.intents.filter(({ link }) => databaseKey(link.primary) !== databaseKey(intent.link.primary));
      held = { ...held, intents: [...others, structuredClone(intent)] };
      return true;
    },
    renew: async (holder, token, leaseMs) => {
      if (!isHeldBy(holder, token)) return false;
      held = { ...held, untilMs: nowMs() + leaseMs };
      return true;
    },
    release: async (holder, token) => {
      if (isHeldBy(holder, token)) held = { ...held, untilMs: Number.NEGATIVE_INFINITY };
    },
  };
}
