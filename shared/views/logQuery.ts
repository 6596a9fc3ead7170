import type { LogQuery } from '../config/types.ts';
import type { LogSignal } from '../outage/logPorts.ts';
import { isoOrNull } from './time.ts';
import type { LogQueryView } from './types.ts';

/** One of the owner's log queries, with what it answered last. */
export function toLogQueryView({ name, severity, evidence }: LogQuery, signal: LogSignal | undefined): LogQueryView {
  return {
    name,
    severity,
    evidence,
    at: isoOrNull(signal?.atMs ?? null),
    hits: signal?.hits ?? null,
    value: signal?.value ?? null,
    failure: signal?.failure?.message ?? null,
  };
}
