/** What a person types must be exact: a line is shown as it is, or not at all. */

const LONGEST_LINE = 2_000;
const MOST_LINES = 240;
// Line breaks, and characters that turn the reading direction or hide themselves: what is read would not be what is typed.
const NOT_EXACT = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

export const NOT_SHOWN =
  '# A command is left out, because a message cannot show it exactly: see the break-glass page of the group.';

/** Stands before the commands, wherever they are shown. */
export const BEFORE_COMMANDS =
  'For when Geowarden cannot. These commands force the failover: what the geo-secondary has not received is lost. Pause the automation first.';

/** Bounded in length and number; the end says how many lines are missing. */
export function commandLines(lines: readonly string[]): string[] {
  const exact = lines.map((line) => (line.length > LONGEST_LINE || NOT_EXACT.test(line) ? NOT_SHOWN : line));
  if (exact.length <= MOST_LINES) return exact;
  return [...exact.slice(0, MOST_LINES - 1), moreCommands(exact.length - MOST_LINES + 1)];
}

/** As a comment of the shell, because it stands among commands. */
export function moreCommands(left: number): string {
  return `# … and ${left} more lines: see the break-glass page of the group.`;
}
