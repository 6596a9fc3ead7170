import type { SweepSight } from '../outage/types.ts';
import type { Storage } from './ports.ts';

const STATE = 'sight';

/** What our own sweep saw last, everywhere; undefined before the first one, and for what is no sight. */
export async function readSight(storage: Pick<Storage, 'state'>): Promise<SweepSight | undefined> {
  const stored = await storage.state.read(STATE);
  return isSight(stored) ? stored : undefined;
}

export async function writeSight(storage: Pick<Storage, 'state'>, sight: SweepSight): Promise<void> {
  await storage.state.write(STATE, sight);
}

function isSight(value: unknown): value is SweepSight {
  if (typeof value !== 'object' || value === null) return false;
  const { complete, atMs, seeingSinceMs, regions } = value as Record<string, unknown>;
  return (
    typeof complete === 'boolean' &&
    Number.isFinite(atMs) &&
    (seeingSinceMs === undefined || Number.isFinite(seeingSinceMs)) &&
    Array.isArray(regions) &&
    regions.every(isRegion)
  );
}

function isRegion(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { region, tried, reached, ownTrouble } = value as Record<string, unknown>;
  return typeof region === 'string' && [tried, reached, ownTrouble].every(Number.isFinite);
}
