import type { DatabaseRecord } from './entities.ts';
import { giveUpBroken } from './failover.ts';
import { refreshFamily } from './family.ts';
import { databaseKey } from './identifiers.ts';
import { resetCounters } from './logPressure.ts';
import { recordDatabaseWrite } from './managementWrites.ts';
import { parseObjective } from './sku.ts';
import { RESTART_MS } from './timings.ts';
import type { Change } from './types.ts';
import type { World } from './world.ts';
import { findDatabase } from './world.ts';

/** The engine starts anew: it counts from zero, ships nothing for a while, and knows no lag until the next acknowledgement. */
export function restart(world: World, database: DatabaseRecord, nowMs: number): void {
  database.restartedUntilMs = nowMs + RESTART_MS;
  for (const link of database.down) link.unknown = { fromMs: nowMs, untilMs: Number.POSITIVE_INFINITY };
  resetCounters(database, nowMs);
  refreshFamily(world, database, nowMs);
  world.agenda.at(database.restartedUntilMs, (atMs) => {
    refreshFamily(world, database, atMs);
    giveUpBroken(world, atMs);
  });
}

/** @throws Error for what is no service objective, or one of another tier: the other end of a link would have to go first */
export function applyScale(world: World, change: Extract<Change, { kind: 'scale' }>, nowMs: number): void {
  const database = findDatabase(world, change.server, change.database);
  const sku = parseObjective(change.sku);
  if (sku === undefined || sku.tier !== database.sku.tier) {
    const key = databaseKey(change.server, change.database);
    throw new Error(`expected a service objective of ${key}'s tier ${database.sku.tier}, saw '${change.sku}'`);
  }
  database.sku = sku;
  recordDatabaseWrite(world, database, 'PATCH', nowMs);
  restart(world, database, nowMs);
}
