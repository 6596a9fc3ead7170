/** How much of the machine's time its hypervisor gave to others: what is measured meanwhile says nothing of the program. */
import { readFileSync } from 'node:fs';

/** From here on a round is played again. A quiet virtual machine has some thousandths. */
export const DISTURBED = 0.03;

/** @returns when called, the share of the machine's time since then, 0 to 1; 0 where nobody says (Linux does, in /proc/stat) */
export function watchStolen(): () => number {
  const before = readStat();
  return () => stolenBetween(before, readStat());
}

function readStat(): string {
  try {
    return readFileSync('/proc/stat', 'utf8');
  } catch {
    return '';
  }
}

/** Of two readings of /proc/stat. Its first line is all processors: user, nice, system, idle, iowait, irq, softirq, steal (proc_stat(5)). */
export function stolenBetween(before: string, after: string): number {
  const [was, is] = [ticksIn(before), ticksIn(after)];
  return is.all > was.all ? (is.stolen - was.stolen) / (is.all - was.all) : 0;
}

function ticksIn(stat: string): { stolen: number; all: number } {
  const [, ...ticks] = (stat.split('\n')[0] ?? '').split(/\s+/);
  const counted = ticks.slice(0, 8).map(Number);
  return { stolen: counted[7] ?? 0, all: counted.reduce((sum, one) => sum + one, 0) };
}

/** The least disturbed of what was played, in the order in which they were: all of them while there are no more than `most`. */
export function leastDisturbed<T extends { stolen: number }>(played: readonly T[], most: number): T[] {
  const taken = new Set([...played].sort((one, other) => one.stolen - other.stolen).slice(0, most));
  return played.filter((one) => taken.has(one));
}
