/**
 * Whether one database that hangs holds up another: the whole app against the estate. One database stops in the middle of a query, another
 * accepts and never answers; every other one is to be sampled in every interval all the same.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startDesk } from '../local/desk/desk.ts';
import type { Desk } from '../local/desk/types.ts';
import { completeDefinition } from '../local/estate/model/definition.ts';
import { askJson } from '../local/play/product.ts';
import { mapBounded } from '../shared/limits/mapBounded.ts';

const EVERY_MS = 5_000;
const SERVER = 'bench-we';
const MUTE_SERVER = 'bench-mute';
const HANGING = 'db-0';
const READS_AT_ONCE = 8;
const START_DEADLINE_MS = 120_000;
const LOOK_MS = 250;

export interface HungFigures {
  /** Databases that were sampled in every interval. */
  sampledOnTime: number;
  of: number;
  /** From the beginning of an interval to the sample in it, the longest of all. */
  worstDelayMs: number;
  /** States of the two that do not answer. */
  hung: string[];
}

interface ShownLink {
  linkKey: string;
  state: string;
  primary: { server: string; database: string };
}

export async function watchHung(options: { databases: number; seconds: number }): Promise<HungFigures> {
  const folder = await mkdtemp(path.join(tmpdir(), 'geowarden-bench-'));
  const names = Array.from({ length: options.databases - 1 }, (_, index) => `db-${index}`);
  const all = [...names.map((name) => ({ name, server: SERVER })), { name: 'mute', server: MUTE_SERVER }];
  try {
    const desk = await startDesk({
      definition: completeDefinition({
        regions: ['westeurope', 'northeurope', 'uksouth'],
        app: { region: 'uksouth' },
        servers: [
          { name: SERVER, region: 'westeurope' },
          { name: MUTE_SERVER, region: 'westeurope' },
          { name: 'bench-ne', region: 'northeurope' },
        ],
        databases: all,
        links: all.map(({ name, server }) => ({ server, database: name, secondaryServer: 'bench-ne' })),
      }),
      configuration: {
        objectives: { rpo: '30s', rto: '5m' },
        sampling: { every: `${EVERY_MS / 1_000}s`, timeout: '2s' },
      },
      dataFolder: folder,
      ports: { app: 0, console: 'none' },
    });
    try {
      return await watch(desk, options.databases, options.seconds);
    } finally {
      await desk.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function watch(desk: Desk, databases: number, seconds: number): Promise<HungFigures> {
  await untilSampled(desk, databases);
  desk.estate.model.apply({ kind: 'sql', server: SERVER, database: HANGING, fault: { kind: 'hangQuery' } });
  desk.estate.model.apply({ kind: 'sql', server: MUTE_SERVER, fault: { kind: 'silent' } });
  const fromMs = Math.ceil(Date.now() / EVERY_MS) * EVERY_MS;
  const intervals = Math.floor((seconds * 1_000) / EVERY_MS);
  // One more, so that what was learned in the last of them is stored.
  await until(fromMs + (intervals + 1) * EVERY_MS);
  const links = await linksOf(desk);
  const isHung = ({ primary }: ShownLink) => primary.server === MUTE_SERVER || primary.database === HANGING;
  const healthy = links.filter((link) => !isHung(link));
  const delays = await mapBounded(healthy, READS_AT_ONCE, (link) => delaysOf(desk, link, fromMs, intervals));
  return {
    sampledOnTime: delays.filter((of) => of.length === intervals).length,
    of: healthy.length,
    worstDelayMs: Math.max(...delays.flat()),
    hung: links.filter(isHung).map(({ state }) => state),
  };
}

/** How far into each interval its first sample was; an interval without one is left out. */
async function delaysOf(desk: Desk, { linkKey }: ShownLink, fromMs: number, intervals: number): Promise<number[]> {
  const shown = await askJson<{ samples: Array<{ at: string; state: string }> }>(
    appOf(desk),
    `/api/links/${encodeURIComponent(linkKey)}`,
  );
  const moments = (shown?.samples ?? []).filter(({ state }) => state === 'caughtUp').map(({ at }) => Date.parse(at));
  return Array.from({ length: intervals }, (_, index) => fromMs + index * EVERY_MS).flatMap((beginMs) => {
    const first = moments.find((atMs) => atMs >= beginMs && atMs < beginMs + EVERY_MS);
    return first === undefined ? [] : [first - beginMs];
  });
}

async function untilSampled(desk: Desk, databases: number): Promise<void> {
  const deadline = performance.now() + START_DEADLINE_MS;
  while (performance.now() < deadline) {
    const links = await linksOf(desk);
    if (links.length === databases && links.every(({ state }) => state === 'caughtUp')) return;
    await until(Date.now() + LOOK_MS);
  }
  throw new Error(`expected ${databases} sampled databases within ${START_DEADLINE_MS / 1_000} s`);
}

async function linksOf(desk: Desk): Promise<ShownLink[]> {
  return (await askJson<{ links: ShownLink[] }>(appOf(desk), '/api/links'))?.links ?? [];
}

const appOf = (desk: Desk) => ({ url: desk.appUrl, masterKey: desk.masterKey });

async function until(momentMs: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, momentMs - Date.now())));
}

/** `npm run bench -- hung`. @throws Error when one of the two that hang is not reported unreachable */
export async function benchHung(): Promise<Record<string, unknown>> {
  const { hung, ...figures } = await watchHung({ databases: 100, seconds: 60 });
  if (hung.length !== 2 || hung.some((state) => state !== 'unreachable')) {
    throw new Error(`expected the two that hang to be unreachable, saw ${hung.join(', ')}`);
  }
  return figures;
}
