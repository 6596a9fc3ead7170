import type { OutboxStore } from '../../../shared/alerting/ports.ts';
import type { OutboxWorld, Process } from '../../ports/outboxWorld.ts';

/** The store as one instance reaches it: every call takes a moment and may fail, lose its answer, or be the last thing it did. */
export function faultyOutbox(world: OutboxWorld, process: Process, store: OutboxStore): OutboxStore {
  const call = <Result>(what: string, run: () => Promise<Result>): Promise<Result> =>
    world.effect(process, what, world.random() * 50, run);
  return {
    add: (entries) => call('add', () => store.add(entries)),
    get: (shard, id) => call('get', () => store.get(shard, id)),
    update: (entry) => call('update', () => store.update(entry)),
    due: (nowMs, limit) => call('due', () => store.due(nowMs, limit)),
    recent: (limit) => call('recent', () => store.recent(limit)),
    removeOlderThan: (beforeMs, limit) => call('removeOlderThan', () => store.removeOlderThan(beforeMs, limit)),
  };
}

/** Notes which entries there are and which have ended, so that a story need not read them all at every turn. */
export function endingsOf(store: OutboxStore, seen: { added: Set<string>; ended: Set<string> }): OutboxStore {
  return {
    ...store,
    add: async (entries) => {
      await store.add(entries);
      for (const { id } of entries) seen.added.add(id);
    },
    update: async (entry) => {
      const done = await store.update(entry);
      if (done && entry.value.status !== 'pending') seen.ended.add(entry.value.id);
      return done;
    },
  };
}
