/** The host's log: one line per entry on stderr. */
import type { LogEntry, LogLevel } from './worker/types.ts';

export type Log = (entry: LogEntry) => void;

const ORDER: readonly LogLevel[] = ['trace', 'debug', 'information', 'warning', 'error', 'critical', 'none'];

/** A line `level function: message`; further lines of a message are indented, so that an entry stays one thing to the eye. */
export function formatEntry({ level, functionName, category, message }: LogEntry): string {
  const source = functionName ?? (category === 'user' ? 'app' : 'host');
  return `${level} ${source}: ${message.replaceAll('\n', '\n    ')}`;
}

/** Writes entries at or above `minimum`. System entries of the library are kept from warning up: it narrates every invocation. */
export function createLog(minimum: LogLevel, write: (line: string) => void): Log {
  return (entry) => {
    const least = entry.category === 'system' && entry.functionName !== undefined ? 'warning' : minimum;
    if (minimum === 'none' || rank(entry.level) < Math.max(rank(least), rank(minimum))) return;
    write(formatEntry(entry));
  };
}

function rank(level: LogLevel): number {
  const at = ORDER.indexOf(level);
  return at < 0 ? ORDER.indexOf('information') : at;
}

/** The host's own voice. */
export function hostLog(log: Log, level: LogLevel, message: string): void {
  log({ level, category: 'system', message });
}

/** An error in one line: storage errors carry a request id and a time on further lines. */
export function reason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0] ?? text;
}
