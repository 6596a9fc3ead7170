import { DISPATCH } from '../alerting/dispatch/dispatchChannel.ts';
import type { DispatchWorld } from '../alerting/dispatch/types.ts';
import { outboxEntryId } from '../alerting/noticeId.ts';
import { outboxEntries, type Target } from '../alerting/outboxEntries.ts';
import { type Notice, OUTAGE_CONDITIONS, type OutboxEntry } from '../alerting/types.ts';
import type { Configuration } from '../config/types.ts';
import { mapBounded } from '../limits/mapBounded.ts';
import type { Event } from './dispatchEvents.ts';
import { dispatchRouting } from './dispatchWorld.ts';
import type { Storage } from './ports.ts';

const DIRECT: ReadonlySet<string> = new Set(OUTAGE_CONDITIONS);
const REQUESTS_AT_ONCE = 8;

/**
 * Outages, questions and failovers are told at once and by themselves, to the channels that their routes name now. The dispatcher gets a copy:
 * what follows from an outage is not told besides. Their ends go to the dispatcher alone, which knows who was told of the beginning.
 */
export async function directTargets(
  configuration: Configuration,
  storage: Pick<Storage, 'topology'>,
  nowMs: number,
): Promise<(notice: Notice) => Target[]> {
  const { labelsOf, routesOf } = await dispatchRouting(configuration, storage, nowMs);
  return (notice) => {
    if (notice.follows !== undefined) return [{ name: DISPATCH }];
    return [...routed(routesOf(labelsOf(notice))), { name: DISPATCH }];
  };
}

/** Brings each end to every channel that was told of its beginning, whatever the routes say by now. Again is harmless: ids are the same. */
export async function closeDirect(
  configuration: Configuration,
  storage: Pick<Storage, 'outbox' | 'queue'>,
  events: readonly Event[],
  world: Pick<DispatchWorld, 'nowMs' | 'labelsOf' | 'routesOf'>,
): Promise<void> {
  for (const { value } of events) {
    const { notice, shard } = value;
    if (notice.follows === undefined || !DIRECT.has(notice.condition)) continue;
    const beginnings = await beginningsOf(configuration, storage, shard, notice.follows);
    // Its beginning is no longer kept: whoever would hear of it now.
    const targets =
      beginnings.length === 0
        ? routed(world.routesOf(world.labelsOf(notice)))
        : beginnings.map(({ channel, handOver = [] }) => ({ name: channel, handOver }));
    const entries = outboxEntries([notice], targets, shard, world.nowMs);
    await storage.outbox.add(entries);
    await storage.queue.enqueue(entries.map(({ id }) => ({ shard, id }))).catch(() => undefined);
  }
}

async function beginningsOf(
  { channels }: Configuration,
  { outbox }: Pick<Storage, 'outbox'>,
  shard: string,
  noticeId: string,
): Promise<OutboxEntry[]> {
  const rows = await mapBounded(channels, REQUESTS_AT_ONCE, ({ name }) =>
    outbox.get(shard, outboxEntryId(noticeId, name)),
  );
  return rows.flatMap((row) => (row === undefined ? [] : [row.value]));
}

function routed(targets: ReturnType<DispatchWorld['routesOf']>): Target[] {
  return targets.map(({ channel, handOver }) => ({ name: channel, handOver }));
}
