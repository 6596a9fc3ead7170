/** Changes to what Azure Monitor answers: switches only, the truth stays what it is. */
import type { Change } from './changeTypes.ts';
import { faultKey, type Switches } from './switches.ts';
import type { World } from './world.ts';
import { findDatabase } from './world.ts';

type ChangeOf<K extends Change['kind']> = Extract<Change, { kind: K }>;

export function applyMonitorChange(switches: Switches, { becomes, delayMs }: ChangeOf<'monitor'>): void {
  if (delayMs !== undefined && !(Number.isFinite(delayMs) && delayMs >= 0)) {
    throw new Error(`expected delayMs to be milliseconds, 0 or more, saw ${delayMs}`);
  }
  if (becomes !== undefined) switches.monitor.becomes = becomes;
  if (delayMs !== undefined) switches.monitor.delayMs = delayMs;
}

/** @throws Error naming what does not exist */
export function applyLagMetricChange(world: World, switches: Switches, change: ChangeOf<'lagMetric'>): void {
  const { server, database, says } = change;
  findDatabase(world, server, database);
  if (typeof says === 'object' && !(Number.isFinite(says.lagSeconds) && says.lagSeconds >= 0)) {
    throw new Error(`expected lagSeconds to be seconds, 0 or more, saw ${says.lagSeconds}`);
  }
  const key = faultKey(server, database);
  if (says === 'theTruth') switches.lagMetrics.delete(key);
  else switches.lagMetrics.set(key, says === 'nothing' ? null : says.lagSeconds);
}
