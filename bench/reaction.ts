/**
 * How soon the product acts once it may: from the moment the policy is satisfied (the evidence has agreed for confirmFor) to the arrival of
 * the call at the estate. The whole app in its host, one database after the other, each in a recovery group of its own.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startDesk } from '../local/desk/desk.ts';
import type { Desk } from '../local/desk/types.ts';
import { completeDefinition } from '../local/estate/model/definition.ts';
import { askJson, type ShownIncident } from '../local/play/product.ts';

const CONFIRM_FOR_MS = 4_000;
const LOOK_MS = 50;
const RUN_DEADLINE_MS = 60_000;
const SERVER = 'bench-we';
const nameOf = (run: number) => `db-${run}`;

export async function benchReaction({ runs }: { runs: number }): Promise<Record<string, number>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'geowarden-bench-'));
  const names = Array.from({ length: runs }, (_, run) => nameOf(run));
  try {
    const desk = await startDesk({
      definition: completeDefinition({
        regions: ['westeurope', 'northeurope', 'uksouth'],
        app: { region: 'uksouth' },
        servers: [
          { name: SERVER, region: 'westeurope' },
          { name: 'bench-ne', region: 'northeurope' },
        ],
        databases: names.map((name) => ({ name, server: SERVER })),
        links: names.map((name) => ({ server: SERVER, database: name, secondaryServer: 'bench-ne' })),
      }),
      configuration: configurationFor(names),
      dataFolder: folder,
      ports: { app: 0, console: 'none' },
    });
    try {
      await untilWatching(desk, runs);
      const figures: number[] = [];
      for (let run = 0; run < runs; run += 1) figures.push(await react(desk, nameOf(run)));
      figures.sort((one, other) => one - other);
      const round = (value: number | undefined) => Math.round(value ?? Number.NaN);
      return { runs, medianMs: round(figures[Math.floor((runs - 1) / 2)]), maxMs: round(figures.at(-1)) };
    } finally {
      await desk.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
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

async function untilWatching(desk: Desk, links: number): Promise<void> {
  await poll('every link is sampled', async () => {
    const status = await askJson<{ links: Array<{ state: string }> }>(appOf(desk), '/api/status');
    const known = status?.links.filter(({ state }) => state === 'caughtUp').length ?? 0;
    return known === links ? true : undefined;
  });
}

const appOf = (desk: Desk) => ({ url: desk.appUrl, masterKey: desk.masterKey });

/** One database fails, Azure says so too, and it is moved. Milliseconds from when that was allowed to when the estate was asked. */
async function react(desk: Desk, database: string): Promise<number> {
  const { model } = desk.estate;
  model.apply({ kind: 'database', server: SERVER, database, becomes: 'Unavailable' });
  model.apply({ kind: 'resourceHealth', server: SERVER, database, status: 'Unavailable' });
  let agreedSinceMs: number | undefined;
  const calledMs = await poll(`${database} is moved`, async () => {
    const called = model.acceptedFailovers().find((failover) => failover.database === database);
    if (called) return called.atMs;
    const shown = await askJson<{ incidents: ShownIncident[] }>(appOf(desk), '/api/incidents');
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

async function poll<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + RUN_DEADLINE_MS;
  while (performance.now() < deadline) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
  throw new Error(`expected within ${RUN_DEADLINE_MS / 1000} s: ${what}`);
}
