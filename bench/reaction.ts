/**
 * How soon the product acts once it may: from the moment the policy is satisfied (the evidence has agreed for confirmFor) to the arrival of
 * the call at the estate. The whole app in its host, one database after the other, each in a recovery group of its own.
 */
import type { Desk } from '../local/desk/types.ts';
import type { ShownIncident } from '../local/play/product.ts';
import { median } from './figures.ts';
import { databaseNames, pairs, SERVER } from './pairs.ts';
import { askApp, poll, withDesk } from './watchedDesk.ts';

const CONFIRM_FOR_MS = 4_000;
const RUN_DEADLINE_MS = 60_000;

export async function benchReaction({ runs }: { runs: number }): Promise<Record<string, number>> {
  const names = databaseNames(runs);
  return withDesk(pairs(names.map((name) => ({ name }))), configurationFor(names), async (desk) => {
    const figures: number[] = [];
    for (const name of names) figures.push(await react(desk, name));
    return { runs, medianMs: Math.round(median(figures)), maxMs: Math.round(Math.max(...figures)) };
  });
}

function configurationFor(names: readonly string[]): Record<string, unknown> {
  return {
    objectives: { rpo: '30s', rto: '5m' },
    sampling: { every: '1s', timeout: '2s' },
    supervision: { every: '2s' },
    groups: names.map((name) => ({
      name,
      databases: [`${SERVER}/${name}`],
      mode: 'automatic',
      confirmFor: `${CONFIRM_FOR_MS / 1000}s`,
      minKinds: 2,
      maxLoss: '5m',
      dailyBudget: 1000,
    })),
  };
}

/** One database fails, Azure says so too, and it is moved. Milliseconds from when that was allowed to when the estate was asked. */
async function react(desk: Desk, database: string): Promise<number> {
  const { model } = desk.estate;
  model.apply({ kind: 'database', server: SERVER, database, becomes: 'Unavailable' });
  model.apply({ kind: 'resourceHealth', server: SERVER, database, status: 'Unavailable' });
  let agreedSinceMs: number | undefined;
  const calledMs = await poll(`${database} is moved`, RUN_DEADLINE_MS, async () => {
    const called = model.acceptedFailovers().find((failover) => failover.database === database);
    if (called) return called.atMs;
    const shown = await askApp<{ incidents: ShownIncident[] }>(desk, '/api/incidents');
    const since = shown?.incidents.find(({ group }) => group === database)?.verdict.agreedSince;
    if (since) agreedSinceMs = Date.parse(since);
    return undefined;
  });
  if (agreedSinceMs === undefined)
    throw new Error(`${database} was moved before its incident showed since when it agrees`);
  model.apply({ kind: 'resourceHealth', server: SERVER, database, status: 'Available' });
  model.apply({ kind: 'database', server: SERVER, database, becomes: 'Online' });
  return calledMs - (agreedSinceMs + CONFIRM_FOR_MS);
}
