import type { LogPressureView } from '../../model/logPressureTypes.ts';
import type { DatabaseState } from '../../model/types.ts';

/** How busy a database is in one interval, in percent of its service objective's limits. Two decimals. */
export interface Load {
  cpu: number;
  dataIo: number;
  memory: number;
  workers: number;
  sessions: number;
}

/** Commits per second that use up one unit of capacity: a virtual core, or 25 DTU. Chosen for the estate. */
const COMMITS_PER_UNIT = 100;

/** Derived from the workload alone, with a ripple that is the same each time the same interval is read. */
export function loadAt(database: DatabaseState, endMs: number): Load {
  const units = database.sku.family === undefined ? database.sku.capacity / 25 : database.sku.capacity;
  const share = (database.commitsPerSecond / (units * COMMITS_PER_UNIT)) * 100;
  const ripple = (salt: number): number => 0.9 + 0.2 * noise(`${database.databaseId}${endMs}${salt}`);
  const percent = (value: number): number => Math.round(Math.min(100, Math.max(0, value)) * 100) / 100;
  return {
    cpu: percent(share * 0.7 * ripple(1) + 0.3),
    dataIo: percent(share * 0.4 * ripple(2)),
    memory: percent(20 + share * 0.5),
    workers: percent(share * 0.1 * ripple(4) + 0.1),
    sessions: percent(share * 0.05 + 0.05),
  };
}

/** Of the log rate that the service objective allows, the mean of a span: what was really written. Two decimals. */
export function logWriteIn(pressure: LogPressureView | undefined, fromMs: number, toMs: number): number {
  return Math.round((pressure?.writtenPercent(fromMs, toMs) ?? 0) * 100) / 100;
}

/** Between 0 and 1, the same for the same text (FNV-1a). */
function noise(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0) / 0xffffffff;
}
