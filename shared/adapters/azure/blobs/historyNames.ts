export const HOUR_MS = 3_600_000;

/** One blob of history. `part` counts up where an hour filled a blob; the one compact blob of an hour stands for all of them. */
export interface HistoryBlob {
  name: string;
  shard: string;
  hourMs: number;
  part: number | 'compact';
}

const NAME = /^history\/([^/]+)\/(\d{4})\/(\d\d)\/(\d\d)\/(\d\d)(?:-(\d+)|\.(compact))?\.ndjson$/;

export function hourOf(atMs: number): number {
  return Math.floor(atMs / HOUR_MS) * HOUR_MS;
}

/** `history/<shard>/<yyyy>/<mm>/<dd>/<HH>.ndjson`, UTC; further parts of the hour are `<HH>-1.ndjson` and so on. */
export function historyBlobName(shard: string, hourMs: number, part: number): string {
  return `${stemOf(shard, hourMs)}${part === 0 ? '' : `-${part}`}.ndjson`;
}

/** `history/<shard>/<yyyy>/<mm>/<dd>/<HH>.compact.ndjson` */
export function compactBlobName(shard: string, hourMs: number): string {
  return `${stemOf(shard, hourMs)}.compact.ndjson`;
}

export function shardPrefix(shard: string): string {
  return `history/${shard}/`;
}

function stemOf(shard: string, hourMs: number): string {
  const [date = '', time = ''] = new Date(hourMs).toISOString().split('T');
  return `${shardPrefix(shard)}${date.replaceAll('-', '/')}/${time.slice(0, 2)}`;
}

/** Undefined for a blob that is not ours. */
export function parseHistoryName(name: string): HistoryBlob | undefined {
  const match = NAME.exec(name);
  if (match === null) return undefined;
  const [, shard = '', year, month, day, hour, part, compact] = match;
  const hourMs = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour));
  return { name, shard, hourMs, part: compact === 'compact' ? compact : Number(part ?? 0) };
}
