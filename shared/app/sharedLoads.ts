import type { Records } from '../replication/commitShard.ts';
import type { KnownSubjects } from '../replication/loadShards.ts';
import type { AppContext } from './context.ts';

const KEPT_MS = 10_000;

interface Kept {
  tickMs: number;
  untilMs: number;
  records: Promise<Records>;
}

const kept = new WeakMap<AppContext, Map<string, Kept>>();

/**
 * The records of a tick that is shared out: its verdicts and the sweep of a shard begin with the same ones, and where both are in one process
 * the second takes what the first has read. What nobody took is let go when the process reads next: no more than one tick's records stay.
 *
 * They may be some seconds old. What is decided on a record is stored under its ETag and after its sample, and verdicts speak of the last sweep in any case. Another
 * tick never gets them: it would ask first whom the last sweep has asked, and each of its decisions would be taken twice.
 * @param tickMs the moment in which the tick began
 */
export function sharedLoads(app: AppContext, subjects: KnownSubjects, tickMs: number): KnownSubjects {
  const loads = kept.get(app) ?? new Map<string, Kept>();
  kept.set(app, loads);
  return {
    load: (shard) => {
      const nowMs = app.now();
      for (const [other, { untilMs }] of loads) if (untilMs <= nowMs) loads.delete(other);
      const known = loads.get(shard);
      loads.delete(shard);
      // What the other one could not read is asked for again.
      if (known?.tickMs === tickMs) return known.records.catch(() => subjects.load(shard));
      const records = subjects.load(shard);
      records.catch(() => loads.delete(shard));
      loads.set(shard, { tickMs, untilMs: nowMs + KEPT_MS, records });
      return records;
    },
  };
}
