import type { ShardTick } from '../replication/ports.ts';
import { SHARDS } from '../replication/shards.ts';
import type { AppContext } from './context.ts';
import { endSharedHeartbeat } from './heartbeat.ts';
import { type Log, malformedShard, shardDropped, shardFailed } from './log.ts';
import { sweepPart } from './sweepPart.ts';
import { topologyOfTick } from './topologyOfTick.ts';
import { sentenceOf } from './troubles.ts';

/**
 * One shard's part of a sampling tick. A message that comes later than one interval is dropped: the next tick has asked for it again. A
 * sweep that fails is not repeated either, for the same reason.
 * @throws Error for a message that names no shard, so that the host keeps it in the poison queue
 */
export async function sampleShard(app: AppContext, message: unknown, log: Log): Promise<void> {
  const tick = readTick(message);
  if (tick === undefined) {
    malformedShard(log);
    throw new Error('expected a message of the form { shard, tickMs }');
  }
  const { configuration } = app;
  if (configuration === undefined || configuration.role === 'witness') return;
  const ageMs = app.now() - tick.tickMs;
  if (ageMs >= configuration.sampling.everyMs) return shardDropped(log, tick.shard, ageMs);
  try {
    const storage = await app.ports.storage();
    const topology = await topologyOfTick(app, tick.tickMs, () => storage.topology.load());
    if (topology === undefined) return;
    await sweepPart(app, configuration, { topology, tick }, log);
    await endSharedHeartbeat(app, configuration, log);
  } catch (error) {
    shardFailed(log, tick.shard, sentenceOf(error));
  }
}

function readTick(message: unknown): ShardTick | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { shard, tickMs } = message as Record<string, unknown>;
  const isTick = typeof shard === 'string' && SHARDS.includes(shard) && typeof tickMs === 'number';
  return isTick && Number.isFinite(tickMs) ? { shard, tickMs } : undefined;
}
