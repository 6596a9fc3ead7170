import type { Fence, FenceIntent } from '../../shared/operations/ports.ts';
import { databaseKey } from '../../shared/topology/linkKey.ts';

export interface MemoryFence extends Fence {
  readonly tokens: number[];
}

interface Turn {
  token: number;
  untilMs: number;
}

/** The fence as its storage keeps it: by the storage's own clock, never by the holder's. */
export function createMemoryFence(now: () => number): MemoryFence {
  let number = 0;
  let holder: string | undefined;
  /** By operation. */
  const turns = new Map<string, Turn>();
  const notes = new Map<string, { number: number; operationId: string; json: string }>();
  const tokens: number[] = [];
  const isHeld = (): boolean => [...turns.values()].some(({ untilMs }) => untilMs > now());
  const turnOf = (who: string, token: number): [string, Turn] | undefined => {
    if (who !== holder) return undefined;
    return [...turns].find(([, turn]) => turn.token === token && turn.untilMs > now());
  };
  return {
    tokens,
    acquire: async (who, operationId, leaseMs) => {
      if (holder !== who) {
        if (isHeld()) return undefined;
        turns.clear();
        holder = who;
      }
      number += 1;
      const token = number;
      tokens.push(token);
      turns.set(operationId, { token, untilMs: now() + leaseMs });
      return { token, intents: [...notes.values()].map(({ json }) => JSON.parse(json) as FenceIntent) };
    },
    note: async (who, token, intent, others = Number.POSITIVE_INFINITY) => {
      const [operationId] = turnOf(who, token) ?? [];
      if (operationId === undefined) return false;
      const key = databaseKey(intent.link.primary);
      const unseen = new Map([...notes].filter(([, each]) => each.number > token && each.operationId !== operationId));
      const by = new Set([...unseen.values()].map((each) => each.operationId));
      if (unseen.has(key) || by.size > others) return false;
      number += 1;
      // Deleted first, so that the newest is last.
      notes.delete(key);
      notes.set(key, { number, operationId: intent.operationId, json: JSON.stringify(intent) });
      return true;
    },
    renew: async (who, token, leaseMs) => {
      const [operationId] = turnOf(who, token) ?? [];
      if (operationId === undefined) return false;
      turns.set(operationId, { token, untilMs: now() + leaseMs });
      return true;
    },
    available: async (who) => holder === who || !isHeld(),
    release: async (who, token) => {
      const [operationId] = turnOf(who, token) ?? [];
      if (operationId !== undefined) turns.delete(operationId);
    },
  };
}
