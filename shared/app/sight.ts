import { mergeSights } from '../outage/mergeSights.ts';
import type { SweepSight } from '../outage/types.ts';
import type { AppStateStore } from '../replication/ports.ts';
import { readReport } from './context.ts';

type WithState = { state: Pick<AppStateStore, 'read' | 'write'> };

const nameOf = (shard: string | undefined) => (shard === undefined ? 'sight' : `sight-${shard}`);

/** What our own sweep saw last, everywhere: of all shards where it is shared out. Undefined before the first. */
export async function readSight(storage: WithState): Promise<SweepSight | undefined> {
  const { shards } = await readReport(storage, 'sampling');
  if (shards === undefined) return readOwn(storage, undefined);
  return mergeSights(await Promise.all(Object.keys(shards).map((shard) => readOwn(storage, shard))));
}

/**
 * What the sweep of this shard saw last; of a shard that has not looked yet, what all of them saw when they were one sweep: an isolation
 * that ended just then is not forgotten. Undefined where there is neither, and where something else was stored.
 */
export async function readPreviousSight(
  storage: WithState,
  shard: string | undefined,
): Promise<SweepSight | undefined> {
  return (await readOwn(storage, shard)) ?? (shard === undefined ? undefined : readOwn(storage, undefined));
}

export async function writeSight({ state }: WithState, shard: string | undefined, sight: SweepSight): Promise<void> {
  await state.write(nameOf(shard), sight);
}

async function readOwn({ state }: WithState, shard: string | undefined): Promise<SweepSight | undefined> {
  const stored = await state.read(nameOf(shard));
  return isSight(stored) ? stored : undefined;
}

function isSight(value: unknown): value is SweepSight {
  const { complete, atMs, seeingSinceMs, regions } = fieldsOf(value);
  const isRight = typeof complete === 'boolean' && Number.isFinite(atMs) && Array.isArray(regions);
  return isRight && (seeingSinceMs === undefined || Number.isFinite(seeingSinceMs)) && regions.every(isRegion);
}

/** A count that is no whole number would decide about isolation. */
function isRegion(value: unknown): boolean {
  const { region, tried, reached, ownTrouble } = fieldsOf(value);
  const counts = [tried, reached, ownTrouble];
  return typeof region === 'string' && counts.every((count) => Number.isSafeInteger(count) && Number(count) >= 0);
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
