export const HOUR_MS = 3_600_000;

/** One blob of history. `part` counts up where an hour filled a blob. */
export interface HistoryBlob {
  name: string;
  hourMs: number;
  part: number;
}

const NAME = /^history\/[^/]+\/(\d{4})\/(\d\d)\/(\d\d)\/(\d\d)(?:-(\d+))?\.ndjson$/;

export function hourOf(atMs: number): number {
  return Math.floor(atMs / HOUR_MS) * HOUR_MS;
}

/** `history/<shard>/<yyyy>/<mm>/<dd>/<HH>.ndjson`, UTC; further parts of the hour are `<HH>-1.ndjson` and so on. */
export function historyBlobName(shard: string, hourMs: number, part: number): string {
  const [date = '', time = ''] = new Date(hourMs).toISOString().split('T');
  const suffix = part === 0 ? '' : `-${part}`;
  return `${shardPrefix(shard)}${date.replaceAll('-', '/')}/${time.slice(0, 2)}${suffix}.ndjson`;
}

export function shardPrefix(shard: string): string {
  return `history/${shard}/`;
}

/** Undefined for a blob that is not ours. */
export function parseHistoryName(name: string): HistoryBlob | undefined {
  const match = NAME.exec(name);
  if (match === null) return undefined;
  const [, year, month, day, hour, part] = match.map(Number);
  const hourMs = Date.UTC(year ?? 0, (month ?? 1) - 1, day ?? 1, hour ?? 0);
  return { name, hourMs, part: part === undefined || Number.isNaN(part) ? 0 : part };
}
