import type { Clock } from '../model/types.ts';

const MAX_KEPT = 5000;

/** What arrived at one receiver, oldest first: the last 5,000 of it. */
export interface Received<Message extends { id: string; atMs: number }> {
  keep(message: Omit<Message, 'id' | 'atMs'>): void;
  /** As copies. */
  messages(): Message[];
}

export function createReceived<Message extends { id: string; atMs: number }>(
  name: string,
  clock: Clock,
): Received<Message> {
  const kept: Message[] = [];
  let count = 0;
  return {
    keep(message) {
      count += 1;
      kept.push({ ...message, id: `${name}-${count}`, atMs: clock.now() } as Message);
      if (kept.length > MAX_KEPT) kept.shift();
    },
    messages: () => structuredClone(kept),
  };
}
