import type { HistoryLine } from './types.ts';

const MINUTE_MS = 60_000;

/**
 * History with one line for each link and minute, for hours that have ended. Pure; never more lines, nor more bytes, than it was given.
 * The first sample of each spell of a state stays as it was sampled, and so does the first of each link. Of what follows in the same state,
 * a minute is one line: its last sample, with the least and the most lag of the minute. NULL lag is a spell of its own and stays null.
 * @param lines in any order; of two of one link and moment the later one counts, as when history is read
 * @returns by link, each in order of time
 */
export function compactHistory(lines: readonly HistoryLine[]): HistoryLine[] {
  const byLink = Map.groupBy(lines, ({ linkKey }) => linkKey);
  return [...byLink.values()].flatMap(compactLink);
}

function compactLink(lines: readonly HistoryLine[]): HistoryLine[] {
  const byMoment = new Map(lines.map((line) => [line.atMs, line]));
  const compact: HistoryLine[] = [];
  /** The line that begins a spell is not added to. */
  let isOpen = false;
  for (const line of [...byMoment.values()].sort((one, other) => one.atMs - other.atMs)) {
    const last = compact.at(-1);
    const goesOn = last !== undefined && isSameSpell(last, line);
    if (goesOn && isOpen && minuteOf(last) === minuteOf(line)) compact[compact.length - 1] = joined(last, line);
    else compact.push(line);
    isOpen = goesOn;
  }
  return compact;
}

function isSameSpell(one: HistoryLine, other: HistoryLine): boolean {
  return one.state === other.state && (one.lagSeconds === null) === (other.lagSeconds === null);
}

function minuteOf({ atMs }: HistoryLine): number {
  return Math.floor(atMs / MINUTE_MS);
}

function joined(before: HistoryLine, { atMs, linkKey, state, ...line }: HistoryLine): HistoryLine {
  const { lagSeconds } = line;
  const least = smallest(before.minLagSeconds ?? before.lagSeconds, line.minLagSeconds ?? lagSeconds);
  const most = largest(before.maxLagSeconds ?? before.lagSeconds, line.maxLagSeconds ?? lagSeconds);
  return {
    atMs,
    linkKey,
    state,
    lagSeconds,
    ...(least === lagSeconds || least === null ? {} : { minLagSeconds: least }),
    ...(most === lagSeconds || most === null ? {} : { maxLagSeconds: most }),
  };
}

function smallest(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : Math.min(one, other);
}

function largest(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : Math.max(one, other);
}
