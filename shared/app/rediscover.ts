import { type AppContext, readReport } from './context.ts';
import { discoverTopology } from './discoverTopology.ts';
import { type Log, rolesMoved } from './log.ts';
import type { Storage } from './ports.ts';
import { isWorthDiscovering, type Moved } from './rediscovery.ts';

const STATE = 'rediscovery';

/** Discovers again where a sweep met what discovery did not say; of the sweeps of several shards at once, one of them does. */
export async function rediscover(app: AppContext, storage: Storage, moved: Moved, log: Log): Promise<void> {
  const count = Object.keys(moved).length;
  if (count === 0) return;
  const { mark } = await readReport(storage, 'discovery');
  if (!isWorthDiscovering(moved, mark.startedAtMs, app.now())) return;
  if (!(await claimed(app, storage))) return;
  rolesMoved(log, count);
  await discoverTopology(app, log);
}

/** True for the first that asks in a sampling interval. */
async function claimed(app: AppContext, { state }: Pick<Storage, 'state'>): Promise<boolean> {
  const nowMs = app.now();
  const stored = await state.load(STATE);
  const { value } = stored ?? {};
  const claimedAtMs = typeof value === 'object' && value !== null && 'atMs' in value ? Number(value.atMs) : Number.NaN;
  // A claim of the future was made by a clock that was ahead: how old it is nobody knows.
  const agoMs = Math.abs(nowMs - claimedAtMs);
  if (agoMs < (app.configuration?.sampling.everyMs ?? 0)) return false;
  return state.replace(STATE, { ...stored, value: { atMs: nowMs } });
}
