/**
 * Whether one database that hangs holds up another: the whole app against the estate. One database stops in the middle of a query, another
 * accepts and never answers; every other one is to be sampled in every interval all the same.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Desk } from '../local/desk/types.ts';
import { mapBounded } from '../shared/limits/mapBounded.ts';
import { databaseNames, pairs, SERVER } from './pairs.ts';
import { askApp, type ShownLink, shownLinks, withDesk } from './watchedDesk.ts';

const EVERY_MS = 5_000;
const MUTE_SERVER = 'bench-mute';
const HANGING = 'db-0';
const READS_AT_ONCE = 8;

export interface HungFigures {
  /** Databases that were sampled in every interval. */
  sampledOnTime: number;
  of: number;
  /** From the beginning of an interval to the sample in it, the longest of all. */
  worstDelayMs: number;
  /** States of the two that do not answer. */
  hung: string[];
}

export async function watchHung(options: { databases: number; seconds: number }): Promise<HungFigures> {
  const names = databaseNames(options.databases - 1);
  const definition = pairs([...names.map((name) => ({ name })), { name: 'mute', server: MUTE_SERVER }]);
  const configuration = {
    objectives: { rpo: '30s', rto: '5m' },
    sampling: { every: `${EVERY_MS / 1_000}s`, timeout: '2s' },
  };
  return withDesk(definition, configuration, (desk) => watch(desk, options.seconds));
}

async function watch(desk: Desk, seconds: number): Promise<HungFigures> {
  desk.estate.model.apply({ kind: 'sql', server: SERVER, database: HANGING, fault: { kind: 'hangQuery' } });
  desk.estate.model.apply({ kind: 'sql', server: MUTE_SERVER, fault: { kind: 'silent' } });
  const fromMs = Math.ceil(Date.now() / EVERY_MS) * EVERY_MS;
  const intervals = Math.floor((seconds * 1_000) / EVERY_MS);
  // One more, so that what was learned in the last of them is stored.
  await pause(fromMs + (intervals + 1) * EVERY_MS - Date.now());
  const links = await shownLinks(desk);
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
  const shown = await askApp<{ samples: Array<{ at: string; state: string }> }>(
    desk,
    `/api/links/${encodeURIComponent(linkKey)}`,
  );
  const moments = (shown?.samples ?? []).filter(({ state }) => state === 'caughtUp').map(({ at }) => Date.parse(at));
  return Array.from({ length: intervals }, (_, index) => fromMs + index * EVERY_MS).flatMap((beginMs) => {
    const first = moments.find((atMs) => atMs >= beginMs && atMs < beginMs + EVERY_MS);
    return first === undefined ? [] : [first - beginMs];
  });
}

/** `npm run bench -- hung`. @throws Error when one of the two that hang is not reported unreachable */
export async function benchHung(): Promise<Record<string, unknown>> {
  const { hung, ...figures } = await watchHung({ databases: 100, seconds: 60 });
  if (hung.length !== 2 || hung.some((state) => state !== 'unreachable')) {
    throw new Error(`expected the two that hang to be unreachable, saw ${hung.join(', ')}`);
  }
  return figures;
}
