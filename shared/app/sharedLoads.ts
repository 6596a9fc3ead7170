import type { Records } from '../replication/commitShard.ts';
import type { KnownSubjects } from '../replication/loadShards.ts';
import type { AppContext } from './context.ts';

/** Of one sampling interval: the next tick reads again. */
const KEPT_FOR = 0.5;
const LONGEST_KEPT_MS = 10_000;

interface Kept {
  untilMs: number;
  records: Promise<Records>;
}

const kept = new WeakMap<AppContext, Map<string, Kept>>();

/**
 * The records of a tick that is shared out: its verdicts and the sweep of a shard begin with the same ones, and where both are in one process
 * the second takes what the first has read. Nobody else gets them, so that nothing stays in memory. They may be a few seconds old: whatever is
 * decided on them is stored under their ETags.
 */
export function sharedLoads(app: AppContext, subjects: KnownSubjects, everyMs: number): KnownSubjects {
  const loads = kept.get(app) ?? new Map<string, Kept>();
  kept.set(app, loads);
  return {
    load: (shard) => {
      const nowMs = app.now();
      for (const [other, { untilMs }] of loads) if (untilMs <= nowMs) loads.delete(other);
      const known = loads.get(shard);
      loads.delete(shard);
      if (known !== undefined) return known.records;
      const records = subjects.load(shard);
      // What could not be read is asked for again.
      records.catch(() => loads.delete(shard));
      loads.set(shard, { untilMs: nowMs + Math.min(everyMs * KEPT_FOR, LONGEST_KEPT_MS), records });
      return records;
    },
  };
}
