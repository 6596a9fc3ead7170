/** What a person types must be exact: a line is shown as it is, or not at all. */

const LONGEST_LINE = 2_000;
// Line breaks, and characters that turn the reading direction or hide themselves: what is read would not be what is typed.
const NOT_EXACT = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

export const NOT_SHOWN =
  '# A command is left out, because a message cannot show it exactly: see the break-glass page of the group.';

/** Stands before the commands, wherever they are shown. */
export const BEFORE_COMMANDS =
  'For when Geowarden cannot. These commands force the failover: what the geo-secondary has not received is lost. Pause the automation first.';

/** Each exact and of bounded length; how many of them are shown is for whoever shows them. */
export function commandLines(lines: readonly string[]): string[] {
  return lines.map((line) => (line.length > LONGEST_LINE || NOT_EXACT.test(line) ? NOT_SHOWN : line));
}

/** As a comment of the shell, because it stands among commands. */
export function moreCommands(left: number): string {
  return `# … and ${left} more lines: see the break-glass page of the group.`;
}
