const PLAIN = /^[A-Za-z0-9_./:@%+=,-]+$/;

/**
 * A text as one word of a POSIX shell (Azure Cloud Shell's bash): as it is where it is plain, else in single quotes, in which nothing has a
 * meaning; a single quote leaves them, stands escaped and enters them again.
 * @throws RangeError for a NUL, which no argument can hold
 */
export function shellWord(text: string): string {
  if (text.includes('\0')) throw new RangeError('Expected a text without NUL for a shell; saw one with it.');
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** `--name value`, or `--name=value` where a value that begins with a dash would read as an option. */
export function shellOption(name: string, value: string): string {
  return value.startsWith('-') ? `--${name}=${shellWord(value)}` : `--${name} ${shellWord(value)}`;
}
