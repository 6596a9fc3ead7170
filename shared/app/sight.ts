import type { SweepSight } from '../outage/types.ts';
import type { AppStateStore } from '../replication/ports.ts';

const STATE = 'sight';

type WithState = { state: Pick<AppStateStore, 'read' | 'write'> };

/** What our own sweep saw last, everywhere. Undefined before the first, and where something else was stored. */
export async function readSight({ state }: WithState): Promise<SweepSight | undefined> {
  const stored = await state.read(STATE);
  return isSight(stored) ? stored : undefined;
}

export async function writeSight({ state }: WithState, sight: SweepSight): Promise<void> {
  await state.write(STATE, sight);
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
