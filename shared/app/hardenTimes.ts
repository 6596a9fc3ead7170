/** How long a critical transaction would have waited on each link when that was measured last: kept by shard in the app's state. */
import { mapBounded } from '../limits/mapBounded.ts';
import { SHARDS, shardOf } from '../replication/shards.ts';
import type { Storage } from './ports.ts';

export interface HardenTime {
  atMs: number;
  /** Null where it was not hardened in time, or could not be asked. */
  hardenedMs: number | null;
  /** In a few words; null where it was hardened. */
  problem: string | null;
}

/** Beyond that the oldest go, and sooner where names are so long that they would not fit into one row of the table. */
const MOST_KEPT = 1_500;
/** Of JSON: a row takes 448,000. */
const MOST_CHARACTERS = 400_000;
/** The table has each character that is not ASCII in six. */
const WIDEST = 6;
const LONGEST_PROBLEM = 100;
/** Others may write at the same moment, but not for ever. */
const TRIES = 8;
const AT_ONCE = 4;

const nameOf = (shard: string) => `harden-${shard}`;

/** By linkKey. */
export async function readHardenTimes(
  storage: Pick<Storage, 'state'>,
  shards: readonly string[] = SHARDS,
): Promise<Map<string, HardenTime>> {
  const values = await mapBounded(shards, AT_ONCE, (shard) => storage.state.read(nameOf(shard)));
  return new Map(values.flatMap((value) => [...parsed(value)]));
}

/**
 * Keeps what was measured, beside what others keep at the same moment.
 * @param isWatched what is watched no more is forgotten
 */
export async function keepHardenTimes(
  storage: Pick<Storage, 'state'>,
  measured: ReadonlyMap<string, HardenTime>,
  isWatched: (linkKey: string) => boolean,
): Promise<void> {
  for (const shard of new Set([...measured.keys()].map(shardOf))) {
    const own = [...measured].filter(([linkKey]) => shardOf(linkKey) === shard).map(shortened);
    if (!(await keep(storage, shard, own, isWatched))) {
      throw new Error(`Expected to keep ${own.length} time(s) to harden, but others kept writing. Measure again.`);
    }
  }
}

async function keep(
  { state }: Pick<Storage, 'state'>,
  shard: string,
  own: ReadonlyArray<readonly [string, HardenTime]>,
  isWatched: (linkKey: string) => boolean,
): Promise<boolean> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const stored = await state.load(nameOf(shard));
    const all = new Map([...parsed(stored?.value), ...own]);
    const newestFirst = [...all]
      .filter(([linkKey]) => isWatched(linkKey))
      .sort(([, one], [, other]) => other.atMs - one.atMs);
    const version = stored?.version;
    const value = Object.fromEntries(fitting(newestFirst));
    if (await state.replace(nameOf(shard), { value, ...(version === undefined ? {} : { version }) })) return true;
  }
  return false;
}

function fitting(times: ReadonlyArray<[string, HardenTime]>): Array<[string, HardenTime]> {
  let characters = 0;
  return times.slice(0, MOST_KEPT).filter((time) => {
    const text = JSON.stringify(time);
    characters += text.length + (text.match(/[^\x20-\x7e]/g)?.length ?? 0) * (WIDEST - 1);
    return characters <= MOST_CHARACTERS;
  });
}

function shortened([linkKey, time]: [string, HardenTime]): readonly [string, HardenTime] {
  return [linkKey, { ...time, problem: time.problem?.slice(0, LONGEST_PROBLEM) ?? null }];
}

/** What cannot be read was never measured. */
function parsed(value: unknown): Map<string, HardenTime> {
  if (typeof value !== 'object' || value === null) return new Map();
  return new Map(Object.entries(value).flatMap(([linkKey, time]) => (isTime(time) ? [[linkKey, time]] : [])));
}

function isTime(value: unknown): value is HardenTime {
  if (typeof value !== 'object' || value === null) return false;
  const { atMs, hardenedMs, problem } = value as Record<string, unknown>;
  const isNumber = (one: unknown) => typeof one === 'number' && Number.isFinite(one);
  return (
    isNumber(atMs) && (hardenedMs === null || isNumber(hardenedMs)) && (problem === null || typeof problem === 'string')
  );
}
